import type { Day } from '../../base/calendar.ts'
import type { ExactText } from './plan.ts'

/**
 * The steps by which a line explains itself, in the order of the sum. Numbers are exact: a person who takes them in
 * order arrives at the line's amount. `_minor` numbers are whole minor units; exact text may be a part of one.
 */
export type StepParams = {
  /** deal × share = credit. Shares of a deal are rounded so that they add up to it. */
  credit: { deal_minor: number; share: ExactText; credit_minor: number }
  deal_credit_capped: { cap_minor: number; credit_minor: number; counted_minor: number }
  credit_capped: { cap_minor: number; counted_minor: number }
  quota: { full_minor: number; ramp: ExactText; quota: ExactText }
  /** credited / quota = attainment, of the whole period. */
  attainment: { credited_minor: number; quota: ExactText; attainment: ExactText }
  threshold_reached: { threshold: ExactText; attainment: ExactText }
  threshold_missed: { threshold: ExactText; attainment: ExactText }
  /** variable target / quota = rate. */
  base_rate: { variable_target_minor: number; quota: ExactText; rate: ExactText }
  /** base rate × multiple = rate, for the band from this attainment. */
  accelerator: { from: ExactText; base_rate: ExactText; multiple: ExactText; rate: ExactText }
  decelerator: { from: ExactText; base_rate: ExactText; multiple: ExactText; rate: ExactText }
  /** (pays_to − pays_from) / ((to − from) × quota) = rate. Pay in minor units. */
  curve: { from: ExactText; to: ExactText; pays_from: ExactText; pays_to: ExactText; rate: ExactText }
  rate_capped: { from: ExactText; rate: ExactText; cap: ExactText }
  /** The flat table: the highest band reached. */
  band_reached: { from: ExactText; rate: ExactText }
  /** The credit counted so far in the period, before this line and after it. */
  running_credit: { before_minor: number; after_minor: number }
  /** credit × rate = amount, in the band [from, to); to is null for the last. */
  at_rate: { from: ExactText; to: ExactText | null; credit: ExactText; rate: ExactText; amount: ExactText }
  payout_capped: { cap_minor: number; running: ExactText }
  /** round(after) − round(before) = amount: the running pay of the component is rounded, half away from zero. */
  rounded: { before: ExactText; after: ExactText; amount_minor: number }
  /** Paid for the same credit in earlier statements on the same quota; taken off. */
  paid_earlier: { amount_minor: number }
  spiff: { spiff: string; on: Day; from: Day; to: Day; amount_minor: number }
  spiff_outside_dates: { spiff: string; on: Day; from: Day; to: Day }
  /** What the original line paid, by its own plan then. */
  original_line: { statement: string; key: string; plan: string; plan_version: number; amount_minor: number }
  /** round(original × undone) − taken before, taken off; `undone` is the share cancelled or unpaid so far. */
  clawback: { undone: ExactText; due_minor: number; taken_minor: number; amount_minor: number }
  clawback_too_late: { on: Day; until: Day }
  clawback_never: Record<string, never>
  /** guarantee − commission = amount. */
  guarantee: { guarantee_minor: number; commission_minor: number; amount_minor: number }
  /** draw − commission (guarantee included) = amount. */
  draw: { draw_minor: number; commission_minor: number; amount_minor: number }
  draw_owed: { amount_minor: number }
  /** The lesser of what is owed and what is left of commission above draw and guarantee after clawbacks. */
  recovery: { owed_minor: number; available_minor: number; amount_minor: number }
  /** Pay below zero is not paid but owed. */
  carried_forward: { short_minor: number }
}
export type Step = { [C in keyof StepParams]: { code: C; params: StepParams[C] } }[keyof StepParams]

export type LineKind = 'commission' | 'spiff' | 'clawback' | 'guarantee' | 'draw' | 'recovery' | 'carried_forward'

/**
 * A line of a statement. `key` is unique in it; `plan` is the version it was worked out by; `earned_on` and
 * `clawback_until_on` are null for lines that cannot be clawed back.
 */
export type PayLine = {
  key: string
  kind: LineKind
  component: string | null
  credit: string | null
  deal: string | null
  earned_on: Day | null
  clawback_until_on: Day | null
  plan: { id: string; version: number }
  amount_minor: number
  because: Step[]
}

/** The key of a line from its parts, which may hold any characters: a stroke in them is escaped. */
export const lineKey = (...parts: string[]): string =>
  parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
