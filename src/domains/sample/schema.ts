import { z } from 'zod'
import { day, id } from '../../base/schemas.ts'

export const sampleStatus = z.object({
  /** `none`: nothing of it is here; `partial`: loading goes on or was stopped; `loaded`: all of it is here. */
  state: z.enum(['none', 'partial', 'loaded']),
  /** Whether it may be loaded: nobody's own data would be mixed with it. */
  can_load: z.boolean(),
  end_on: day.nullable(),
  done_count: z.number().int(),
  step_count: z.number().int(),
  /** The loading or removal that goes on now. */
  job_id: id.nullable(),
})
export const started = z.object({ job_id: id })
