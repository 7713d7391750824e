import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mineTree } from './inductive-miner.ts'
import { netOf } from './petri-net.ts'
import { activityLeaf, operator, silent } from './process-tree.ts'
import { replayFitness, TokenReplay } from './token-replay.ts'
import { allows, ResidualSpace } from './tree-residuals.ts'

const [a, b, c, d] = [0, 1, 2, 3].map(activityLeaf) as [typeof silent, typeof silent, typeof silent, typeof silent]
const numbers = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0) - 97)

describe('token replay', () => {
  const written = operator('sequence', [a, operator('parallel', [b, c]), d])
  test('the net of →(a, ∧(b, c), d): 8 places, 6 transitions, two of them silent', () => {
    const { placeCount, transitions } = netOf(written)
    expect([placeCount, transitions.length, transitions.filter(({ activity }) => activity === null).length]).toEqual([
      8, 6, 2,
    ])
  })
  test('abcd: 8 tokens made, 8 used, none missing or left', () => {
    // 1 to begin; a 1, split 2, b 1, c 1, join 1, d 1.
    expect(new TokenReplay(netOf(written)).replay(numbers('abcd'))).toEqual({
      produced: 8,
      consumed: 8,
      missing: 0,
      remaining: 0,
      unknownCount: 0,
    })
  })
  test('acd lacks b: d takes a token that is not there, and those after a split stay: f = ½(1 − 1/5) + ½(1 − 2/6)', () => {
    // Made: 1, a 1, split 2, c 1, d 1 = 6; used: a 1, split 1, c 1, d 1, end 1 = 5; missing before d 1; left: before b 1, after c 1.
    const found = replayFitness(netOf(written), [{ activities: numbers('acd'), caseCount: 2 }])!
    expect(found).toMatchObject({ produced: 12, consumed: 10, missing: 2, remaining: 4, fittingCaseCount: 0 })
    expect(found.fitness).toBeCloseTo((1 - 1 / 5 + 1 - 2 / 6) / 2, 12)
  })
  test('an event the net does not know is passed over, but the case does not fit; no cases, no figure', () => {
    const found = replayFitness(netOf(written), [{ activities: numbers('abxcd'), caseCount: 1 }])!
    expect(found).toMatchObject({ fitness: 1, fittingCaseCount: 0 })
    expect(replayFitness(netOf(written), [])).toBeNull()
  })
  const trace = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 7 })
  test('tokens made and missing are those used and left; what is told to fit is allowed by the tree', () => {
    fc.assert(
      fc.property(fc.array(trace, { maxLength: 8 }), trace, (traces, other) => {
        const tree = mineTree(
          traces.map((activities) => ({ activities, caseCount: 1 })),
          { noiseShare: 0 },
        )
        const replay = new TokenReplay(netOf(tree))
        const space = new ResidualSpace(tree)
        for (const events of [...traces, other]) {
          const { produced, consumed, missing, remaining, unknownCount } = replay.replay(events)
          expect(produced + missing).toBe(consumed + remaining)
          if (missing + remaining + unknownCount === 0) expect(allows(space, events)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})
