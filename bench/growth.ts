import { join } from 'node:path'
import { findCheckoutDir } from '../src/platform/config.ts'
import { textOf } from './ground/figures.ts'
import { growthOf, readResults, shownTime } from './ground/results.ts'

/**
 * How a benchmark's figures grow with its data: `npm run bench -- growth --of queries [--json folder]`. Other benchmarks end with it
 * when they are run with `--grow`, which runs them at a fiftieth, a fifth and the whole of `--size`.
 */
const bench = textOf('--of') ?? 'queries'
const folder = textOf('--json') ?? join(findCheckoutDir(), 'node_modules', '.cache', 'bench')
const results = readResults(folder).filter((result) => result.bench === bench)
const sizes = results.map(({ size }) => size.toLocaleString('en').padStart(11)).join('')
console.log(`${`growth of ${bench}, medians`.padEnd(56)}${sizes}     grew     data`)
for (const { what, unit, medians, factor, dataFactor, isFasterThanData } of growthOf(results)) {
  const times = medians.map((ms) => (ms === null ? '–' : shownTime(ms)).padStart(11)).join('')
  const verdict = isFasterThanData ? '  FASTER THAN ITS DATA' : ''
  console.log(
    `${`${what}, ${unit}`.padEnd(56)}${times} ${factor.toFixed(1).padStart(7)}× ${dataFactor.toFixed(0).padStart(7)}×${verdict}`,
  )
}
