import { addDays } from '../../base/calendar.ts'
import { capOn, countCredits, type CountedCredit } from './counted-credit.ts'
import { effectiveBands, exact, quotaOf } from './effective-bands.ts'
import { lineKey, type PayLine, type Step } from './explanation.ts'
import {
  compare,
  fraction,
  fractionText,
  least,
  minorOf,
  over,
  plus,
  roundHalfAway,
  zero,
  type Fraction,
} from './fraction.ts'
import type { Credit, PayPlan, PayTarget, PlanComponent } from './plan.ts'
import { explainPieces, ratePieces, type Piece } from './rate-pieces.ts'

/** Pay already given for a credit by earlier statements on the same quota (monthly pay on a yearly quota). */
export type EarlierPay = { component: string; credit: string; amount_minor: number }

/** `credited_minor` / `quota` = `attainment`; the latter two are exact text, quota in minor units. */
export type Attainment = { component: string; credited_minor: number; quota: string; attainment: string }

/** What a component pays a payee: a line per credit. */
export type ComponentPay = { lines: PayLine[]; attainment: Attainment }

type Measure = {
  attainment: Fraction
  isReached: boolean
  because: Step[]
  texts: { quota: string; attainment: string }
}

/** Attainment against the counted credit of the whole period, and whether the threshold lets anything be paid. */
function measure(component: PlanComponent, target: PayTarget, credited: bigint): Measure {
  const quota = quotaOf(target)
  const attainment = over(fraction(credited), quota)
  const texts = { quota: fractionText(quota), attainment: fractionText(attainment) }
  const because: Step[] = [
    { code: 'quota', params: { full_minor: target.quota_minor, ramp: target.ramp, quota: texts.quota } },
    { code: 'attainment', params: { credited_minor: minorOf(credited), ...texts } },
  ]
  const { threshold } = component
  const isReached = threshold === null || compare(attainment, exact(threshold)) >= 0
  if (threshold !== null) {
    const params = { threshold, attainment: texts.attainment }
    because.push({ code: isReached ? 'threshold_reached' : 'threshold_missed', params })
  }
  return { attainment, isReached, because, texts }
}

/** A counted credit with the component's running pay after it, and with what a cap leaves of it before and after. */
type PaidCredit = { counted: CountedCredit; cut: Piece[]; running: Fraction; before: Fraction; after: Fraction }

function payCredits(
  component: PlanComponent,
  target: PayTarget,
  counted: readonly CountedCredit[],
  measured: Measure,
): PaidCredit[] {
  const bands = effectiveBands(component, target)
  const payout = capOn(component, 'payout')
  const capped = (pay: Fraction): Fraction => (payout ? least(pay, fraction(BigInt(payout.amount_minor))) : pay)
  let running = zero
  return counted.map((credit) => {
    const cut = measured.isReached ? ratePieces(component, bands, measured.attainment, credit.before, credit.after) : []
    const before = capped(running)
    running = cut.reduce((sum, piece) => plus(sum, piece.amount), running)
    return { counted: credit, cut, running, before, after: capped(running) }
  })
}

function explain(component: PlanComponent, measured: Measure, paid: PaidCredit, earned: bigint): Step[] {
  const { counted, cut, running, before, after } = paid
  const steps: Step[] = [...counted.because, ...measured.because]
  const credit = { before_minor: minorOf(counted.before), after_minor: minorOf(counted.after) }
  steps.push({ code: 'running_credit', params: credit }, ...explainPieces(component, cut))
  const payout = capOn(component, 'payout')
  if (payout && compare(running, after) > 0)
    steps.push({ code: 'payout_capped', params: { cap_minor: payout.amount_minor, running: fractionText(running) } })
  const rounded = { before: fractionText(before), after: fractionText(after), amount_minor: minorOf(earned) }
  return [...steps, { code: 'rounded', params: rounded }]
}

function sumByCredit(earlier: readonly EarlierPay[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { credit, amount_minor } of earlier) sums.set(credit, (sums.get(credit) ?? 0n) + BigInt(amount_minor))
  return sums
}

/**
 * The commission of one component for one payee and period. Credits are counted in order of day and id, whatever their
 * order in the input; each line is the difference it makes to the running pay of the component, which is capped and
 * then rounded (half away from zero): so lines add up to the rounded pay, and a capped payout can be clawed back whole.
 * In: a validated plan, a target, the credits and earlier pay of this component. Out: a line per credit; none where
 * earlier pay already comes to the same. Cost: O(n log n + n × bands).
 */
export function commissionOf(
  plan: PayPlan,
  component: PlanComponent,
  target: PayTarget,
  credits: readonly Credit[],
  earlier: readonly EarlierPay[],
): ComponentPay {
  const counted = countCredits(component, credits)
  const credited = counted.at(-1)?.after ?? 0n
  const measured = measure(component, target, credited)
  const paidEarlier = sumByCredit(earlier)
  const lines = payCredits(component, target, counted, measured).flatMap((paid): PayLine[] => {
    const { credit } = paid.counted
    const earned = roundHalfAway(paid.after) - roundHalfAway(paid.before)
    const already = paidEarlier.get(credit.id)
    if (already === earned) return []
    const because = explain(component, measured, paid, earned)
    if (already !== undefined) because.push({ code: 'paid_earlier', params: { amount_minor: minorOf(already) } })
    return [
      {
        key: lineKey('commission', component.id, credit.id),
        kind: 'commission',
        component: component.id,
        credit: credit.id,
        deal: credit.deal,
        earned_on: credit.earned_on,
        clawback_until_on: plan.clawback_days === null ? null : addDays(credit.earned_on, plan.clawback_days),
        plan: { id: plan.id, version: plan.version },
        amount_minor: minorOf(earned - (already ?? 0n)),
        because,
      },
    ]
  })
  return { lines, attainment: { component: component.id, credited_minor: minorOf(credited), ...measured.texts } }
}
