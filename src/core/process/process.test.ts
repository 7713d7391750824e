import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseDurationsDays } from './case-durations.ts'
import { directlyFollows } from './directly-follows.ts'
import { buildEventLog } from './event-log.ts'
import { variants } from './variants.ts'

const event = (caseId: string, activity: string, at: number) => ({ caseId, activity, at })

test('cases aab, aab, ba: a→a 2, a→b 2, b→a 1, b→b never; two variants of 2 and 1 cases', () => {
  const traces = { x: 'aab', y: 'aab', z: 'ba' }
  const log = buildEventLog(Object.entries(traces).flatMap(([id, t]) => [...t].map((a, i) => event(id, a, i))))
  const { from, to, count } = directlyFollows(log)
  expect(count.map((n, arc) => `${log.activities[from[arc]!]}→${log.activities[to[arc]!]} ${n}`)).toEqual([
    'a→a 2',
    'a→b 2',
    'b→a 1',
  ])
  expect(variants(log).map((v) => v.caseCount)).toEqual([2, 1])
})

test('file order b, c at instant 1 and a at instant 0 becomes a, b, c', () => {
  const log = buildEventLog([event('x', 'b', 1), event('x', 'c', 1), event('x', 'a', 0)])
  expect([...log.activity].map((a) => log.activities[a])).toEqual(['a', 'b', 'c'])
})

test('events at 0, 12 and 36 hours last 1.5 days, a single event 0 days', () => {
  const hour = 3_600_000
  const log = buildEventLog([
    event('x', 'a', 0),
    event('x', 'b', 36 * hour),
    event('x', 'a', 12 * hour),
    event('y', 'a', 5),
  ])
  expect([...caseDurationsDays(log)]).toEqual([1.5, 0])
})

test('an instant that is not a number is refused', () => {
  expect(() => buildEventLog([event('x', 'a', Number.NaN)])).toThrow(RangeError)
})

test('pairs are events less cases, and variants add up to cases', () => {
  const events = fc.array(
    fc.record({ caseId: fc.constantFrom('x', 'y', 'z'), activity: fc.constantFrom('a', 'b'), at: fc.integer() }),
  )
  fc.assert(
    fc.property(events, (list) => {
      const log = buildEventLog(list)
      expect(directlyFollows(log).count.reduce((a, b) => a + b, 0)).toBe(list.length - log.caseIds.length)
      expect(variants(log).reduce((sum, v) => sum + v.caseCount, 0)).toBe(log.caseIds.length)
    }),
  )
})

test('a case through 2,000 activities, twice: 1,999 arcs of 2 and one of 1 back to the first, with and without a table', () => {
  const steps = (n: number) => Array.from({ length: 2 * n }, (_, i) => event('x', `a${i % n}`, i))
  for (const n of [2000, 20]) {
    const { count } = directlyFollows(buildEventLog(steps(n)))
    expect([count.length, count.filter((c) => c === 2).length, count.at(-1)]).toEqual([n, n - 1, 1])
  }
})
