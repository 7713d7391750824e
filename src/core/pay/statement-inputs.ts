import type { Period } from '../../base/calendar.ts'
import type { Clawback } from './clawback.ts'
import type { EarlierPay } from './commission.ts'
import type { Credit, PayPlan, PayTarget, SpiffEvent } from './plan.ts'

/**
 * Everything a statement follows from. `period` is the period of measure, half-open: that of the quota. Paying more
 * often than that: give the credits so far and what earlier statements paid for them (`earlier`). `owed_minor` is
 * what the payee owes from before (draws, clawbacks not covered).
 */
export type StatementInputs = {
  payee: string
  period: Period
  plan: PayPlan
  targets: PayTarget[]
  credits: Credit[]
  earlier: EarlierPay[]
  spiff_events: SpiffEvent[]
  clawbacks: Clawback[]
  owed_minor: number
}
