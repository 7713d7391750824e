import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LinearModel } from '../../src/base/linear-model.ts'
import { freeMps } from '../ground/free-mps.ts'

/** What CBC says of a model; `status` in its own words, `objective` null when it has no solution. */
export type CbcAnswer = { status: string; objective: number | null; seconds: number }

export const isCbcHere = (): boolean => spawnSync('cbc', ['-quit'], { encoding: 'utf8' }).error === undefined

/** COIN-OR CBC with the same model, by a file. The time is that of its process, reading the file included. */
export function solveByCbc(model: LinearModel, mostSeconds: number): CbcAnswer {
  const folder = mkdtempSync(join(tmpdir(), 'kurs-cbc-'))
  try {
    const [problem, solution] = [join(folder, 'problem.mps'), join(folder, 'solution.txt')]
    const file = openSync(problem, 'w')
    for (const text of freeMps(model)) writeSync(file, text)
    closeSync(file)
    const started = performance.now()
    const args = [problem, '-sec', `${mostSeconds}`, '-timeMode', 'elapsed', '-solve', '-solution', solution]
    const run = spawnSync('cbc', args, { encoding: 'utf8', maxBuffer: 1 << 28 })
    const seconds = (performance.now() - started) / 1000
    if (run.status !== 0) throw new Error(`CBC ended with ${run.status}: ${run.stderr}`)
    // "Optimal - objective value 14.00000000", "Stopped on time - objective value …", "Infeasible - …"
    const [first = ''] = readFileSync(solution, 'utf8').split('\n', 1)
    const [, status = first, value] = /^(.*?)(?: \(.*\))? - objective value\s+(-?[\d.e+-]+)/.exec(first) ?? []
    const isSolution = value !== undefined && !/infeasible|no integer/i.test(first)
    return { status, objective: isSolution ? Number(value) : null, seconds }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
