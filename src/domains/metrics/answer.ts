import type { Metric, Sums } from './metric.ts'
import type { Dimension, DrillItem, MetricRow } from './schema.ts'
import { groupLimit, type DrillRow, type GroupRow } from './sql.ts'
import type { Window } from './windows.ts'

type Measured = Pick<MetricRow, 'value' | 'numerator' | 'denominator' | 'count'>

const nothing: GroupRow = {
  is_total: 0,
  side: 0,
  idx: 0,
  key1: null,
  key2: null,
  label1: null,
  label2: null,
  numerator: null,
  denominator: null,
  count: 0,
  estimated_minor: 0,
  without_amount_count: 0,
  without_rate_count: 0,
  without_history_count: 0,
  immature_count: 0,
}

/** The number of a group: divided and rounded here, and withheld where too little stands behind it. */
function measure(metric: Metric, row: GroupRow): Measured & { too_few: boolean } {
  const scaled = row.numerator === null ? null : row.numerator / (metric.partsPerUnit ?? 1)
  const numerator = scaled ?? (metric.aggregate === 'sum' && row.count === 0 ? 0 : null)
  const denominator = metric.whole ? (row.denominator ?? 0) : null
  const measures = Object.fromEntries(Object.keys(metric.measures ?? {}).map((name) => [name, Number(row[name] ?? 0)]))
  const sums: Sums = { ...measures, numerator, denominator, count: row.count }
  const evidence = metric.evidence ? metric.evidence(sums) : (denominator ?? row.count)
  const tooFew = evidence < metric.tooFewBelow
  return { value: tooFew ? null : metric.compute(sums), numerator, denominator, count: row.count, too_few: tooFew }
}

const shownRow = (
  metric: Metric,
  row: GroupRow,
  earlier: GroupRow | null,
  keys: (string | null)[],
  labels: (string | null)[],
): MetricRow => {
  const { too_few: _tooFew, ...compare } = measure(metric, earlier ?? nothing)
  return {
    keys,
    labels,
    ...measure(metric, row),
    estimated_minor: row.estimated_minor,
    without_amount_count: row.without_amount_count,
    without_rate_count: row.without_rate_count,
    without_history_count: row.without_history_count,
    immature_count: row.immature_count,
    compare: earlier ? compare : null,
  }
}

export type Assembled = { rows: MetricRow[]; total: MetricRow; is_truncated: boolean }

/**
 * Groups of both sides into rows: one per combination of keys that occurs on either side, and, by time, per
 * period, empty ones too.
 */
export function assemble(
  metric: Metric,
  by: readonly Dimension[],
  windows: readonly Window[],
  groups: readonly GroupRow[],
): Assembled {
  const compared = windows.some(({ side }) => side === 1)
  const asked = windows.filter(({ side }) => side === 0)
  const kept = groups.slice(0, groupLimit)
  const byPlace = new Map(kept.map((row) => [placeOf(row.is_total, row.side, row.idx, row.key1, row.key2), row]))
  const find = (
    isTotal: number,
    side: number,
    idx: number,
    key1: string | null,
    key2: string | null,
  ): GroupRow | null => byPlace.get(placeOf(isTotal, side, idx, key1, key2)) ?? null
  const pair = (
    isTotal: number,
    idx: number,
    key1: string | null,
    key2: string | null,
  ): [GroupRow, GroupRow | null] => [
    find(isTotal, 0, idx, key1, key2) ?? nothing,
    compared ? (find(isTotal, 1, idx, key1, key2) ?? nothing) : null,
  ]
  const combinations = combinationsOf(
    kept,
    by.every((d) => d === 'time'),
  )
  const rows = asked.flatMap(({ index, period }) =>
    combinations.map(({ key1, key2, label1, label2 }) => {
      const place = (time: string, others: (string | null)[]): (string | null)[] =>
        by.map((dimension) => (dimension === 'time' ? time : (others.shift() ?? null)))
      const [row, earlier] = pair(0, index, key1, key2)
      return shownRow(metric, row, earlier, place(period.from, [key1, key2]), place(period.from, [label1, label2]))
    }),
  )
  const totalIndex = metric.base === 'deals_open' ? (asked.at(-1)?.index ?? 0) : -1
  const [total, earlierTotal] = pair(1, totalIndex, null, null)
  return {
    rows: by.length === 0 ? [] : rows,
    total: shownRow(metric, total, earlierTotal, [], []),
    is_truncated: groups.length > groupLimit,
  }
}

const placeOf = (...parts: (number | string | null)[]): string => JSON.stringify(parts)

type Combination = Pick<GroupRow, 'key1' | 'key2' | 'label1' | 'label2'>

/** By time alone there is one combination of other keys, the empty one, also when nothing was counted. */
function combinationsOf(groups: readonly GroupRow[], onlyTime: boolean): Combination[] {
  if (onlyTime) return [nothing]
  const found = new Map<string, Combination>()
  for (const row of groups) {
    const place = placeOf(row.key1, row.key2)
    if (row.is_total === 0 && !found.has(place)) found.set(place, row)
  }
  return [...found.values()]
}

/** The number a drill-down explains, and its items. Every row of the statement carries the number. */
export function explain(metric: Metric, rows: readonly DrillRow[]): { sum: MetricRow; items: DrillItem[] } {
  const sum = shownRow(metric, rows[0] ?? nothing, null, [], [])
  return { sum, items: rows.filter((row) => row.fact_id !== null).map((row) => itemOf(metric, row)) }
}

function itemOf(metric: Metric, row: DrillRow): DrillItem {
  return {
    kind: metric.base === 'activities' ? 'activity' : 'deal',
    id: row.fact_id ?? '',
    deal_id: row.deal_id,
    name: row.name,
    owner_id: row.owner_id,
    owner_name: row.owner_name,
    account_id: row.account_id,
    account_name: row.account_name,
    stage_id: row.stage_id,
    stage_name: row.stage_name,
    product_name: row.product_name,
    status: row.status,
    on_day: row.on_day,
    amount_minor: row.amount_minor,
    currency: row.currency,
    value_minor: row.value_minor,
    is_estimated: row.is_estimated,
    numerator: row.part === null ? null : row.part / (metric.partsPerUnit ?? 1),
    denominator: row.whole,
  }
}
