import type { Output } from '../../api.ts'
import { useAsOf } from '../../shell/use-as-of.ts'
import { useRead } from '../use-read.ts'

export type Attainment = Output<'targets.attainment'>
export type Reached = Attainment['rows'][number]

/** How far the targets for value won are reached in the period that `on` (default: the day looked at) lies in. */
export function useAttainment(granularity: 'month' | 'quarter', on?: string): Attainment | null {
  const { asOf } = useAsOf()
  const { data } = useRead('targets.attainment', {
    metric: 'won_value',
    granularity,
    ...(on === undefined ? {} : { on }),
    ...(asOf === null ? {} : { as_of: asOf }),
  })
  return data ?? null
}
