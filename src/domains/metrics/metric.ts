import type { Words } from '../../platform/operation.ts'
import { sql, type Sql } from '../../platform/postgres/query.ts'
import type { MetricUnit, PlainDimension } from './schema.ts'

/**
 * What a metric counts, one row per fact, named `f` in its expressions (facts.ts):
 * deals dated by a day of theirs, deals open at a moment, both, first entries into stages, finished stays in
 * stages, activities.
 */
export type MetricBase =
  | 'deals_created'
  | 'deals_closed'
  | 'deals_open'
  | 'deals_open_and_closed'
  | 'stage_entries'
  | 'stage_stays'
  | 'activities'

/** Aggregates of a group of facts, as both engines return them. */
export type Sums = { numerator: number | null; denominator: number | null; count: number } & Record<
  string,
  number | null
>

export type Metric = {
  id: string
  labels: Words
  /** The question it answers, as a person asks it. */
  question: Words
  definition: Words
  nullRule: Words
  unit: MetricUnit
  better: 'up' | 'down' | 'neutral'
  base: MetricBase
  additivity: 'additive' | 'semi_additive' | 'ratio' | 'not_additive'
  dimensions: readonly PlainDimension[]
  /** Facts that count; all of the base without it. */
  keep?: Sql<boolean>
  /** What a fact adds to the numerator: a whole number or null. */
  part: Sql
  /** What a fact adds to the denominator; without it the number has none. */
  whole?: Sql
  aggregate: 'sum' | 'median' | 'p75'
  /** Parts per unit of the numerator: 86,400 seconds a day. */
  partsPerUnit?: number
  /** Further aggregates over `f`, by name, for `compute` and `evidence`. */
  measures?: Record<string, Sql>
  /** The number from its aggregates; null when nothing is known. */
  compute: (sums: Sums) => number | null
  /** How many facts the number rests on, held against `tooFewBelow`. */
  evidence?: (sums: Sums) => number
  tooFewBelow: number
  needsHistory: boolean
  source: string
  example: MetricExample
}

/** Deals a worked example is made of; tests put them into a workspace and ask both engines. */
export type ExampleDeal = {
  times?: number
  /** Instants and stages: lead (10 %), offer (50 %), won, lost. */
  moves: readonly { at: string; to: 'lead' | 'offer' | 'won' | 'lost' }[]
  amountMinor?: number | null
  isEstimated?: boolean
  isCreationUnknown?: boolean
  currency?: 'UAH' | 'USD'
}
export type MetricExample = {
  deals?: readonly ExampleDeal[]
  /** Instants of finished activities. */
  activities?: readonly string[]
  /** A dollar is 40 hryvnias until 2026-03-01 and 50 from then on. */
  asOf: string
  period: { from: string; to: string }
  horizonDays?: number
  /** The arithmetic by hand. */
  working: string
  expect: { value: number; numerator: number | null; denominator: number | null; count: number }
}

export const defineMetric = (metric: Metric): Metric => metric

/** The sum itself: 0 of nothing, null when nothing that is there has a value. */
export const sumValue = ({ numerator, count }: Sums): number | null => (count === 0 ? 0 : numerator)
/** Unrounded quotient; null of nothing. */
export const ratioValue = ({ numerator, denominator }: Sums): number | null =>
  numerator === null || !denominator ? null : numerator / denominator
/** A quotient of money, in whole minor units. */
export const moneyRatioValue = (sums: Sums): number | null => {
  const ratio = ratioValue(sums)
  return ratio === null ? null : Math.round(ratio)
}
export const numeratorValue = ({ numerator }: Sums): number | null => numerator

/** Frequent expressions over a fact. */
export const one = sql`1`
export const isWon = sql<boolean>`f.status = 'won'`
export const isClosed = sql<boolean>`f.status in ('won', 'lost')`
export const isLost = sql<boolean>`f.status = 'lost'`
export const value = sql`f.value_minor`
export const oneIfWon = sql`case when f.status = 'won' then 1 else 0 end`
export const valueIfWon = sql`case when f.status = 'won' then f.value_minor when f.value_minor is not null then 0 end`
/** Whole days from creation to closing; null when the day of creation is not known. */
export const cycleDays = sql`case when f.created_known then f.closed_on - f.created_on end`
export const oneIfCycleKnown = sql`case when f.created_known then 1 else 0 end`
export const oneIfValued = sql`case when f.value_minor is null then 0 else 1 end`

export const dealDimensions: readonly PlainDimension[] = [
  'time',
  'owner',
  'team',
  'manager',
  'pipeline',
  'stage',
  'forecast_category',
  'product',
  'account',
  'source',
]
export const closedDealDimensions: readonly PlainDimension[] = [...dealDimensions, 'loss_reason']
export const activityDimensions: readonly PlainDimension[] = [...dealDimensions, 'activity_kind']

/** What a rate or an average needs to be said at all. */
export const rateFloor = 10
export const averageFloor = 5

export const noAmountRule: Words = {
  en: 'Deals without an amount, or without a rate on their day, add nothing and are counted beside the number.',
  uk: 'Угоди без суми або без курсу на їхній день нічого не додають; їх кількість указано поруч.',
}
export const nothingMissing: Words = {
  en: 'A count: 0 when there is none.',
  uk: 'Кількість: 0, якщо немає жодної.',
}
export const cycleRule = (least: number): Words => ({
  en: `No number below ${least} deals; deals whose creation day the source did not tell are left out.`,
  uk: `Менше ніж ${least} угод — замало, щоб казати; угоди, дня створення яких джерело не повідомило, не враховано.`,
})
export const floorRule = (least: number): Words => ({
  en: `No number below ${least} cases; deals without the value it needs are left out.`,
  uk: `Менше ніж ${least} випадків — замало, щоб казати; угоди без потрібного значення не враховано.`,
})
