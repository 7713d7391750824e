import type { Input } from '../../api.ts'
import type { FilterCondition } from '../../kit/filter-field.ts'
import { textOfSearch, useAddress } from '../use-address.ts'
import { conditionsOf } from '../use-list.ts'

export const granularities = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Granularity = (typeof granularities)[number]
export const comparisons = ['previous_period', 'same_period_last_year'] as const
export type Comparison = (typeof comparisons)[number]

/** What the explorer is asked, kept in the address. */
export type Asked = {
  metric: string
  /** A dimension, or null for the number alone. */
  by: string | null
  granularity: Granularity
  count: number
  compare: Comparison | null
  asOf: string | null
  filter: FilterCondition[]
}

export function useQuestion(): {
  asked: Asked
  ask: (patch: Partial<Record<keyof Asked, string | number | null>>) => void
  setFilter: (filter: FilterCondition[]) => void
} {
  const { search, change } = useAddress()
  const granularity = granularities.find((one) => one === search['granularity']) ?? 'month'
  const count = Number(search['count'])
  const by = search['by']
  return {
    asked: {
      metric: textOfSearch(search['metric']) ?? 'won_value',
      by: by === 'total' ? null : (textOfSearch(by) ?? 'time'),
      granularity,
      count: Number.isInteger(count) && count >= 1 && count <= 400 ? count : 12,
      compare: comparisons.find((one) => one === search['compare']) ?? null,
      asOf: textOfSearch(search['as_of']),
      filter: conditionsOf(search['filter']),
    },
    ask: (patch) => change({ ...patch, ...('by' in patch && patch.by === null ? { by: 'total' } : {}) }),
    setFilter: (filter) => change({ filter: filter.length > 0 ? filter : null, drill: null }),
  }
}

/** The question as the server takes it: the last `count` periods, apart when asked by time, else as one stretch. */
export function inputOf({ metric, by, granularity, count, compare, asOf, filter }: Asked): Input<'metrics.query'> {
  return {
    metric,
    by: by === null ? [] : [by],
    period: { granularity, count },
    ...(filter.length === 0 ? {} : { filter }),
    ...(compare === null ? {} : { compare }),
    ...(asOf === null ? {} : { as_of: asOf }),
  }
}
