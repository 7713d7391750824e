import type { Format } from '../../format.ts'
import type { Translate } from '../../i18n.tsx'

/** The source's own name of an attribute, made readable. */
export const attributeName = (key: string): string => {
  const words = key.replaceAll('_', ' ')
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

const isYear = (key: string): boolean => /(^|_)year(_|$)|рік/.test(key)

export function attributeWords(key: string, value: unknown, format: Format, t: Translate): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? t('filter.yes') : t('filter.no')
  // A year takes no thousands separator.
  if (typeof value === 'number') return isYear(key) ? String(value) : format.number(value, 2)
  return String(value)
}
