export { metricsDrill, metricsList, metricsQuery, replicaGet, replicaRebuild } from './operations.ts'
