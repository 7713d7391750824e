import { defineEntity } from '../../platform/history/entity.ts'

export const pipelineEntity = defineEntity({
  name: 'pipeline',
  isVersioned: true,
  fields: { name: { type: 'text' }, external_id: { type: 'text' }, position: { type: 'integer' } },
})
export const stageEntity = defineEntity({
  name: 'stage',
  isVersioned: true,
  fields: {
    pipeline_id: { type: 'uuid', references: 'pipeline' },
    name: { type: 'text' },
    external_id: { type: 'text' },
    position: { type: 'integer' },
    kind: { type: 'text' },
    probability_ratio: { type: 'double' },
    forecast_category: { type: 'text' },
  },
})
