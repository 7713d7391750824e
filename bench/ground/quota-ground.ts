import type { QuotaPerson, QuotaProblem } from '../../src/core/planning/quota-problem.ts'
import { seededRandom } from '../../src/core/stats/random.ts'

/**
 * People of regions and segments with unequal histories, a tenth without one, some with bounds of their own; 8 % more
 * than last year, over-assigned by a tenth. Every third region must carry 5 % more than its part, and a segment 3 % less.
 */
export function quotaGround(peopleCount: number, seed: number): QuotaProblem {
  const random = seededRandom(seed)
  const regions = Array.from({ length: Math.max(2, Math.round(peopleCount / 40)) }, (_, k) => `region ${k}`)
  const segments = ['enterprise', 'middle', 'small']
  const some = (ids: readonly string[]): string => ids[Math.floor(random() * ids.length)]!
  const people = Array.from({ length: peopleCount }, (_, k): QuotaPerson => {
    const historyMinor = Math.round(20_000_000 * Math.exp(1.2 * (random() - 0.5)))
    return {
      id: `${k}`.padStart(6, '0'),
      weight: historyMinor,
      historyMinor: random() < 0.1 ? null : historyMinor,
      minimumMinor: random() < 0.1 ? Math.round(historyMinor * 1.2) : null,
      maximumMinor: random() < 0.1 ? Math.round(historyMinor * 1.25) : null,
      groups: [some(regions), some(segments)],
    }
  })
  const sumOf = (is: (person: QuotaPerson) => boolean): number =>
    people.reduce((sum, person) => sum + (is(person) ? person.weight : 0), 0)
  const [growth, over] = [1.08, 1.1]
  const groups = [...regions, ...segments].map((id, k) => {
    const part = growth * over * sumOf((person) => person.groups.includes(id))
    const minimumMinor = k < regions.length && k % 3 === 0 ? Math.round(1.03 * part) : null
    return { id, minimumMinor, maximumMinor: id === 'small' ? Math.round(0.98 * part) : null }
  })
  const targetMinor = Math.round(growth * sumOf(() => true))
  return { targetMinor, overAssignmentRatio: over, changeRatio: 0.4, people, groups }
}
