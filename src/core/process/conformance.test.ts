import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align } from './alignment.ts'
import { alignmentFitness } from './alignment-fitness.ts'
import { followingsOfLog, followingsOfTree, footprintConformance, relationOf } from './footprint.ts'
import { mineTree } from './inductive-miner.ts'
import { activityLeaf, operator, silent, type ProcessTree } from './process-tree.ts'
import { allows, ResidualSpace, type Residual } from './tree-residuals.ts'

const [a, b, c, d] = [0, 1, 2, 3].map(activityLeaf) as [ProcessTree, ProcessTree, ProcessTree, ProcessTree]
const numbers = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0) - 97)
const written = operator('sequence', [a, operator('parallel', [b, operator('exclusive', [silent, c])]), d])
const round: ProcessTree = { kind: 'loop', children: [operator('sequence', [a, b]), c] }

/** Trees of four activities, each at most once, as the miner makes them. */
const anyTree: fc.Arbitrary<ProcessTree> = fc
  .array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 }), { maxLength: 8 })
  .map((traces) =>
    mineTree(
      traces.map((activities) => ({ activities, caseCount: 1 })),
      { noiseShare: 0 },
    ),
  )
const anyCase = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })

/** Every sequence up to a length that the tree allows, each once, by playing it out. */
function played(tree: ProcessTree, longest: number): number[][] {
  const space = new ResidualSpace(tree)
  const found: number[][] = []
  const open: { run: number[]; left: readonly Residual[] }[] = [{ run: [], left: [space.first] }]
  for (const { run, left } of open) {
    if (left.some((one) => one.isNullable)) found.push(run)
    if (run.length === longest) continue
    for (let activity = 0; activity < 4; activity++) {
      const after = [...new Set(left.flatMap((one) => space.after(one, activity)))]
      if (after.length > 0) open.push({ run: [...run, activity], left: after })
    }
  }
  return found
}

describe('what a tree allows', () => {
  test('→(a, ∧(b, ×(τ, c)), d): abd, abcd, acbd and no more; ↺(→(a, b), c): ab, abcab, not abc', () => {
    expect(new Set(played(written, 5).map(String))).toEqual(
      new Set(['abd', 'abcd', 'acbd'].map((text) => String(numbers(text)))),
    )
    const space = new ResidualSpace(round)
    expect(['ab', 'abcab', 'abc', 'aab', ''].map((text) => allows(space, numbers(text)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
  test('a silent body with a way back: any number of c', () => {
    const space = new ResidualSpace({ kind: 'loop', children: [silent, c] })
    expect(['', 'c', 'ccc', 'ca'].map((text) => allows(space, numbers(text)))).toEqual([true, true, true, false])
  })
})

describe('footprint', () => {
  test('of →(a, ∧(b, ×(τ, c)), d): a before b, b beside c, b before d, a and d apart; equal to that of its own runs', () => {
    const tree = followingsOfTree(written)
    expect([relationOf(tree, 0, 1), relationOf(tree, 1, 2), relationOf(tree, 3, 1), relationOf(tree, 0, 3)]).toEqual([
      'before',
      'parallel',
      'after',
      'apart',
    ])
    const log = followingsOfLog(played(written, 5).map((activities) => ({ activities, caseCount: 1 })))
    expect(footprintConformance(tree, log, [0, 1, 2, 3])).toBe(1)
  })
  test('abd alone against it: of 16 pairs b–c, c–b, a–c, c–a, c–d, d–c differ: 10/16', () => {
    const log = followingsOfLog([{ activities: numbers('abd'), caseCount: 1 }])
    expect(footprintConformance(followingsOfTree(written), log, [0, 1, 2, 3])).toBe(10 / 16)
    expect(footprintConformance(log, log, [])).toBe(1)
  })
  test('what a tree says of itself is what playing it out shows', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const seen = followingsOfLog(played(tree, 4).map((activities) => ({ activities, caseCount: 1 })))
        const told = followingsOfTree(tree)
        for (const step of seen.follows) expect(told.follows.has(step)).toBe(true)
        for (const start of seen.starts) expect(told.starts.has(start)).toBe(true)
        // Longer runs may be needed to see every step; what is told but was not seen must be possible in one.
        for (const step of told.follows) expect(canFollow(tree, step)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

/** Whether some run of the tree has b right after a, looked for among all residuals. */
function canFollow(tree: ProcessTree, step: string): boolean {
  const [first, second] = step.split(' ').map(Number) as [number, number]
  const space = new ResidualSpace(tree)
  const open = [space.first]
  const known = new Set(open)
  for (const one of open) {
    if (space.after(one, first).some((left) => space.after(left, second).length > 0)) return true
    for (let activity = 0; activity < 4; activity++)
      for (const left of space.after(one, activity))
        if (!known.has(left)) {
          known.add(left)
          open.push(left)
        }
  }
  return false
}

describe('alignments', () => {
  const moves = (tree: ProcessTree, text: string): string => {
    const found = align(new ResidualSpace(tree), numbers(text))
    if (found.kind === 'unfinished') return 'unfinished'
    const letters = { both: '', log: '-', process: '+' }
    return `${found.cost}: ${found.moves.map(({ kind, activity }) => letters[kind] + String.fromCharCode(97 + activity)).join(' ')}`
  }
  test('acbd fits; ad lacks b; abbd has one b too many; abe ends in a stranger and lacks d', () => {
    expect(moves(written, 'acbd')).toBe('0: a c b d')
    expect(moves(written, 'ad')).toBe('1: a +b d')
    expect(moves(written, 'abbd')).toMatch(/^1: a (b -b|-b b) d$/)
    expect(moves(written, 'abe')).toMatch(/^2: /)
    expect(moves(round, 'abab')).toMatch(/^1: a b \+c a b$/)
  })
  test('fitness of 3 cases acbd and 1 ad: 1 − 1 / (3 · (4 + 3) + (2 + 3)) = 25/26', () => {
    const log = [
      { activities: numbers('acbd'), caseCount: 3 },
      { activities: numbers('ad'), caseCount: 1 },
    ]
    expect(alignmentFitness(new ResidualSpace(written), log)).toEqual({
      fitness: 25 / 26,
      fittingCaseCount: 3,
      caseCount: 4,
      unfinishedCaseCount: 0,
    })
    expect(alignmentFitness(new ResidualSpace(written), []).fitness).toBeNull()
  })
  test('too few states allowed: unfinished, with a cost that is no more than the true one', () => {
    const found = align(new ResidualSpace(written), numbers('ddccbbaa'), 3)
    expect(found.kind).toBe('unfinished')
    expect(found.cost).toBeLessThanOrEqual(align(new ResidualSpace(written), numbers('ddccbbaa')).cost)
  })
  test('is as cheap as the cheapest of all runs: least insertions and deletions, found by trying every run', () => {
    fc.assert(
      fc.property(anyTree, anyCase, (tree, events) => {
        const found = align(new ResidualSpace(tree), events)
        // A run of six or more activities is at least three away from three events.
        const cheapest = Math.min(Infinity, ...played(tree, 5).map((run) => editCost(run, events)))
        if (found.cost <= 2) expect(found.cost).toBe(cheapest)
        else expect(found.cost).toBeLessThanOrEqual(cheapest)
        if (found.kind === 'aligned') {
          expect(found.moves.flatMap(({ kind, activity }) => (kind === 'process' ? [] : [activity]))).toEqual(events)
          const run = found.moves.flatMap(({ kind, activity }) => (kind === 'log' ? [] : [activity]))
          expect(allows(new ResidualSpace(tree), run)).toBe(true)
        }
      }),
      { numRuns: 100 },
    )
  })
})

/** Insertions and deletions between two sequences. */
function editCost(x: readonly number[], y: readonly number[]): number {
  let row = y.map((_, j) => j + 1)
  row.unshift(0)
  for (const one of x) {
    const next = [row[0]! + 1]
    y.forEach((other, j) => next.push(one === other ? row[j]! : Math.min(row[j + 1]!, next[j]!) + 1))
    row = next
  }
  return row.at(-1)!
}
