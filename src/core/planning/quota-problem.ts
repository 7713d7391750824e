import { firstBad, isAmount, type BadNumber } from './bad-number.ts'
import type { Bounds } from '../stats/whole-parts.ts'

/** Somebody who gets a quota. Money in whole minor units of one currency, of one period. */
export type QuotaPerson = {
  id: string
  /** > 0: the quota should be in proportion to this, as the year before or the potential of the territory. */
  weight: number
  /** What was won in the like period before; null or 0: nothing to compare with, so no bound on the change. */
  historyMinor: number | null
  minimumMinor: number | null
  maximumMinor: number | null
  /** Groups that this quota counts for: a team, a region, a segment. They may overlap. */
  groups: readonly string[]
}

/** A sum of quotas that must stay within bounds. */
export type QuotaGroup = { id: string; minimumMinor: number | null; maximumMinor: number | null }

export type QuotaProblem = {
  targetMinor: number
  /** Σ quotas over the target: 1.25 assigns a quarter more than the company's target. ≥ 0. */
  overAssignmentRatio: number
  /** d: |quota / history − 1| ≤ d, ≥ 0; null: any change. */
  changeRatio: number | null
  people: readonly QuotaPerson[]
  groups: readonly QuotaGroup[]
}

/** Which of a person's own bounds holds the quota. */
export type PersonBound = 'minimum' | 'maximum' | 'change_down' | 'change_up'

/** The sum of all quotas: target · over-assignment in whole minor units, never −0. */
export const streetQuota = (p: QuotaProblem): number => Math.round(p.targetMinor * p.overAssignmentRatio) + 0

/** The smallest and largest quota of one person, whole, at a change of d; `highest` never beyond `most`. */
export function personRange(
  person: QuotaPerson,
  changeRatio: number | null,
  most: number,
): { lowest: number; highest: number; low: PersonBound; high: PersonBound } {
  const { historyMinor, minimumMinor, maximumMinor } = person
  const isBound = changeRatio !== null && historyMinor !== null && historyMinor > 0
  // Whole numbers first: 100 · 1.15 is a little below 115 for a computer.
  const fall = isBound ? Math.max(0, Math.ceil(historyMinor * (1 - changeRatio) - 1e-6)) : 0
  const rise = isBound ? Math.min(most, Math.floor(historyMinor * (1 + changeRatio) + 1e-6)) : most
  const [least, top] = [minimumMinor ?? 0, Math.min(most, maximumMinor ?? most)]
  return {
    lowest: Math.max(fall, least),
    highest: Math.min(rise, top),
    low: fall > least ? 'change_down' : 'minimum',
    high: rise < top ? 'change_up' : 'maximum',
  }
}

/** Everybody's range at a change of d. */
export function quotaBounds(p: QuotaProblem, changeRatio: number | null): Bounds {
  const most = streetQuota(p)
  const ranges = p.people.map((person) => personRange(person, changeRatio, most))
  return {
    lowest: Float64Array.from(ranges, (r) => r.lowest),
    highest: Float64Array.from(ranges, (r) => r.highest),
  }
}

export type QuotaField =
  | 'targetMinor'
  | 'overAssignmentRatio'
  | 'changeRatio'
  | 'weight'
  | 'historyMinor'
  | 'minimumMinor'
  | 'maximumMinor'
  | 'groupMinimumMinor'
  | 'groupMaximumMinor'

/** What cannot be meant: numbers that are none, the same person or group twice, a group that is not there. */
export type QuotaFault =
  BadNumber<QuotaField> | { kind: 'id_twice'; id: string } | { kind: 'unknown_group'; person: string; group: string }

export function quotaFaults(p: QuotaProblem): QuotaFault[] {
  const amounts = (field: QuotaField, values: readonly (number | null)[]): QuotaFault[] =>
    firstBad(
      field,
      values.map((value) => value ?? 0),
      isAmount,
    )
  const known = new Set(p.groups.map((group) => group.id))
  return [
    ...firstBad('targetMinor', [p.targetMinor], isAmount),
    ...firstBad('overAssignmentRatio', [p.overAssignmentRatio], (v) => v >= 0 && isAmount(streetQuota(p))),
    ...firstBad('changeRatio', [p.changeRatio ?? 0], (v) => v >= 0 && v < Infinity),
    ...firstBad(
      'weight',
      p.people.map((person) => person.weight),
      (v) => v > 0 && v < Infinity,
    ),
    ...amounts(
      'historyMinor',
      p.people.map((person) => person.historyMinor),
    ),
    ...amounts(
      'minimumMinor',
      p.people.map((person) => person.minimumMinor),
    ),
    ...amounts(
      'maximumMinor',
      p.people.map((person) => person.maximumMinor),
    ),
    ...amounts(
      'groupMinimumMinor',
      p.groups.map((group) => group.minimumMinor),
    ),
    ...amounts(
      'groupMaximumMinor',
      p.groups.map((group) => group.maximumMinor),
    ),
    ...[...twice(p.people), ...twice(p.groups)].map((id): QuotaFault => ({ kind: 'id_twice', id })),
    ...p.people.flatMap((person) =>
      person.groups
        .filter((group) => !known.has(group))
        .map((group): QuotaFault => ({ kind: 'unknown_group', person: person.id, group })),
    ),
  ]
}

function twice(things: readonly { id: string }[]): string[] {
  const seen = new Set<string>()
  return things.filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => id)
}
