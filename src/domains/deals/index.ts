import { recordOperations } from '../../platform/records/operations.ts'
import { dealsAttention } from './attention.ts'
import { completing } from './completing.ts'
import { dealShape } from './entity.ts'
import * as schema from './schema.ts'
import { summarizeDeals } from './summary.ts'
import { updateDeals } from './update-many.ts'

export { closeRate } from './completing.ts'
export { dealEntity, dealShape } from './entity.ts'

export const deals = recordOperations({
  noun: 'deals',
  words: { one: { en: 'a deal', uk: 'угоду' }, many: { en: 'deals', uk: 'угоди' } },
  shape: dealShape,
  stored: schema.deal,
  editable: schema.dealEditable,
  complete: (context, given, stored, at) => completing(context)(given, stored, at),
})

/** Every operation on deals. */
export const dealOperations = [...Object.values(deals), updateDeals, summarizeDeals, dealsAttention] as const
