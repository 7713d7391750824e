import { operators } from '../../platform/access.ts'
import { defineEntity } from '../../platform/history/entity.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import * as schema from './schema.ts'

export const productEntity = defineEntity({
  name: 'product',
  isVersioned: true,
  fields: {
    name: { type: 'text' },
    external_id: { type: 'text' },
    family: { type: 'text' },
    list_price_minor: { type: 'bigint' },
    currency: { type: 'text' },
  },
})
export const currencyRateEntity = defineEntity({
  name: 'currency_rate',
  isVersioned: false,
  fields: {
    currency: { type: 'text' },
    quote: { type: 'text' },
    rated_on: { type: 'date' },
    rate: { type: 'numeric' },
  },
})

export const products = recordOperations({
  noun: 'products',
  words: { one: { en: 'a product', uk: 'товар або послугу' }, many: { en: 'products', uk: 'товари й послуги' } },
  shape: { entity: productEntity, searchIn: ['name', 'external_id'], defaultSort: 'name' },
  stored: schema.product,
  editable: schema.productEditable,
  allowWrite: operators,
})
export const currencyRates = recordOperations({
  noun: 'currency_rates',
  words: { one: { en: 'a currency rate', uk: 'курс валюти' }, many: { en: 'currency rates', uk: 'курси валют' } },
  shape: { entity: currencyRateEntity, searchIn: ['currency'], defaultSort: 'rated_on' },
  stored: schema.currencyRate,
  editable: schema.currencyRateEditable,
  allowWrite: operators,
})
