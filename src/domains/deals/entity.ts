import { defineEntity } from '../../platform/history/entity.ts'

export const dealEntity = defineEntity({
  name: 'deal',
  isVersioned: true,
  ownerField: 'owner_id',
  fields: {
    name: { type: 'text' },
    external_id: { type: 'text' },
    account_id: { type: 'uuid', references: 'account' },
    contact_id: { type: 'uuid', references: 'contact' },
    owner_id: { type: 'uuid', references: 'person' },
    product_id: { type: 'uuid', references: 'product' },
    pipeline_id: { type: 'uuid', references: 'pipeline' },
    stage_id: { type: 'uuid', references: 'stage' },
    status: { type: 'text' },
    amount_minor: { type: 'bigint' },
    currency: { type: 'text' },
    amount_estimated: { type: 'boolean' },
    close_on: { type: 'date' },
    created_on: { type: 'date' },
    created_known: { type: 'boolean' },
    history_known: { type: 'boolean' },
    closed_on: { type: 'date' },
    close_rate: { type: 'numeric' },
    next_step: { type: 'text' },
    next_step_on: { type: 'date' },
    loss_reason: { type: 'text' },
    source: { type: 'text' },
    forecast_category: { type: 'text' },
  },
})

export const dealShape = {
  entity: dealEntity,
  searchIn: ['name', 'external_id', 'account_name', 'owner_name'],
  defaultSort: 'created_on',
}
