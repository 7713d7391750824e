import { z } from 'zod'
import { id, line, name, plain, recordBase } from '../../base/schemas.ts'

export const viewPage = z.enum(['deals', 'accounts', 'contacts', 'activities'])

const field = line(80)
const condition = z.strictObject({
  field,
  op: z.enum(['eq', 'in', 'lte', 'gte', 'contains', 'is_empty', 'is_not_empty']),
  value: z.union([plain(500), z.number(), z.boolean(), z.array(z.union([plain(500), z.number()])).max(200)]).optional(),
})

/** What a list shows, under the same keys as in its address. What is absent is as the page begins. */
export const viewState = z.strictObject({
  q: plain(200).optional(),
  filter: z.array(condition).max(20).optional(),
  sort: field.optional(),
  direction: z.enum(['asc', 'desc']).optional(),
  /** The columns that are seen, in their order. */
  columns: z.array(field).min(1).max(100).optional(),
  view: z.enum(['board']).optional(),
  /** The pipeline of a board. */
  pipeline: line(60).optional(),
})
export type ViewState = z.infer<typeof viewState>

export const viewFields = { name, is_shared: z.boolean(), state: viewState }

export const view = z.object({
  ...recordBase,
  user_id: id,
  page: viewPage,
  ...viewFields,
  /** Whether the caller made it. */
  is_own: z.boolean(),
})
export type View = z.infer<typeof view>
