import type { Day } from '../../base/calendar.ts'
import { exact } from './effective-bands.ts'
import { lineKey, type PayLine, type Step } from './explanation.ts'
import { fraction, minorOf, roundHalfAway, times } from './fraction.ts'
import type { ExactText, PayPlan } from './plan.ts'

/**
 * That a paid line is undone: `undone` is the share of it cancelled or unpaid so far (1: all of it), earlier times
 * included; `taken_minor` is what earlier clawbacks of the line took, not negative for a line that paid.
 */
export type Clawback = {
  id: string
  statement: string
  line: PayLine
  on: Day
  undone: ExactText
  taken_minor: number
}

function due({ line, undone, taken_minor, on }: Clawback): { amount: bigint; because: Step } {
  const until = line.clawback_until_on
  if (until === null) return { amount: 0n, because: { code: 'clawback_never', params: {} } }
  if (on > until) return { amount: 0n, because: { code: 'clawback_too_late', params: { on, until } } }
  const whole = roundHalfAway(times(fraction(BigInt(line.amount_minor)), exact(undone)))
  const amount = BigInt(taken_minor) - whole
  const params = { undone, due_minor: minorOf(whole), taken_minor, amount_minor: minorOf(amount) }
  return { amount, because: { code: 'clawback', params } }
}

/**
 * Negative lines for what was undone, at the original line's rate then: a share of what it paid, whatever today's plan
 * says. How long a line can be clawed back was fixed with the line too; later, the line here is 0 and says why.
 * In: validated clawbacks. Out: by id. Cost: O(n log n).
 */
export function clawbackLines(plan: PayPlan, clawbacks: readonly Clawback[]): PayLine[] {
  return clawbacks
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((clawback): PayLine => {
      const { line, statement } = clawback
      const { amount, because } = due(clawback)
      const original = {
        statement,
        key: line.key,
        plan: line.plan.id,
        plan_version: line.plan.version,
        amount_minor: line.amount_minor,
      }
      return {
        key: lineKey('clawback', clawback.id),
        kind: 'clawback',
        component: line.component,
        credit: line.credit,
        deal: line.deal,
        earned_on: null,
        clawback_until_on: null,
        plan: { id: plan.id, version: plan.version },
        amount_minor: minorOf(amount),
        because: [{ code: 'original_line', params: original }, because],
      }
    })
}
