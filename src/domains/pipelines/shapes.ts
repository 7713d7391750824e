import type { RecordShape } from '../../platform/records/source.ts'
import { pipelineEntity, stageEntity } from './entities.ts'

export const pipelineShape: RecordShape = { entity: pipelineEntity, searchIn: ['name'], defaultSort: 'position' }
export const stageShape: RecordShape = { entity: stageEntity, searchIn: ['name'], defaultSort: 'position' }
