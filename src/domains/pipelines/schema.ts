import { z } from 'zod'
import { id, line, name, ratio, recordBase } from '../../base/schemas.ts'

const pipelineFields = {
  name,
  external_id: line(200).nullable().optional(),
  position: z.number().int().min(0).max(10_000).optional(),
}
export const pipelineEditable = z.object(pipelineFields)
export const pipeline = z.object({ ...recordBase, ...pipelineFields })

export const stageKind = z.enum(['open', 'won', 'lost'])
export const forecastCategory = z.enum(['pipeline', 'best_case', 'commit', 'closed', 'omitted'])
const stageFields = {
  pipeline_id: id,
  name,
  external_id: line(200).nullable().optional(),
  position: z.number().int().min(0).max(10_000),
  kind: stageKind,
  probability_ratio: ratio,
  forecast_category: forecastCategory,
}
export const stageEditable = z.object(stageFields)
export const stage = z.object({ ...recordBase, ...stageFields, pipeline_name: z.string().nullable() })
