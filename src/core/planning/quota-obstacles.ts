import { personRange, quotaBounds, quotaFaults, streetQuota } from './quota-problem.ts'
import type { PersonBound, QuotaFault, QuotaProblem } from './quota-problem.ts'

/** Why there is no allocation, and the least that would have to give way. */
export type QuotaObstacle =
  | QuotaFault
  /** This person's own bounds leave nothing between them. */
  | {
      kind: 'bounds_cross'
      person: string
      lowestMinor: number
      highestMinor: number
      low: PersonBound
      high: PersonBound
    }
  /**
   * Everybody at the own bound does not reach the sum. Any one of these is enough: this sum instead, this
   * over-assignment, or this change (null: no change of d helps, minimum or maximum stand in the way).
   */
  | {
      kind: 'total_above_people' | 'total_below_people'
      totalMinor: number
      reachableMinor: number
      overAssignmentRatio: number | null
      changeRatio: number | null
    }
  /** A group's own minimum above its maximum. */
  | { kind: 'group_bounds_cross'; group: string; minimumMinor: number; maximumMinor: number }
  /** With all other groups kept as far as can be, this group's bound must move by so much. */
  | { kind: 'group_out_of_reach'; group: string; bound: 'minimum' | 'maximum'; byMinor: number }

/**
 * What can be seen without solving: numbers and ids that cannot be meant, then bounds that cross, then a sum that
 * people's bounds do not reach. What groups ask of each other is the solver's matter. Cost: O(people).
 */
export function quotaObstacles(p: QuotaProblem): QuotaObstacle[] {
  const faults = quotaFaults(p)
  if (faults.length > 0) return faults
  const crossed = p.people.flatMap((person): QuotaObstacle[] => {
    const { lowest, highest, low, high } = personRange(person, p.changeRatio, Number.MAX_SAFE_INTEGER)
    return lowest <= highest
      ? []
      : [{ kind: 'bounds_cross', person: person.id, lowestMinor: lowest, highestMinor: highest, low, high }]
  })
  const groups = p.groups.flatMap(({ id, minimumMinor, maximumMinor }): QuotaObstacle[] =>
    minimumMinor !== null && maximumMinor !== null && minimumMinor > maximumMinor
      ? [{ kind: 'group_bounds_cross', group: id, minimumMinor, maximumMinor }]
      : [],
  )
  const obstacles = [...crossed, ...groups]
  return obstacles.length > 0 ? obstacles : totalObstacles(p)
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)

function totalObstacles(p: QuotaProblem): QuotaObstacle[] {
  const total = streetQuota(p)
  const { lowest, highest } = quotaBounds(p, p.changeRatio)
  const [least, most] = [sum(lowest), sum(highest)]
  if (least <= total && total <= most) return []
  const isAbove = total > most
  const reachable = isAbove ? most : least
  const reaches = (d: number): boolean => {
    const at = quotaBounds(p, d)
    return isAbove ? sum(at.highest) >= total : sum(at.lowest) <= total
  }
  return [
    {
      kind: isAbove ? 'total_above_people' : 'total_below_people',
      totalMinor: total,
      reachableMinor: reachable,
      overAssignmentRatio: p.targetMinor > 0 ? reachable / p.targetMinor : null,
      changeRatio: p.changeRatio === null ? null : leastChange(p.changeRatio, reaches),
    },
  ]
}

/** The least d that reaches, to a millionth; null when none does. */
function leastChange(from: number, reaches: (d: number) => boolean): number | null {
  let high = Math.max(1, from)
  for (let doubling = 0; !reaches(high); doubling++) {
    if (doubling === 60) return null
    high *= 2
  }
  let low = from
  for (let round = 0; round < 100 && high - low > 1e-7 * Math.max(1, low); round++) {
    const middle = (low + high) / 2
    if (reaches(middle)) high = middle
    else low = middle
  }
  return Math.ceil(high * 1e6) / 1e6
}
