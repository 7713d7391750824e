import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from './figures.ts'

/** All results that benchmarks left in a folder (`--json folder`), by benchmark and size. */
export function readResults(folder: string): Result[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const results = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Result)
  return results.sort((a, b) => a.bench.localeCompare(b.bench, 'en') || a.size - b.size)
}

/** How one figure grows from the smallest size at which it was measured to the largest. */
export type Growth = {
  what: string
  unit: string
  /** Medians by size, ascending; null where this size did not measure it. */
  medians: (number | null)[]
  /** Times as much from the smallest to the largest, and times as many data. */
  factor: number
  dataFactor: number
  isFasterThanData: boolean
}

/** What noise of a busy machine may add before growth counts as faster than that of the data. */
const noiseRatio = 1.1

/** @param results of one benchmark, sizes ascending; what was measured at one size only does not grow and is left out */
export function growthOf(results: readonly Result[]): Growth[] {
  const names = [...new Set(results.flatMap(({ figures }) => figures.map(({ what }) => what)))]
  return names.flatMap((what) => {
    const found = results.map(({ size, figures }) => ({ size, figure: figures.find((f) => f.what === what) }))
    const measured = found.flatMap(({ size, figure }) => (figure ? [{ size, figure }] : []))
    const [first, last] = [measured[0], measured.at(-1)]
    if (!first || !last || first.size === last.size) return []
    const factor = last.figure.ours.median / first.figure.ours.median
    const dataFactor = last.size / first.size
    return {
      what,
      unit: last.figure.unit,
      medians: found.map(({ figure }) => figure?.ours.median ?? null),
      factor,
      dataFactor,
      isFasterThanData: factor > dataFactor * noiseRatio,
    }
  })
}

export const shownTime = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)
