import type { Day, Period } from '../../base/calendar.ts'
import type { Clawback } from './clawback.ts'
import type { EarlierPay } from './commission.ts'
import type { Credit, PayPlan, PayTarget, SpiffEvent } from './plan.ts'

/**
 * Everything a statement follows from. `period` is what is paid for, half-open; attainment is measured from the
 * first day of the quota, `measured_from`, to the end of `period`. Where that is longer (monthly pay on a yearly quota) give
 * all credits since then, and what earlier statements paid for them (`earlier`). `owed_minor` is what the payee owes from
 * before (draws, clawbacks not covered).
 */
export type StatementInputs = {
  payee: string
  period: Period
  measured_from: Day
  plan: PayPlan
  targets: PayTarget[]
  credits: Credit[]
  earlier: EarlierPay[]
  spiff_events: SpiffEvent[]
  clawbacks: Clawback[]
  owed_minor: number
}
