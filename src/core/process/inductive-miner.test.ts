import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import { mineTree } from './inductive-miner.ts'
import { alphabetOf, notation } from './process-tree.ts'
import type { Sublog } from './sublog.ts'
import { allows, ResidualSpace } from './tree-residuals.ts'

const letters = 'abcdefghij'
const logOf = (...traces: string[]): Sublog =>
  traces.map((text) => ({ activities: [...text].map((letter) => letters.indexOf(letter)), caseCount: 1 }))
const mined = (log: Sublog, noiseShare = 0): string => notation(mineTree(log, { noiseShare }), (a) => letters[a]!)

describe('the inductive miner', () => {
  test.each([
    ['→(a, b, c)', ['abc']],
    ['×(a, b)', ['a', 'b']],
    ['→(a, ∧(b, c), d)', ['abcd', 'acbd']],
    ['→(a, ×(τ, b), c)', ['abc', 'ac']],
    ['↺(a, b)', ['a', 'aba', 'ababa']],
    ['↺(→(a, b), c)', ['ab', 'abcab']],
    ['↺(a, τ)', ['a', 'aa']],
    ['×(τ, a)', ['', 'a']],
    ['τ', ['']],
    ['τ', []],
    ['→(a, ↺(×(∧(b, c), →(d, e)), f))', ['abc', 'acb', 'ade', 'abcfde', 'adefbc', 'acbfcb']],
  ])('%s of %j', (tree, traces) => expect(mined(logOf(...traces))).toBe(tree))

  test('with noise: one case of a hundred that goes back does not make a loop', () => {
    const log = [...logOf('abc').map((one) => ({ ...one, caseCount: 100 })), ...logOf('abcba')]
    expect(mined(log, 0.2)).toBe('→(a, b, c)')
    expect(mined(log)).not.toBe('→(a, b, c)')
  })

  const trace = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 9 })
  const anyLog = fc.array(fc.record({ activities: trace, caseCount: fc.integer({ min: 1, max: 50 }) }), {
    maxLength: 12,
  })
  test('without noise, the tree allows every sequence of its own log, and has each activity once', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const tree = mineTree(log, { noiseShare: 0 })
        const space = new ResidualSpace(tree)
        for (const { activities } of log) expect(allows(space, activities), notation(tree)).toBe(true)
        const seen = new Set(log.flatMap(({ activities }) => activities))
        expect(alphabetOf(tree)).toEqual(seen)
        expect(notation(tree).match(/\d+/g)?.length ?? 0).toBe(seen.size)
      }),
      { numRuns: fuzzRuns(500) },
    )
  }, 3_600_000)
  test('with any noise share it comes to an end with known activities', () => {
    fc.assert(
      fc.property(anyLog, fc.double({ min: 0, max: 1, noNaN: true }), (log, noiseShare) => {
        const seen = new Set(log.flatMap(({ activities }) => activities))
        for (const activity of alphabetOf(mineTree(log, { noiseShare }))) expect(seen.has(activity)).toBe(true)
      }),
      { numRuns: fuzzRuns(500) },
    )
  }, 3_600_000)
})
