import { operators } from '../../platform/access.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import { pipelineEntity, stageEntity } from './entities.ts'
import * as schema from './schema.ts'
import { pipelineShape, stageShape } from './shapes.ts'
import { createWithStages, updateWithStages } from './with-stages.ts'

export { pipelineEntity, stageEntity }

const pipelineRecords = recordOperations({
  noun: 'pipelines',
  words: { one: { en: 'a pipeline', uk: 'воронку' }, many: { en: 'pipelines', uk: 'воронки' } },
  shape: pipelineShape,
  stored: schema.pipeline,
  editable: schema.pipelineEditable,
  defaults: { position: 0 },
  allowWrite: operators,
})
export const stages = recordOperations({
  noun: 'stages',
  words: { one: { en: 'a stage', uk: 'етап' }, many: { en: 'stages', uk: 'етапи' } },
  shape: stageShape,
  stored: schema.stage,
  editable: schema.stageEditable,
  allowWrite: operators,
})
export const pipelines = { ...pipelineRecords, createWithStages, updateWithStages }
