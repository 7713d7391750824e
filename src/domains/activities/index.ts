import { defineEntity } from '../../platform/history/entity.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import * as schema from './schema.ts'

export const activityEntity = defineEntity({
  name: 'activity',
  isVersioned: false,
  ownerField: 'owner_id',
  fields: {
    kind: { type: 'text' },
    subject: { type: 'text' },
    external_id: { type: 'text' },
    deal_id: { type: 'uuid', references: 'deal' },
    account_id: { type: 'uuid', references: 'account' },
    contact_id: { type: 'uuid', references: 'contact' },
    owner_id: { type: 'uuid', references: 'person' },
    happened_at: { type: 'timestamptz' },
    due_on: { type: 'date' },
    is_done: { type: 'boolean' },
    body: { type: 'text' },
  },
})

export const activities = recordOperations({
  noun: 'activities',
  words: { one: { en: 'an activity', uk: 'активність' }, many: { en: 'activities', uk: 'активності' } },
  shape: { entity: activityEntity, searchIn: ['subject'], defaultSort: 'happened_at' },
  stored: schema.activity,
  editable: schema.activityEditable,
  defaults: { is_done: true },
})
