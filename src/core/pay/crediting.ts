import type { Day } from '../../base/calendar.ts'
import {
  compare,
  fraction,
  fractionText,
  minorOf,
  one,
  parseFraction,
  plus,
  roundHalfAway,
  times,
  zero,
} from './fraction.ts'
import { lineKey } from './explanation.ts'
import type { Credit, ExactText } from './plan.ts'
import { problem, type Problem } from './problem.ts'

/** A deal as pay sees it: its value in minor units, converted by the caller if the plan's currency is another. */
export type CreditedDeal = {
  id: string
  component: string
  currency: string
  amount_minor: number
  earned_on: Day
}

/** Direct shares divide the deal and are at most 1 together; overlays come on top and must be marked so. */
export type Split = { payee: string; share: ExactText; role: 'direct' | 'overlay' }
export type PayeeCredit = Credit & { payee: string; role: Split['role'] }

function splitProblems(deal: CreditedDeal, splits: readonly Split[]): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  let direct = zero
  if (!Number.isSafeInteger(deal.amount_minor) || deal.amount_minor < 0)
    problems.push(problem('amount_not_whole', ['amount_minor'], { value: `${deal.amount_minor}` }))
  splits.forEach((split, i) => {
    const share = parseFraction(split.share)
    if (share === null || compare(share, zero) < 0 || compare(share, one) > 0)
      problems.push(problem('share_not_0_to_1', ['splits', i, 'share'], { value: split.share }))
    else if (split.role === 'direct') direct = plus(direct, share)
    const who = `${split.role} ${split.payee}`
    if (seen.has(who)) problems.push(problem('payee_twice', ['splits', i, 'payee'], { value: split.payee }))
    seen.add(who)
  })
  if (compare(direct, one) > 0)
    problems.push(problem('direct_shares_over_1', ['splits'], { value: fractionText(direct) }))
  return problems
}

/**
 * A deal's credits. Credit = value × share. Direct credits are differences of the rounded running share, so that shares
 * of 1 add up to the deal exactly; overlays are rounded each by itself.
 * In: shares as exact text. Out: one credit per split, by payee, whatever the order of the splits; or what is wrong
 * and where. Cost: O(n log n).
 */
export function creditsOf(
  deal: CreditedDeal,
  splits: readonly Split[],
): { kind: 'credits'; credits: PayeeCredit[] } | { kind: 'refused'; problems: Problem[] } {
  const problems = splitProblems(deal, splits)
  if (problems.length > 0) return { kind: 'refused', problems }
  const value = fraction(BigInt(deal.amount_minor))
  let running = zero
  const credits = splits
    .toSorted((a, b) => (a.payee < b.payee ? -1 : a.payee > b.payee ? 1 : a.role < b.role ? -1 : 1))
    .map(({ payee, share, role }): PayeeCredit => {
      const before = role === 'direct' ? running : zero
      const after = plus(before, parseFraction(share) ?? zero)
      if (role === 'direct') running = after
      const amount = roundHalfAway(times(value, after)) - roundHalfAway(times(value, before))
      return {
        id: lineKey(deal.id, role, payee),
        component: deal.component,
        deal: deal.id,
        currency: deal.currency,
        deal_minor: deal.amount_minor,
        share,
        amount_minor: minorOf(amount),
        earned_on: deal.earned_on,
        payee,
        role,
      }
    })
  return { kind: 'credits', credits }
}
