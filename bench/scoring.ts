import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { boostedMargins, defaultBoostSettings } from '../src/core/scoring/boost.ts'
import { calibratedChance, fitCalibrator } from '../src/core/scoring/calibrator.ts'
import { encode } from '../src/core/scoring/encoder.ts'
import { categoryColumn, take, takeRows, type FeatureTable } from '../src/core/scoring/feature-table.ts'
import { sigmoid } from '../src/core/scoring/loss.ts'
import { explain, fitRegression, fitTrees, marginsOf } from '../src/core/scoring/score-model.ts'
import { takeLabelled } from '../src/core/scoring/time-split.ts'
import { defaultScoreSettings, trainScore, type TrainedScore } from '../src/core/scoring/train-score.ts'
import { auc } from '../src/core/stats/auc.ts'
import { calibrationTable, expectedCalibrationError } from '../src/core/stats/calibration-table.ts'
import { seededRandom } from '../src/core/stats/random.ts'
import { finish } from '../src/base/finish.ts'

/**
 * Scores on the bank's calls (41,188 in order of time, without their duration, which is known only afterwards) beside
 * XGBoost and scikit-learn in the same run: ranking in random folds and by time, honesty of chances, time and memory.
 */
const file = resolve(process.env['KURS_DATA'] ?? '../shared/data', 'bank-additional-full.csv.gz')
const rows = parse(gunzipSync(readFileSync(file)), { columns: true, delimiter: ';' }) as Record<string, string>[]
const names = Object.keys(rows[0]!).filter((name) => name !== 'duration' && name !== 'y')
const outcomes = Float64Array.from(rows, (row) => (row['y'] === 'yes' ? 1 : 0))
const table: FeatureTable = {
  rowCount: rows.length,
  columns: names.map((name) => {
    const texts = rows.map((row) => row[name]!)
    if (texts.some((text) => Number.isNaN(Number(text)))) return categoryColumn(name, texts)
    return { kind: 'number', name, values: Float64Array.from(texts, Number) }
  }),
}
const indices = Int32Array.from(rows, (_, i) => i)
const cut = Math.floor(rows.length * 0.7)
const random = seededRandom(1)
const folds = Array.from(rows, () => Math.floor(random() * 5))

const examples = (which: Int32Array) => ({ table: takeRows(table, which), outcomes: take(outcomes, which) })
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

type Judged = { name: string; library: string; folds: number; late: number; seconds: number }

/** Ours in the five folds: encoding, binning and growing are timed, as reading a matrix is for the peers. */
function ours(): { trees: Judged; regression: number } {
  const found = [0, 1, 2, 3, 4].map((k) => {
    const train = examples(indices.filter((i) => folds[i] !== k))
    const test = examples(indices.filter((i) => folds[i] === k))
    const started = performance.now()
    const trees = finish(fitTrees(train, defaultScoreSettings))
    const seconds = (performance.now() - started) / 1000
    const regression = fitRegression(train, defaultScoreSettings)
    return {
      seconds,
      trees: auc(marginsOf(trees, test.table), test.outcomes)!,
      regression: auc(marginsOf(regression, test.table), test.outcomes)!,
    }
  })
  const late = finish(fitTrees(examples(indices.slice(0, cut)), defaultScoreSettings))
  const trees = {
    name: 'Kurs trees',
    library: 'kurs',
    folds: mean(found.map((f) => f.trees)),
    late: auc(marginsOf(late, takeRows(table, indices.slice(cut))), outcomes.subarray(cut))!,
    seconds: Math.min(...found.map((f) => f.seconds)),
  }
  return { trees, regression: mean(found.map((f) => f.regression)) }
}

type Peers = { versions: string; peers: Judged[]; peakMiB: number }

/** Debian's own Python first in line where another one stands before it in the path. */
function askPeers(): Peers | null {
  const python = ['python3', '/usr/bin/python3'].find(
    (program) => spawnSync(program, ['-c', 'import xgboost, sklearn']).status === 0,
  )
  if (python === undefined) return null
  const { maxDepth: depth, learningRate: rate, rounds } = defaultBoostSettings
  const run = spawnSync(python, [join('bench', 'peers', 'scoring.py')], {
    input: JSON.stringify({ file, names, folds, cut, depth, rate, rounds }),
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (run.status !== 0) throw new Error(`The peers failed:\n${run.stderr}`)
  return JSON.parse(run.stdout) as Peers
}

function line(name: string, must: string, value: string, isReached: boolean | null): void {
  const verdict = isReached === null ? '–' : isReached ? 'ok' : 'short'
  console.log(`  ${name.padEnd(58)} ${must.padStart(9)} ${value.padStart(9)}  ${verdict}`)
}

const ece = (chances: Float64Array, came: Float64Array): number =>
  expectedCalibrationError(calibrationTable(chances, came)) ?? Number.NaN

/** What the score would have said, had its curve been learnt anew from the latest labelled rows every so many rows. */
function asLabelsComeIn(score: TrainedScore, everyRows: number, windowRows: number): Float64Array {
  const margins = marginsOf(score.model, table)
  const chances = new Float64Array(rows.length - cut)
  for (let from = cut; from < rows.length; from += everyRows) {
    // The curve the score came with serves until a window of newer labels is there.
    const windowFrom = Math.max(cut, from - windowRows)
    const fitted = fitCalibrator(margins.subarray(windowFrom, from), outcomes.subarray(windowFrom, from))
    const calibrator = fitted.kind === 'none' ? score.calibrator : fitted
    for (let i = from; i < Math.min(rows.length, from + everyRows); i++)
      chances[i - cut] = calibratedChance(calibrator, margins[i]!)
  }
  return chances
}

const found = ours()
const at = Float64Array.from(indices)
const score = finish(
  trainScore(takeLabelled({ table, outcomes, at, outcomeAt: at }, indices.slice(0, cut)), defaultScoreSettings),
)
if (score.kind !== 'score') throw new Error(`No score: ${score.reason}`)
const latest = takeRows(table, indices.slice(cut))
const came = outcomes.subarray(cut)
const margins = marginsOf(score.model, latest)
const lateAuc = auc(margins, came)!
const peakMiB = process.resourceUsage().maxRSS / 1024
const answer = askPeers()

console.log('  model                                   5 folds   last 30 %   training, s (best of five folds)')
const print = (p: Judged): void =>
  console.log(`  ${p.name.padEnd(38)} ${p.folds.toFixed(4)}      ${p.late.toFixed(4)}      ${p.seconds.toFixed(2)}`)
print(found.trees)
console.log(`  ${'Kurs regression'.padEnd(38)} ${found.regression.toFixed(4)}`)
console.log(`  ${`Kurs champion: ${score.card.champion}`.padEnd(38)}   –         ${lateAuc.toFixed(4)}`)
answer?.peers.forEach(print)
if (answer === null)
  console.log('  Peers are not here. To see them beside ours: sudo apt-get install python3-xgboost python3-sklearn')
else console.log(`  ${answer.versions}; one thread each`)

console.log(`\n  ${'figure'.padEnd(58)} ${'must'.padStart(9)} ${'ours'.padStart(9)}`)
const best = (library: string | null, of: (p: Judged) => number): number | null =>
  answer === null ? null : Math.max(...answer.peers.filter((p) => library === null || p.library === library).map(of))
const foldsMust = best('xgboost', (p) => p.folds)
line(
  'AUC in 5 folds, against the best XGBoost − .002',
  foldsMust === null ? '–' : `≥ ${(foldsMust - 0.002).toFixed(4)}`,
  found.trees.folds.toFixed(4),
  foldsMust === null ? null : found.trees.folds >= foldsMust - 0.002,
)
const lateMust = best(null, (p) => p.late)
line(
  'AUC on the last 30 %, against the best peer',
  lateMust === null ? '–' : `≥ ${lateMust.toFixed(4)}`,
  lateAuc.toFixed(4),
  lateMust === null ? null : lateAuc >= lateMust,
)
line('ECE there: the model’s own chances', '–', ece(margins.map(sigmoid), came).toFixed(4), null)
const once = margins.map((margin) => calibratedChance(score.calibrator, margin))
line('ECE: calibrated once, on the slice before', '–', ece(once, came).toFixed(4), null)
const renewed = ece(asLabelsComeIn(score, 100, 500), came)
line('ECE: recalibrated every 100 rows on the latest 500', '≤ 0.0300', renewed.toFixed(4), renewed <= 0.03)
const same = answer?.peers.find((p) => p.name.startsWith('XGBoost, same settings, codes'))
const ratio = same === undefined ? null : found.trees.seconds / same.seconds
line(
  'training time / XGBoost, one thread, same settings, codes',
  '≤ 2.0',
  ratio?.toFixed(2) ?? `${found.trees.seconds.toFixed(2)} s`,
  ratio === null ? null : ratio <= 2,
)
const dummies = answer?.peers.find((p) => p.name.startsWith('XGBoost, same settings, one-hot'))
if (dummies !== undefined)
  line('the same, XGBoost with categories one-hot', '≤ 2.0', (found.trees.seconds / dummies.seconds).toFixed(2), null)
const beside = answer === null ? '–' : `${answer.peakMiB.toFixed(0)} MiB`
line('peak memory of the process, peers’ on the left', beside, `${peakMiB.toFixed(0)} MiB`, null)

const { card } = score
console.log(
  `\n  The card: ${card.data.rowCount} rows, ${card.data.positiveCount} won; judged from row ${card.lastFrom} on`,
)
for (const c of card.candidates) {
  const quarters = c.slices.map((s) => s.auc?.toFixed(3) ?? '–').join(' ')
  console.log(`    ${c.kind.padEnd(8)} AUC ${c.whole.auc?.toFixed(4)}; by quarter of the last slice ${quarters}`)
}
console.log(
  `    drift: earlier and later told apart with AUC ${card.drift.adversarialAuc?.toFixed(3)}; most moved: ` +
    card.drift.columns
      .slice(0, 3)
      .map((c) => `${c.column} ${c.stabilityIndex.toFixed(2)}`)
      .join(', '),
)
const { reasons } = card
console.log(
  `    reasons: ${reasons
    .slice(0, 4)
    .map((r) => `${r.column} ${r.meanAbsoluteContribution.toFixed(2)}`)
    .join(', ')}`,
)

const trees = finish(fitTrees(examples(indices.slice(0, cut)), defaultScoreSettings))
if (trees.kind === 'trees') {
  const asked = takeRows(table, indices.slice(cut, cut + 1000))
  const scored = performance.now()
  boostedMargins(trees.boosted, encode(asked, trees.encoder), asked.rowCount)
  const explained = performance.now()
  explain(trees, asked)
  const ended = performance.now()
  console.log(
    `  1,000 rows: scored in ${(explained - scored).toFixed(0)} ms, explained in ${(ended - explained).toFixed(0)} ms`,
  )
}
