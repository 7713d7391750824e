import type { Day, Period } from '../../base/calendar.ts'

/** An exact number as text, '0.06' or '1/14': binary fractions cannot hold a tenth. */
export type ExactText = string

/**
 * A band of a rate table, from an attainment (0 … , included) to the next band's. Its rate is given, or is a multiple
 * of the base rate (variable target / quota): above 1 an accelerator, below 1 a decelerator.
 */
export type Band = { from: ExactText } & ({ rate: ExactText } | { base_multiple: ExactText })

/** A point of a payout curve: at this attainment so much is paid altogether, in money or as a share of the variable target. */
export type CurvePoint = { at: ExactText } & ({ pays_minor: number } | { pays_target_share: ExactText })

/**
 * How attainment turns into pay.
 * - `flat`: the rate of the highest band reached, on everything ("cliff", "retroactive").
 * - `step`: every band at its own rate, on what falls in it ("marginal").
 * - `interpolated`: pay runs in straight lines between the points of a curve; past the last point it stays.
 */
export type RateTable = { tiers: 'flat' | 'step'; bands: Band[] } | { tiers: 'interpolated'; points: CurvePoint[] }

/** What is capped: one deal's credit, the credit of the period, the rate of any band, the component's payout. */
export type Cap =
  | { on: 'deal_credit'; amount_minor: number }
  | { on: 'credit'; amount_minor: number }
  | { on: 'rate'; rate: ExactText }
  | { on: 'payout'; amount_minor: number }

/** A measured part of a plan, such as new business. Below `threshold` (an attainment) it pays nothing. */
export type PlanComponent = { id: string; table: RateTable; threshold: ExactText | null; caps: Cap[] }

/** A flat sum for each qualifying event on a day of [from, to), outside quota, draw and guarantee. */
export type Spiff = { id: string; amount_minor: number; during: Period }

/** An advance up to `amount_minor` a period: recoverable ones are owed and taken from later commission above the draw. */
export type Draw = { kind: 'recoverable' | 'non_recoverable'; amount_minor: number }

/** The least commission of each period that begins within `during`; what it adds is not owed. */
export type Guarantee = { amount_minor: number; during: Period }

/**
 * A version of a commission plan; all its money is in minor units of `currency`. A line can be clawed back until
 * `clawback_days` after it was earned; null: never.
 */
export type PayPlan = {
  id: string
  version: number
  currency: string
  components: PlanComponent[]
  spiffs: Spiff[]
  draw: Draw | null
  guarantee: Guarantee | null
  clawback_days: number | null
}

/**
 * What a payee is measured against in a component. The quota that counts is quota × ramp (1: none); the variable target
 * is what attaining it exactly should pay, null when no rate needs it.
 */
export type PayTarget = {
  component: string
  quota_minor: number
  ramp: ExactText
  variable_target_minor: number | null
}

/** A payee's part in a deal, from `creditsOf` or given. Never negative: what is undone later is a clawback. */
export type Credit = {
  id: string
  component: string
  deal: string
  currency: string
  deal_minor: number
  share: ExactText
  amount_minor: number
  earned_on: Day
}

/** A thing done that a SPIFF rewards; that it qualifies is for the caller to say, the day is checked here. */
export type SpiffEvent = { id: string; spiff: string; deal: string | null; on: Day }
