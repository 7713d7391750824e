import type { Step } from './explanation.ts'
import { minorOf } from './fraction.ts'
import type { Cap, Credit, PlanComponent } from './plan.ts'

/** A credit with what of it counts, as the running credit of the period before and after it. */
export type CountedCredit = { credit: Credit; before: bigint; after: bigint; because: Step[] }

/** The component's cap of a kind, at most one by validation. */
export const capOn = <On extends Cap['on']>(component: PlanComponent, on: On): Extract<Cap, { on: On }> | undefined =>
  component.caps.find((cap): cap is Extract<Cap, { on: On }> => cap.on === on)

/** Credits in the order in which they are counted: by day earned, then id. */
const inOrder = (credits: readonly Credit[]): Credit[] =>
  credits.toSorted((a, b) => {
    if (a.earned_on !== b.earned_on) return a.earned_on < b.earned_on ? -1 : 1
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  })

/** Credits in the order of counting under the caps on a deal's credit and on the period's. Cost: O(n log n). */
export function countCredits(component: PlanComponent, credits: readonly Credit[]): CountedCredit[] {
  const perDeal = capOn(component, 'deal_credit')
  const inPeriod = capOn(component, 'credit')
  const capOfPeriod = inPeriod && BigInt(inPeriod.amount_minor)
  let running = 0n
  return inOrder(credits).map((credit) => {
    const { deal_minor, share, amount_minor: credit_minor } = credit
    const because: Step[] = [{ code: 'credit', params: { deal_minor, share, credit_minor } }]
    let counted = BigInt(credit_minor)
    if (perDeal && counted > BigInt(perDeal.amount_minor)) {
      counted = BigInt(perDeal.amount_minor)
      const params = { cap_minor: perDeal.amount_minor, credit_minor, counted_minor: minorOf(counted) }
      because.push({ code: 'deal_credit_capped', params })
    }
    const before = running
    running += counted
    if (inPeriod && capOfPeriod !== undefined && running > capOfPeriod) {
      running = capOfPeriod
      const params = { cap_minor: inPeriod.amount_minor, counted_minor: minorOf(running - before) }
      because.push({ code: 'credit_capped', params })
    }
    return { credit, before, after: running, because }
  })
}
