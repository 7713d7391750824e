import { metricsDrill, metricsList, metricsQuery, rebuildJob, replicaGet, replicaRebuild } from './operations.ts'

export { rebuildJob }
export const metricOperations = [metricsQuery, metricsDrill, metricsList, replicaGet, replicaRebuild] as const
