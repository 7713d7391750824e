import type { Period } from '../../base/calendar.ts'
import { lineKey, type LineKind, type PayLine, type Step } from './explanation.ts'
import { minorOf } from './fraction.ts'
import type { PayPlan } from './plan.ts'

/** Lines that bring commission to what is paid, and what the payee owes afterwards, minor units, not negative. */
export type Settlement = { lines: PayLine[]; owed_minor: number }

const sumOf = (lines: readonly PayLine[], kind: LineKind): bigint =>
  lines.reduce((sum, line) => (line.kind === kind ? sum + BigInt(line.amount_minor) : sum), 0n)
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

function settlementLine(plan: PayPlan, kind: LineKind, amount: bigint, because: Step[]): PayLine {
  return {
    key: lineKey(kind),
    kind,
    component: null,
    credit: null,
    deal: null,
    earned_on: null,
    clawback_until_on: null,
    plan: { id: plan.id, version: plan.version },
    amount_minor: minorOf(amount),
    because,
  }
}

/**
 * Guarantee, draw, recovery, and nothing below zero, in this order:
 * 1. guarantee − commission is added, not owed; 2. draw − (commission + 1) is added, and owed if recoverable;
 * 3. what is owed is taken from commission above draw and guarantee, clawbacks taken off first; 4. pay below zero becomes 0, the rest owed.
 * Commission is before clawbacks: a guarantee does not forgive them. SPIFFs stand outside 1–3.
 * In: lines of commission, SPIFFs and clawbacks; what is owed from before. Out: lines of nonzero amount.
 */
export function settle(plan: PayPlan, period: Period, lines: readonly PayLine[], owedBefore: number): Settlement {
  const added: PayLine[] = []
  const commission = sumOf(lines, 'commission')
  let owed = BigInt(owedBefore)

  const { guarantee, draw } = plan
  const isGuaranteed = guarantee && period.from >= guarantee.during.from && period.from < guarantee.during.to
  const guaranteed = isGuaranteed ? larger(0n, BigInt(guarantee.amount_minor) - commission) : 0n
  if (guarantee && guaranteed > 0n) {
    const params = { guarantee_minor: guarantee.amount_minor, commission_minor: minorOf(commission) }
    const because: Step[] = [{ code: 'guarantee', params: { ...params, amount_minor: minorOf(guaranteed) } }]
    added.push(settlementLine(plan, 'guarantee', guaranteed, because))
  }

  const drawn = draw ? larger(0n, BigInt(draw.amount_minor) - commission - guaranteed) : 0n
  if (draw && drawn > 0n) {
    const amount_minor = minorOf(drawn)
    const params = { draw_minor: draw.amount_minor, commission_minor: minorOf(commission + guaranteed), amount_minor }
    const because: Step[] = [{ code: 'draw', params }]
    if (draw.kind === 'recoverable') {
      owed += drawn
      because.push({ code: 'draw_owed', params: { amount_minor } })
    }
    added.push(settlementLine(plan, 'draw', drawn, because))
  }

  const clawedBack = sumOf(lines, 'clawback')
  const kept = larger(isGuaranteed ? BigInt(guarantee.amount_minor) : 0n, BigInt(draw?.amount_minor ?? 0))
  const available = larger(0n, commission + clawedBack - kept)
  const recovered = smaller(owed, available)
  if (recovered > 0n) {
    const params = { owed_minor: minorOf(owed), available_minor: minorOf(available), amount_minor: minorOf(-recovered) }
    added.push(settlementLine(plan, 'recovery', -recovered, [{ code: 'recovery', params }]))
    owed -= recovered
  }

  const pay = commission + clawedBack + sumOf(lines, 'spiff') + guaranteed + drawn - recovered
  if (pay < 0n) {
    const because: Step[] = [{ code: 'carried_forward', params: { short_minor: minorOf(-pay) } }]
    added.push(settlementLine(plan, 'carried_forward', -pay, because))
    owed -= pay
  }
  return { lines: added, owed_minor: minorOf(owed) }
}
