import { describe, expect, test } from 'vitest'
import { encode, encodeTraining, fitEncoder } from './encoder.ts'
import { categoryColumn, takeRows } from './feature-table.ts'
import { logit, sigmoid } from './loss.ts'
import { fitLogisticModel, logisticBase, logisticContributions, logisticMargins } from './logistic-model.ts'
import {
  applyTargetEncoding,
  defaultTargetEncodingSettings,
  encodeOutOfFold,
  fitTargetEncoding,
} from './target-encoding.ts'

const settings = { ...defaultTargetEncodingSettings, priorRows: 2, folds: 3 }

describe('target encoding', () => {
  const column = categoryColumn('source', ['web', 'web', 'fair', null, ''])
  const outcomes = Float64Array.of(1, 0, 1, 0, 0)
  test('web won 1 of 2, all 2.5 of 4 (half a row of each added): (1 + 2·0.625)/(2 + 2) = 0.5625', () => {
    const encoding = fitTargetEncoding(column, outcomes, settings)
    const encoded = applyTargetEncoding(categoryColumn('source', ['fair', 'web', 'letter', null]), encoding)
    expect(sigmoid(encoded[1]!)).toBeCloseTo(0.5625, 12)
    expect(sigmoid(encoded[2]!)).toBeCloseTo(0.625, 12)
    expect(encoded[3]).toBeNaN()
  })
  test('a level of one row knows nothing of its own outcome: it is worth the rate of the others', () => {
    const lone = categoryColumn('id', ['a', 'b', 'c', 'd', 'e', 'f'])
    const won = encodeOutOfFold(lone, Float64Array.of(1, 0, 1, 0, 1, 0), settings)
    const lost = encodeOutOfFold(lone, Float64Array.of(0, 0, 1, 0, 1, 0), settings)
    expect(won[0]).toBe(lost[0])
    const inFold = fitTargetEncoding(lone, Float64Array.of(1, 0, 1, 0, 1, 0), settings)
    expect(inFold.byLevel.get('a')).toBeGreaterThan(inFold.byLevel.get('b')!)
  })
})

describe('encoder', () => {
  const table = {
    rowCount: 3,
    columns: [
      { kind: 'number' as const, name: 'age', values: Float64Array.of(1, 2, 3) },
      categoryColumn('source', ['a', 'b', 'a']),
    ],
  }
  const outcomes = Float64Array.of(1, 0, 1)
  test('finds columns by name, whatever their order; one that is not there is missing', () => {
    const encoder = fitEncoder(table, outcomes, settings)
    const turned = encode({ rowCount: 3, columns: table.columns.toReversed() }, encoder)
    expect(turned.map((c) => c.name)).toEqual(['age', 'source'])
    expect(turned[0]!.values).toEqual(Float64Array.of(1, 2, 3))
    expect(encode(takeRows(table, [2, 0]), encoder)[0]!.values).toEqual(Float64Array.of(3, 1))
    const without = encode({ rowCount: 2, columns: [categoryColumn('age', ['x', 'y'])] }, encoder)
    expect(without.map((c) => Array.from(c.values))).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
    ])
    expect(encodeTraining(table, outcomes, settings)).toHaveLength(2)
  })
})

describe('logistic model', () => {
  test('a column unknown in half of the rows: contributions and base add up to the margin', () => {
    const columns = [
      { name: 'a', values: Float64Array.of(1, Number.NaN, 3, Number.NaN, 5, 6) },
      { name: 'same', values: new Float64Array(6).fill(4) },
      { name: 'huge', values: Float64Array.of(1e300, -1e300, 1e300, 1e300, -1e300, 0) },
    ]
    const model = fitLogisticModel(columns, Float64Array.of(0, 1, 0, 1, 1, 1), 1)
    const margins = logisticMargins(model, columns, 6)
    for (let row = 0; row < 6; row++) {
      const sum = logisticContributions(model, columns, row).reduce((x, y) => x + y, logisticBase(model))
      expect(sum).toBeCloseTo(margins[row]!, 9)
    }
    expect(margins[1]).toBeGreaterThan(margins[0]!)
  })
  test('the line is not drawn on beyond the values it was learnt from', () => {
    const model = fitLogisticModel([{ name: 'a', values: Float64Array.of(1, 2, 3, 4) }], Float64Array.of(0, 1, 0, 1), 1)
    const margins = logisticMargins(model, [{ name: 'a', values: Float64Array.of(4, 400, 1, -400) }], 4)
    expect([margins[1], margins[3]]).toEqual([margins[0], margins[2]])
    expect(margins[0]).toBeGreaterThan(margins[2]!)
  })
  test('without columns that vary it says the rate: 3 of 4', () => {
    const model = fitLogisticModel([{ name: 'same', values: new Float64Array(4) }], Float64Array.of(1, 1, 1, 0), 1)
    expect(logisticMargins(model, [{ name: 'same', values: Float64Array.of(9) }], 1)[0]).toBeCloseTo(logit(0.75), 6)
  })
})
