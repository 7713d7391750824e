import type { Deal } from '../../../../src/domains/deals/schema.ts'

/** The fields of a deal that a person may change. */
export const editableFields = [
  'name',
  'stage_id',
  'owner_id',
  'amount_minor',
  'close_on',
  'product_id',
  'forecast_category',
  'next_step',
  'next_step_on',
  'source',
  'loss_reason',
] as const
export type Draft = Pick<Deal, (typeof editableFields)[number]>

/** Only what was changed is sent, so that two people may change different fields. */
export function changesIn(draft: Draft, base: Deal): Partial<Draft> {
  const changed = editableFields.filter((field) => (draft[field] ?? null) !== (base[field] ?? null))
  return Object.fromEntries(changed.map((field) => [field, draft[field] ?? null]))
}
