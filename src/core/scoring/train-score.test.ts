import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import { finish } from '../../base/finish.ts'
import { seededRandom } from '../stats/random.ts'
import { chooseChampion } from './champion.ts'
import { adversarialAuc } from './drift.ts'
import { categoryColumn, type FeatureTable } from './feature-table.ts'
import { findLeaks } from './leakage.ts'
import { sigmoid } from './loss.ts'
import { populationStability } from './population-stability.ts'
import { explain, marginsOf } from './score-model.ts'
import { splitByTime } from './time-split.ts'
import { chancesOf, defaultScoreSettings, recalibrate, trainScore, type TrainedScore } from './train-score.ts'

const settings = { ...defaultScoreSettings, boost: { ...defaultScoreSettings.boost, rounds: 30 } }
const number = (name: string, values: ArrayLike<number>) => ({
  kind: 'number' as const,
  name,
  values: Float64Array.from(values),
})

/** Rows in order of time whose outcome hangs on `size` (a threshold) and `source`; `noise` says nothing. */
function market(rowCount: number, seed: number) {
  const random = seededRandom(seed)
  const size = Float64Array.from({ length: rowCount }, () => random() * 10)
  const fromFair = Array.from({ length: rowCount }, () => random() < 0.5)
  const chance = (row: number): number => sigmoid((Math.abs(size[row]! - 5) < 2 ? 2 : -2) + (fromFair[row] ? 1 : -1))
  const at = Float64Array.from({ length: rowCount }, (_, row) => row)
  return {
    table: {
      rowCount,
      columns: [
        number('size', size),
        categoryColumn(
          'source',
          fromFair.map((fair) => (fair ? 'fair' : 'web')),
        ),
        number(
          'noise',
          size.map(() => random()),
        ),
      ],
    } satisfies FeatureTable,
    outcomes: size.map((_, row) => (random() < chance(row) ? 1 : 0)),
    at,
    outcomeAt: at.map((t) => t + 0.5),
  }
}

describe('leakage guard', () => {
  const outcomes = Float64Array.from({ length: 40 }, (_, i) => i % 2)
  const outcomeAt = new Float64Array(40).fill(100)
  const plain = number(
    'plain',
    outcomes.map((_, i) => Math.floor(i / 2) % 7),
  )
  const table = (column: FeatureTable['columns'][number]): FeatureTable => ({ rowCount: 40, columns: [column] })
  const times = (lateRows: number) => [
    { column: 'plain', writtenAt: outcomes.map((_, i) => (i >= 20 ? Number.NaN : i < lateRows ? 100 : 99)) },
  ]
  test('1 of 20 written values came at the outcome’s own moment: refused, 0.05; all before: allowed', () => {
    expect(findLeaks(table(plain), outcomes, outcomeAt, times(1))).toEqual([
      { column: 'plain', reason: 'written_after_outcome', ratio: 0.05 },
    ])
    expect(findLeaks(table(plain), outcomes, outcomeAt, times(0))).toEqual([])
  })
  test('a reason for losing, filled in for 20 lost and no won of 40: refused, half present', () => {
    const reason = categoryColumn(
      'lost_reason',
      Array.from(outcomes, (y) => (y === 0 ? 'price' : null)),
    )
    expect(findLeaks(table(reason), outcomes, outcomeAt, [])).toEqual([
      { column: 'lost_reason', reason: 'presence_tells_outcome', ratio: 0.5 },
    ])
  })
  test('a stage that is the outcome: refused by itself', () => {
    const stage = categoryColumn(
      'stage',
      Array.from(outcomes, (y) => (y === 0 ? 'Lost' : 'Won')),
    )
    expect(findLeaks(table(stage), outcomes, outcomeAt, [])).toMatchObject([{ reason: 'tells_outcome_alone' }])
  })
})

describe('drift', () => {
  test('half a row added: 3 a + 1 b against 1 a + 3 b: (3.5/5 − 1.5/5)·ln(3.5/1.5), twice', () => {
    const index = populationStability(
      categoryColumn('c', ['a', 'a', 'a', 'b']),
      categoryColumn('c', ['b', 'b', 'b', 'a']),
    )
    expect(index).toBeCloseTo(2 * 0.4 * Math.log(3.5 / 1.5), 12)
  })
  test('the same rows have moved by 0; no rows have no drift', () => {
    const column = number('n', [1, 2, 3, Number.NaN, 5])
    expect(populationStability(column, column)).toBe(0)
    expect(populationStability(column, number('n', []))).toBeNull()
  })
  test('alike rows are told apart by luck, moved ones always', () => {
    const earlier = market(400, 1).table
    const moved = {
      rowCount: 400,
      columns: earlier.columns.map((c) =>
        c.kind === 'number'
          ? number(
              c.name,
              c.values.map((v) => v + 20),
            )
          : c,
      ),
    }
    expect(Math.abs(finish(adversarialAuc(earlier, market(400, 2).table, settings))! - 0.5)).toBeLessThan(0.08)
    expect(finish(adversarialAuc(earlier, moved, settings))).toBe(1)
  })
})

describe('splitting by time', () => {
  test('0 … 9, last 30 %: from 7 on; 6 was scored before but known only at 8, so it is in neither part', () => {
    const at = Float64Array.from({ length: 10 }, (_, i) => i)
    const rows = { table: { rowCount: 10, columns: [] }, outcomes: at, at, outcomeAt: at.map((t) => (t === 6 ? 8 : t)) }
    const split = splitByTime(rows, 0.3)
    expect(Array.from(split.last.at)).toEqual([7, 8, 9])
    expect(Array.from(split.earlier.at)).toEqual([0, 1, 2, 3, 4, 5])
    expect(split.lastFrom).toBe(7)
  })
})

describe('champion', () => {
  test('leads of .02, .03, .02, .03 are steady: mean .025 over an error of .003, so the better one', () =>
    expect(
      chooseChampion([
        [0.7, 0.7, 0.7, 0.7],
        [0.72, 0.73, 0.72, 0.73],
      ]),
    ).toBe(1))
  test('leads of .10, −.08, .06, −.04 come and go: mean .01 under an error of .042, so the simpler one', () =>
    expect(
      chooseChampion([
        [0.6, 0.6, 0.6, 0.6],
        [0.7, 0.52, 0.66, 0.56],
      ]),
    ).toBe(0))
  test('parts that cannot be judged count for nobody', () => {
    expect(
      chooseChampion([
        [null, 0.6],
        [0.9, 0.7],
      ]),
    ).toBe(1)
    expect(chooseChampion([[null], [0.9]])).toBe(0)
  })
})

describe('training a score', () => {
  const rows = market(1500, 7)
  const trained = finish(trainScore(rows, settings)) as TrainedScore

  test('trees see the threshold that a line cannot, so they become champion; the card says so', () => {
    expect(trained.card.champion).toBe('trees')
    expect(trained.card.candidates.map((c) => c.kind)).toEqual(['logistic', 'trees'])
    expect(trained.card.candidates[1]!.whole.auc).toBeGreaterThan(trained.card.candidates[0]!.whole.auc! + 0.1)
    expect(trained.card.data).toMatchObject({ rowCount: 1500, fromAt: 0, toAt: 1499 })
    expect(trained.card.lastFrom).toBe(1200)
    expect(trained.card.reasons.map((r) => r.column)).toEqual(['size', 'source', 'noise'])
    expect(trained.card.calibration.after.rowCount).toBe(150)
  })
  test('contributions and base of every row add up to its margin', () => {
    const { base, contributions } = explain(trained.model, rows.table)
    marginsOf(trained.model, rows.table).forEach((margin, row) =>
      expect(contributions[row]!.reduce((a, b) => a + b, base)).toBeCloseTo(margin, 9),
    )
  })
  test('is the same each time', () => {
    const again = finish(trainScore(rows, settings)) as TrainedScore
    expect(Array.from(chancesOf(again, rows.table))).toEqual(Array.from(chancesOf(trained, rows.table)))
  })
  test('recalibrated on rows of which nine in ten are won, it says so; on three rows it stays', () => {
    const won = rows.outcomes.map((_, i) => (i % 10 === 0 ? 0 : 1))
    const anew = recalibrate(trained, { table: rows.table, outcomes: won }, settings.calibration)
    const chances = chancesOf(anew, rows.table)
    expect(chances.reduce((a, b) => a + b, 0) / chances.length).toBeCloseTo(0.9, 2)
    expect(recalibrate(trained, { table: market(3, 1).table, outcomes: won.slice(0, 3) }, settings.calibration)).toBe(
      trained,
    )
  })
  test('the regression does not look at a column that time moved', () => {
    const moving = { ...rows, table: { ...rows.table, columns: [...rows.table.columns, number('clock', rows.at)] } }
    const score = finish(trainScore(moving, settings)) as TrainedScore
    expect(score.card.candidates.map((c) => c.columns.includes('clock'))).toEqual([false, true])
    expect(score.card.drift.columns[0]!.column).toBe('clock')
    expect(score.card.drift.adversarialAuc).toBeGreaterThan(0.95)
  })
  test('too little is an answer: 1500 rows won by nobody need 50 won; no columns; one moment only', () => {
    const none = finish(trainScore({ ...rows, outcomes: rows.outcomes.map(() => 0) }, settings))
    expect(none).toEqual({ kind: 'insufficient', reason: 'too_few_positive', have: 0, need: 50 })
    const bare = { ...rows, table: { ...rows.table, columns: [] } }
    expect(finish(trainScore(bare, settings))).toMatchObject({ reason: 'no_usable_columns' })
    const still = { ...rows, at: rows.at.map(() => 3) }
    expect(finish(trainScore(still, settings))).toMatchObject({ reason: 'no_earlier_rows' })
  })
  test('whatever the table: no exception, and chances within 0–1', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, Number.NaN, Infinity, -Infinity))
    const row = fc.record({
      a: value,
      b: value,
      c: fc.constantFrom('x', 'y', '', null),
      y: fc.constantFrom(0, 1),
      at: fc.integer({ min: 0, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 120 }), (given) => {
        const at = Float64Array.from(given, (r) => r.at)
        const table = {
          rowCount: given.length,
          columns: [
            number(
              'a',
              given.map((r) => r.a),
            ),
            number(
              'b',
              given.map((r) => r.b),
            ),
            categoryColumn(
              'c',
              given.map((r) => r.c),
            ),
          ],
        }
        const labelled = { table, outcomes: Float64Array.from(given, (r) => r.y), at, outcomeAt: at }
        const loose = { ...settings, fewestEarlier: 1, fewestLast: 1, boost: { ...settings.boost, rounds: 3 } }
        const score = finish(trainScore(labelled, loose))
        if (score.kind === 'insufficient') return
        for (const chance of chancesOf(score, table)) {
          expect(chance).toBeGreaterThanOrEqual(0)
          expect(chance).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: fuzzRuns(200) },
    )
  }, 3_600_000)
})
