import { useFormat, useOptionalT, useT } from '../i18n.tsx'
import { useSession } from '../shell/session.tsx'
import type { Noun } from './use-address.ts'
import { isReference } from './use-names.ts'

/** A stored field and its value, in words. `record` lends the currency of an amount. */
export type FieldWords = {
  label: (field: string) => string
  value: (field: string, value: unknown, currency: string) => string
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/** In: names of referenced records by id; the noun whose fields they are, since a name is of something. */
export function useFieldWords(names: ReadonlyMap<string, string>, noun: Noun): FieldWords {
  const t = useT()
  const optional = useOptionalT()
  const format = useFormat()
  const { workspace } = useSession()
  const value = (field: string, stored: unknown, currency: string): string => {
    if (stored === null || stored === undefined || stored === '') return t('timeline.nothing')
    if (isReference(field)) return names.get(String(stored)) ?? '…'
    if (field.endsWith('_minor')) return format.money(Number(stored), currency)
    if (field === 'status') return optional(`deals.status.${String(stored)}`) ?? String(stored)
    if (field === 'forecast_category') return optional(`deals.category.${String(stored)}`) ?? String(stored)
    if (typeof stored === 'boolean') return stored ? t('filter.yes') : t('filter.no')
    if (typeof stored === 'string' && dayPattern.test(stored)) return format.day(stored)
    if (field.endsWith('_at')) return format.instant(String(stored), workspace.timeZone)
    if (typeof stored === 'number') return format.number(stored, 4)
    return typeof stored === 'object' ? wordsOfObject(stored, format.number) : String(stored)
  }
  const nameKey = { deals: 'deals.field.name', accounts: 'accounts.name', people: 'people.name' } as const
  const label = (field: string): string =>
    field === 'name' ? t(nameKey[noun]) : (optional(`deals.field.${field}` satisfies string) ?? field)
  return { label, value }
}

const wordsOfObject = (stored: object, number: (value: number, digits?: number) => string): string =>
  Object.entries(stored)
    .map(([key, item]) => `${key}: ${typeof item === 'number' ? number(item, 2) : String(item)}`)
    .join(', ')
