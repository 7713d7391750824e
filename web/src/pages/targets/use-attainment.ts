import type { Output } from '../../api.ts'
import { useAsOf } from '../../shell/use-as-of.ts'
import { useRead } from '../use-read.ts'

export type Attainment = Output<'targets.attainment'>
export type Reached = Attainment['rows'][number]

type Asked = { metric?: Attainment['metric']; granularity: Attainment['granularity']; on?: string | undefined }

/** How far the targets (default: for value won) are reached in the period that `on` (default: the day looked at) lies in. */
export function useAttainment({ metric = 'won_value', granularity, on }: Asked): Attainment | null {
  const { asOf } = useAsOf()
  const { data } = useRead('targets.attainment', {
    metric,
    granularity,
    ...(on === undefined ? {} : { on }),
    ...(asOf === null ? {} : { as_of: asOf }),
  })
  return data ?? null
}
