import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findCheckoutDir } from '../src/platform/config.ts'
import { clusterHome } from '../src/platform/postgres/embedded-cluster.ts'
import { startEmbeddedPostgres } from '../src/platform/postgres/embedded.ts'
import { buildProgram, Program } from '../tests/faults/program.ts'
import { Figures, numberOf, timed, timesOf } from './ground/figures.ts'

/**
 * From the start of the program to its first answer, with nothing there, after an ordinary end, and after a kill; and memory at rest.
 * The peer is the PostgreSQL that comes with Kurs, alone, which Kurs starts too: `npm run bench -- startup [--runs 5]`.
 */
const runs = numberOf('--runs', 5)
const figures = new Figures('startup', 0)
const checkoutDir = findCheckoutDir()
const path = await buildProgram()
const silent = { info: (): void => undefined, warn: (): void => undefined, error: console.error }
const ours = { cold: [] as number[], warm: [] as number[], killed: [] as number[], mib: [] as number[] }
const theirs = { cold: [] as number[], warm: [] as number[], mib: [] as number[] }

for (let run = 0; run < runs; run++) {
  const program = await Program.create(path)
  ours.cold.push(await program.start())
  await program.stop()
  ours.warm.push(await program.start())
  await program.kill()
  ours.killed.push(await program.start())
  await pause(2000)
  ours.mib.push(await memoryMiB(program.pid, await program.postmasterPid()))
  await program.remove()

  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-bench-'))
  const start = () => startEmbeddedPostgres({ dataDir, checkoutDir, log: silent })
  theirs.cold.push(await timed(async () => (await start()).stop()))
  let stop = async (): Promise<void> => undefined
  theirs.warm.push(await timed(async () => ({ stop } = await start())))
  await pause(2000)
  const pid = await readFile(join(await clusterHome(dataDir), 'data', 'postmaster.pid'), 'utf8')
  theirs.mib.push(await memoryMiB(Number(pid.split('\n')[0])))
  await stop()
  await rm(await clusterHome(dataDir), { recursive: true, force: true })
  await rm(dataDir, { recursive: true, force: true })
}
const peer = (what: string, times: number[]) => ({ what, ...timesOf(times) })
figures.add({
  what: 'first start: database made, migrated',
  ours: timesOf(ours.cold),
  peer: peer('PostgreSQL made, started and stopped', theirs.cold),
})
figures.add({
  what: 'start after an ordinary end',
  ours: timesOf(ours.warm),
  peer: peer('PostgreSQL started', theirs.warm),
})
figures.add(
  { what: 'start after kill -9', ours: timesOf(ours.killed), peer: peer('PostgreSQL started', theirs.warm) },
  { p95Below: 5000 },
)
figures.add({
  what: 'memory at rest',
  unit: 'MiB',
  ours: timesOf(ours.mib),
  peer: peer('PostgreSQL alone', theirs.mib),
})
figures.end()

/** Processes and all they started, each once, shared pages by share (PSS). */
async function memoryMiB(...roots: number[]): Promise<number> {
  const pids = new Set(roots)
  for (const pid of pids) for (const child of await childrenOf(pid)) pids.add(child)
  const kib = await Promise.all([...pids].map(pssOf))
  return kib.reduce((sum, own) => sum + own, 0) / 1024
}

async function pssOf(pid: number): Promise<number> {
  const told = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(told)?.[1] ?? 0)
}

async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => ''))
  return (await Promise.all(lists)).flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}
