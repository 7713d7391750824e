import { z } from 'zod'
import { day, id, instant, line, name, recordBase } from '../../base/schemas.ts'

export const activityKind = z.enum(['call', 'email', 'meeting', 'task', 'note', 'event'])
const activityFields = {
  kind: activityKind,
  subject: name,
  external_id: line(200).nullable().optional(),
  deal_id: id.nullable().optional(),
  account_id: id.nullable().optional(),
  contact_id: id.nullable().optional(),
  owner_id: id.nullable().optional(),
  happened_at: instant.nullable().optional(),
  due_on: day.nullable().optional(),
  is_done: z.boolean().optional(),
  body: line(20_000).nullable().optional(),
}
/** A task is an activity not done yet. */
export const activityEditable = z.object(activityFields)
export const activity = z.object({
  ...recordBase,
  ...activityFields,
  deal_name: z.string().nullable(),
  account_name: z.string().nullable(),
  contact_name: z.string().nullable(),
  owner_name: z.string().nullable(),
})
