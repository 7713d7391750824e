import { catalogue } from './catalogue.ts'
import { metricsDrill, metricsList, metricsQuery, rebuildJob, replicaGet, replicaRebuild } from './operations.ts'
import type { MetricUnit } from './schema.ts'

export { momentOf } from './windows.ts'
export { metricsQuery, rebuildJob }
/** What a metric is measured in; null when there is no such metric. */
export const metricUnit = (id: string): MetricUnit | null => catalogue.find((metric) => metric.id === id)?.unit ?? null

export const metricOperations = [metricsQuery, metricsDrill, metricsList, replicaGet, replicaRebuild] as const
