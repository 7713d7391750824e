import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { findCheckoutDir } from '../../src/platform/config.ts'

/** Times of one question, ms; or, of many callers, how many were served in a second. */
export type Times = { median: number; p95: number; perSecond?: number }
export type Figure = {
  what: string
  /** ms for times, MiB for memory. */
  unit: 'ms' | 'MiB'
  ours: Times
  peer: { what: string } & Times
  /** How many times the peer's the figure is: below 1 we are quicker (or smaller). */
  ratio: number
  aims: { text: string; isMet: boolean }[]
}
export type Result = {
  bench: string
  size: number
  ranAt: string
  /** `load`: processes that wanted a processor over the last 15 minutes, on average; the benchmark itself is one or two of them. */
  machine: { processors: string; memoryGiB: number; node: string; commit: string; load?: number }
  peakMiB: number
  figures: Figure[]
}

const args = process.argv.slice(2)
/** What follows a flag of the command line. */
export const textOf = (flag: string): string | undefined =>
  args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined

/** `--size 100000`, `--runs 20`: whole numbers of the command line. */
export const numberOf = (flag: string, usual: number): number => Number(textOf(flag) ?? usual)

/** Collects what a benchmark measures, prints it as it comes, and writes it as JSON at the end. */
export class Figures {
  readonly #bench: string
  readonly #size: number
  readonly #figures: Figure[] = []
  /** Taken at the beginning: the work tree may stand elsewhere by the end. */
  readonly #commit = commitHere()

  constructor(bench: string, size: number) {
    this.#bench = bench
    this.#size = size
    console.log(`${bench} at ${size.toLocaleString('en')} deals\n${titles}`)
  }

  /** @param by which of the times the ratio and the aims are about */
  add(figure: Omit<Figure, 'ratio' | 'aims' | 'unit'> & { unit?: Figure['unit'] }, aims: Aims = {}): void {
    const unit = figure.unit ?? 'ms'
    const ratio = figure.ours.median / figure.peer.median
    const told = [
      aims.p95Below === undefined
        ? null
        : { text: `95th below ${aims.p95Below} ${unit}`, isMet: figure.ours.p95 < aims.p95Below },
      aims.timesQuicker === undefined
        ? null
        : { text: `${aims.timesQuicker}× quicker than the peer`, isMet: 1 / ratio >= aims.timesQuicker },
      aims.ratioBelow === undefined
        ? null
        : { text: `at most ${aims.ratioBelow}× the peer`, isMet: ratio <= aims.ratioBelow },
    ].filter((aim) => aim !== null)
    this.#figures.push({ ...figure, unit, ratio, aims: told })
    console.log(lineOf({ ...figure, unit, ratio, aims: told }))
  }

  /** Writes `<results>/<bench>-<size>.json` (`--json folder`), which docs/reference/performance.md is made from. */
  end(peakMiB = Math.round(process.resourceUsage().maxRSS / 1024)): void {
    console.log(`peak memory of the server ${peakMiB} MiB`)
    const folder = textOf('--json') ?? join(findCheckoutDir(), 'node_modules', '.cache', 'bench')
    const result: Result = {
      bench: this.#bench,
      size: this.#size,
      ranAt: new Date().toISOString(),
      machine: { ...machine(), commit: this.#commit },
      peakMiB,
      figures: this.#figures,
    }
    mkdirSync(folder, { recursive: true })
    const path = join(folder, `${this.#bench}-${this.#size}.json`)
    writeFileSync(path, `${JSON.stringify(result, rounded, 2)}\n`)
    console.log(`written to ${path}`)
  }
}

export type Aims = { p95Below?: number; timesQuicker?: number; ratioBelow?: number }

const titles = `${''.padEnd(52)} ${'median'.padStart(9)} ${'95th'.padStart(9)} ${'peer'.padStart(9)} ${'95th'.padStart(9)}   ratio`

function lineOf({ what, ours, peer, ratio, aims }: Figure): string {
  const numbers = [ours.median, ours.p95, peer.median, peer.p95].map((ms) => shown(ms).padStart(9)).join(' ')
  const served =
    ours.perSecond === undefined ? '' : `  ${shown(ours.perSecond)}/s, peer ${shown(peer.perSecond ?? 0)}/s`
  const missed = aims.filter(({ isMet }) => !isMet).map(({ text }) => text)
  return `${what.padEnd(52)} ${numbers} ${ratio.toFixed(2).padStart(6)}×${served}${missed.length > 0 ? `  MISSED: ${missed.join(', ')}` : ''}`
}

const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1))
const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1000) / 1000 : value

const commitHere = (): string => execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()

function machine(): Omit<Result['machine'], 'commit'> {
  const [first] = cpus()
  return {
    processors: `${cpus().length} × ${first?.model ?? arch()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: loadavg()[2],
  }
}

/** Median and 95th percentile of times, ms: the smallest time that at least that share of them does not exceed. */
export function timesOf(ms: readonly number[]): Times {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
  return { median: at(0.5), p95: at(0.95) }
}

/** Two pieces of work by turns, so that both meet the same noise; the first time of each does not count. */
export async function byTurns(
  runs: number,
  ours: (run: number) => Promise<unknown>,
  theirs: (run: number) => Promise<unknown>,
): Promise<{ ours: Times; theirs: Times }> {
  const times: [number[], number[]] = [[], []]
  for (let run = -1; run < runs; run++) {
    const both = [await timed(() => ours(Math.max(0, run))), await timed(() => theirs(Math.max(0, run)))]
    if (run >= 0) both.forEach((ms, side) => times[side]?.push(ms))
  }
  return { ours: timesOf(times[0]), theirs: timesOf(times[1]) }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
