import type { Input } from '../../api.ts'
import { textOfSearch, useAddress } from '../use-address.ts'

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
}

export function useQuestion(): {
  asked: Asked
  ask: (patch: Partial<Record<keyof Asked, string | number | null>>) => void
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
    },
    ask: (patch) => change({ ...patch, ...('by' in patch && patch.by === null ? { by: 'total' } : {}) }),
  }
}

/** The question as the server takes it: the last `count` periods, apart when asked by time, else as one stretch. */
export function inputOf({ metric, by, granularity, count, compare, asOf }: Asked): Input<'metrics.query'> {
  return {
    metric,
    by: by === null ? [] : [by],
    period: { granularity, count },
    ...(compare === null ? {} : { compare }),
    ...(asOf === null ? {} : { as_of: asOf }),
  }
}
