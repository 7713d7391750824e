import { defineEntity } from '../../platform/history/entity.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import * as schema from './schema.ts'

export const accountEntity = defineEntity({
  name: 'account',
  isVersioned: true,
  fields: {
    name: { type: 'text' },
    external_id: { type: 'text' },
    parent_id: { type: 'uuid', references: 'account' },
    owner_id: { type: 'uuid', references: 'person' },
    attributes: { type: 'jsonb' },
  },
})
export const contactEntity = defineEntity({
  name: 'contact',
  isVersioned: true,
  fields: {
    name: { type: 'text' },
    external_id: { type: 'text' },
    account_id: { type: 'uuid', references: 'account' },
    owner_id: { type: 'uuid', references: 'person' },
    email: { type: 'text' },
    phone: { type: 'text' },
    title: { type: 'text' },
  },
})

export const accounts = recordOperations({
  noun: 'accounts',
  words: { one: { en: 'an account', uk: 'компанію-клієнта' }, many: { en: 'accounts', uk: 'компанії-клієнти' } },
  shape: { entity: accountEntity, searchIn: ['name', 'external_id'], defaultSort: 'name' },
  stored: schema.account,
  editable: schema.accountEditable,
})
export const contacts = recordOperations({
  noun: 'contacts',
  words: { one: { en: 'a contact', uk: 'контакт' }, many: { en: 'contacts', uk: 'контакти' } },
  shape: { entity: contactEntity, searchIn: ['name', 'email'], defaultSort: 'name' },
  stored: schema.contact,
  editable: schema.contactEditable,
})
