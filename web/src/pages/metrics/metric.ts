import type { Output } from '../../api.ts'

/** A metric with its definition, as the catalogue tells it. */
export type Metric = Output<'metrics.list'>['items'][number]
