import type { Routing } from './route-leads.ts'
import { gainOf, type RoutingProblem } from './routing-problem.ts'

/** A seller for whom the lead would gain more, and what a place of theirs is worth: that is why it is not theirs. */
export type BetterSeller = { seller: number; gainMinor: number; placePriceMinor: number }

/** Why a lead went where it went. `barred`: whom a rule forbids it, with the rule (`eligibility`). */
export type RoutingReason = { barred: { seller: number; barrier: number }[] } & (
  | { kind: 'best'; seller: number; gainMinor: number }
  /** Others would gain as much; it was this seller's turn, or the others' places are worth more elsewhere. */
  | { kind: 'turn'; seller: number; gainMinor: number; equals: number[] }
  | { kind: 'better_are_full'; seller: number; gainMinor: number; better: BetterSeller[] }
  | { kind: 'left'; because: 'nobody_eligible' | 'no_gain' }
  | { kind: 'left'; because: 'all_full'; better: BetterSeller[] }
)

/** In: a lead of the problem and its routing. Cost: O(sellers). */
export function explainRouting(p: RoutingProblem, routing: Routing, lead: number): RoutingReason {
  const sellers = Array.from({ length: p.sellerCount }, (_, seller) => ({
    seller,
    gainMinor: gainOf(p, lead, seller),
    placePriceMinor: routing.placePriceMinor[seller]!,
  }))
  const barred = sellers.flatMap(({ seller }) => {
    const barrier = p.barrier[lead * p.sellerCount + seller]!
    return barrier === 0 ? [] : [{ seller, barrier }]
  })
  const seller = routing.seller[lead]!
  const gainMinor = seller < 0 ? 0 : sellers[seller]!.gainMinor
  const better = sellers
    .filter((other) => other.gainMinor > gainMinor)
    .sort((a, b) => b.gainMinor - a.gainMinor || a.seller - b.seller)
  if (seller < 0) {
    if (better.length > 0) return { kind: 'left', because: 'all_full', better, barred }
    const isNobody = barred.length === p.sellerCount || p.sellerCount === 0
    const isFull = sellers.some((other) => other.gainMinor === 0)
    return isFull && !isNobody
      ? { kind: 'left', because: 'all_full', better, barred }
      : { kind: 'left', because: isNobody ? 'nobody_eligible' : 'no_gain', barred }
  }
  if (better.length > 0) return { kind: 'better_are_full', seller, gainMinor, better, barred }
  const equals = sellers.flatMap((o) => (o.gainMinor === gainMinor && o.seller !== seller ? [o.seller] : []))
  return equals.length > 0
    ? { kind: 'turn', seller, gainMinor, equals, barred }
    : { kind: 'best', seller, gainMinor, barred }
}
