import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LinearModel } from '../src/base/linear-model.ts'
import { balanceOf, bySeller, movesBetween } from '../src/core/planning/balance-measures.ts'
import { balanceTerritories } from '../src/core/planning/balance-territories.ts'
import { allPairs, territoryModel } from '../src/core/planning/territory-model.ts'
import { territoryPotential, type TerritoryProblem } from '../src/core/planning/territory-problem.ts'
import { loadSolver } from '../src/platform/solver/highs.ts'
import { freeMps } from './ground/free-mps.ts'
import { territoryGround } from './ground/territory-ground.ts'

/**
 * Territories: ours beside CBC with the same whole model and the same minute, and beside the bound of HiGHS
 * with all pairs in one model. `--alone`: without the peers.
 */
const [accountCount, sellerCount, mostSeconds, mostGap] = [10_000, 50, 60, 0.005]
const { problem, owner } = territoryGround(accountCount, sellerCount, 7)
const seconds = (since: number): number => (performance.now() - since) / 1000
const percent = (ratio: number): string => `${(100 * ratio).toFixed(3)} %`

function line(name: string, must: string, reached: string, isReached: boolean): void {
  console.log(`  ${name.padEnd(44)} ${must.padStart(14)} ${reached.padStart(14)}  ${isReached ? 'ok' : 'short'}`)
}

async function balance(): Promise<number> {
  const started = performance.now()
  const work = balanceTerritories(problem, await loadSolver())
  let stepCount = 0
  let shownAt = -Infinity
  let next = work.next()
  for (; !next.done; next = work.next()) {
    stepCount++
    const step = next.value
    if (seconds(started) - shownAt < 2) continue
    shownAt = seconds(started)
    const found = step.stage === 'bound' ? '' : `gap ${percent(step.gapRatio)}, ${step.sellersInBand} in band`
    console.log(`    ${shownAt.toFixed(1).padStart(5)} s  bound ${step.bound.toFixed(0)}  ${found}`)
  }
  const took = seconds(started)
  if (next.value.kind !== 'plan') throw new Error(`no plan: ${JSON.stringify(next.value)}`)
  const plan = next.value
  console.log(`  ${accountCount} accounts × ${sellerCount} sellers`.padEnd(46), '         must           ours')
  line('above the bound of the relaxation', `≤ ${percent(mostGap)}`, percent(plan.gapRatio), plan.gapRatio <= mostGap)
  line('time, s', `≤ ${mostSeconds}`, took.toFixed(1), took <= mostSeconds)
  line('sellers in band', `${sellerCount}`, `${plan.sellersInBand}`, plan.sellersInBand === sellerCount)
  line('steps that can be shown and stopped', '> 1', `${stepCount}`, stepCount > 1)
  const before = balanceOf(bySeller(owner, sellerCount, problem.potential))
  const after = balanceOf(territoryPotential(problem, plan.assignment))
  const moves = movesBetween(owner, plan.assignment, problem.potential)
  console.log(
    `  peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB; ${moves.moveCount} accounts move`,
  )
  console.log(
    `  variation of potential ${percent(before?.variationRatio ?? NaN)} → ${percent(after?.variationRatio ?? NaN)}`,
  )
  console.log(`  max to min ${before?.maxToMinRatio?.toFixed(2)} → ${after?.maxToMinRatio?.toFixed(3)}`)
  console.log(
    `  cost ${plan.cost.toFixed(0)}, bound ${plan.bound.toFixed(0)}, ${plan.splitCount} accounts were split\n`,
  )
  return plan.bound
}

function wholeModel(p: TerritoryProblem, kind: 'relaxed' | 'whole'): LinearModel {
  const accounts = Int32Array.from({ length: p.accountCount }, (_, i) => i)
  return territoryModel(p, accounts, allPairs(p, accounts), new Float64Array(p.sellerCount), kind)
}

function besideCbc(bound: number): void {
  if (spawnSync('cbc', ['-quit'], { encoding: 'utf8' }).error) {
    console.log('  CBC is not installed: apt-get install coinor-cbc')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'kurs-cbc-'))
  try {
    const path = join(folder, 'territories.mps')
    const file = openSync(path, 'w')
    for (const text of freeMps(wholeModel(problem, 'whole'))) writeSync(file, text)
    closeSync(file)
    const started = performance.now()
    const args = [path, '-sec', `${mostSeconds}`, '-timeMode', 'elapsed', '-solve']
    const { stdout } = spawnSync('cbc', args, { encoding: 'utf8', maxBuffer: 1 << 28 })
    const found = /Objective value:\s+([\d.e+]+)/.exec(stdout)?.[1]
    const gap = found === undefined ? 'no assignment' : `${percent(Number(found) / bound - 1)} above the bound`
    console.log(`  CBC, all pairs, told to stop at ${mostSeconds} s: ${gap} after ${seconds(started).toFixed(1)} s`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function besideHighs(bound: number): Promise<void> {
  const solve = await loadSolver()
  const model = wholeModel(problem, 'relaxed')
  const started = performance.now()
  const answer = solve(model, { absoluteGap: 0, seconds: 300 })
  if (answer.kind !== 'optimal')
    return console.log(`  HiGHS, all pairs: ${answer.kind} after ${seconds(started).toFixed(1)} s`)
  const all = answer.values.reduce((sum, x, c) => sum + x * model.cost[c]!, 0)
  console.log(
    `  HiGHS, relaxation over all pairs: ${seconds(started).toFixed(1)} s, ours ${percent(bound / all - 1)} from it`,
  )
}

const bound = await balance()
if (!process.argv.includes('--alone')) {
  await besideHighs(bound)
  besideCbc(bound)
}
