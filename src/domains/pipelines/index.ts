import { operators } from '../../platform/access.ts'
import { defineEntity } from '../../platform/history/entity.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import * as schema from './schema.ts'

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
    probability_ratio: { type: 'numeric' },
    forecast_category: { type: 'text' },
  },
})

export const pipelines = recordOperations({
  noun: 'pipelines',
  words: { one: { en: 'a pipeline', uk: 'воронку' }, many: { en: 'pipelines', uk: 'воронки' } },
  shape: { entity: pipelineEntity, searchIn: ['name'], defaultSort: 'position' },
  stored: schema.pipeline,
  editable: schema.pipelineEditable,
  defaults: { position: 0 },
  allowWrite: operators,
})
export const stages = recordOperations({
  noun: 'stages',
  words: { one: { en: 'a stage', uk: 'етап' }, many: { en: 'stages', uk: 'етапи' } },
  shape: { entity: stageEntity, searchIn: ['name'], defaultSort: 'position' },
  stored: schema.stage,
  editable: schema.stageEditable,
  allowWrite: operators,
})
