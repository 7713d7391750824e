import type { SolveLinear } from '../../base/linear-model.ts'
import { allocateQuotas, type QuotaPlan, type QuotaResult } from './allocate-quotas.ts'
import { firstBad, isAmount, isShare, type BadNumber } from './bad-number.ts'
import type { QuotaProblem } from './quota-problem.ts'

/** What a person says will be won in the period, whole minor units; null: has not said. */
export type Call = { person: string; groups: readonly string[]; callMinor: number | null }

export type BottomUp = {
  kind: 'bottom_up'
  totalMinor: number
  /** target − Σ calls: what nobody has called yet; negative when calls are above the target. */
  gapMinor: number
  /** Σ calls / target; null for a target of 0. */
  coverageRatio: number | null
  /** Who has not called, in order of id. */
  silent: string[]
  /** Sums by group, in order of id; a person of several groups counts in each. */
  groups: { group: string; totalMinor: number; silentCount: number }[]
}

export type BottomUpResult = BottomUp | BadNumber<'targetMinor' | 'callMinor' | 'totalMinor'>

/** Quotas from below: sums of people's calls, and what is missing to the target. Cost: O(calls · their groups). */
export function sumCalls(calls: readonly Call[], targetMinor: number): BottomUpResult {
  const amounts = calls.map((call) => call.callMinor ?? 0)
  const totalMinor = amounts.reduce((sum, v) => sum + v, 0)
  const [bad] = [
    ...firstBad('targetMinor', [targetMinor], isAmount),
    ...firstBad('callMinor', amounts, isAmount),
    ...firstBad('totalMinor', [totalMinor], isAmount),
  ]
  if (bad) return bad
  const groups = new Map<string, { group: string; totalMinor: number; silentCount: number }>()
  for (const { callMinor, groups: ids } of calls)
    for (const group of new Set(ids)) {
      const line = groups.get(group) ?? { group, totalMinor: 0, silentCount: 0 }
      line.totalMinor += callMinor ?? 0
      if (callMinor === null) line.silentCount++
      groups.set(group, line)
    }
  return {
    kind: 'bottom_up',
    totalMinor,
    gapMinor: targetMinor - totalMinor,
    coverageRatio: targetMinor > 0 ? totalMinor / targetMinor : null,
    silent: calls.flatMap(({ person, callMinor }) => (callMinor === null ? [person] : [])).sort(),
    groups: [...groups.values()].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : 0)),
  }
}

/** Where quota and call of a person stand to each other, and what is proposed. `callRatio`: call / quota − 1. */
export type ReconciledLine = {
  person: string
  quotaMinor: number
  callMinor: number | null
  callRatio: number | null
  verdict: 'agree' | 'call_above' | 'call_below' | 'silent'
  proposedMinor: number
}

export type ReconcileSettings = {
  /** 0: keep the quotas from above; 1: in proportion to the calls. */
  trustRatio: number
  /** Calls within this share of the quota agree with it. */
  toleranceRatio: number
}

export type ReconcileResult =
  | { kind: 'reconciled'; lines: ReconciledLine[]; proposal: QuotaPlan }
  | BadNumber<'trustRatio' | 'toleranceRatio' | 'callMinor'>
  | Exclude<QuotaResult, QuotaPlan>

/**
 * From above and from below: the same sum is split again in proportion to (1 − trust) · quota + trust · call, within
 * the same bounds, so the proposal adds up exactly and moves towards what people know. Who has not called is taken at
 * the quota. In: a plan of `allocateQuotas` for this problem. Cost: of one allocation.
 */
export function reconcileQuotas(
  p: QuotaProblem,
  plan: QuotaPlan,
  calls: readonly Call[],
  settings: ReconcileSettings,
  solve: SolveLinear,
): ReconcileResult {
  const [bad] = [
    ...firstBad('trustRatio', [settings.trustRatio], isShare),
    ...firstBad('toleranceRatio', [settings.toleranceRatio], (v) => v >= 0),
    ...firstBad(
      'callMinor',
      calls.map((call) => call.callMinor ?? 0),
      isAmount,
    ),
  ]
  if (bad) return bad
  const callOf = new Map(calls.map((call) => [call.person, call.callMinor]))
  const quotaOf = new Map(plan.lines.map((line) => [line.person, line.quotaMinor]))
  const blend = (id: string): number => {
    const quota = quotaOf.get(id) ?? 0
    const mixed = (1 - settings.trustRatio) * quota + settings.trustRatio * (callOf.get(id) ?? quota)
    // A weight of 0 would have no place in a proportion.
    return Math.max(mixed, Number.EPSILON)
  }
  const proposal = allocateQuotas({ ...p, people: p.people.map((who) => ({ ...who, weight: blend(who.id) })) }, solve)
  if (proposal.kind !== 'plan') return proposal
  const lines = proposal.lines.map(({ person, quotaMinor: proposedMinor }) => {
    const [quotaMinor, callMinor] = [quotaOf.get(person) ?? 0, callOf.get(person) ?? null]
    const verdict = verdictOf(quotaMinor, callMinor, settings.toleranceRatio)
    const callRatio = callMinor === null || quotaMinor === 0 ? null : callMinor / quotaMinor - 1
    return { person, quotaMinor, callMinor, callRatio, verdict, proposedMinor }
  })
  return { kind: 'reconciled', lines, proposal }
}

function verdictOf(quotaMinor: number, callMinor: number | null, tolerance: number): ReconciledLine['verdict'] {
  if (callMinor === null) return 'silent'
  if (Math.abs(callMinor - quotaMinor) <= tolerance * quotaMinor) return 'agree'
  return callMinor > quotaMinor ? 'call_above' : 'call_below'
}
