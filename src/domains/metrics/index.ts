import { metricsDrill, metricsList, metricsQuery, replicaGet, replicaRebuild } from './operations.ts'

export const metricOperations = [metricsQuery, metricsDrill, metricsList, replicaGet, replicaRebuild] as const
