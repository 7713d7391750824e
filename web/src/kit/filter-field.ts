import { minorUnitExponent } from '../../../src/base/currency.ts'
import type { MessageKey } from '../../../src/locales/en/index.ts'
import type { Format } from '../format.ts'
import type { Translate } from '../i18n.tsx'

export type FilterOperator = 'eq' | 'in' | 'lte' | 'gte' | 'contains' | 'is_empty' | 'is_not_empty'

/** One condition of a list, in the form the server takes. Several conditions all hold. */
export type FilterCondition = {
  field: string
  op: FilterOperator
  value?: string | number | boolean | (string | number)[]
}

export type FilterField = { id: string; label: string } & (
  | { type: 'text' | 'number' | 'day' | 'flag' }
  | { type: 'money'; currency: string }
  | { type: 'choice'; options: readonly { value: string; label: string }[] }
)

const valueless: readonly FilterOperator[] = ['is_empty', 'is_not_empty']
export const takesValue = (op: FilterOperator): boolean => !valueless.includes(op)

const operators: Record<FilterField['type'], readonly FilterOperator[]> = {
  text: ['contains', 'eq', 'is_empty', 'is_not_empty'],
  number: ['gte', 'lte', 'eq', 'is_empty', 'is_not_empty'],
  money: ['gte', 'lte', 'is_empty', 'is_not_empty'],
  day: ['gte', 'lte', 'eq', 'is_empty', 'is_not_empty'],
  choice: ['in', 'is_empty', 'is_not_empty'],
  flag: ['eq'],
}
export const operatorsOf = (field: FilterField): readonly FilterOperator[] => operators[field.type]

export const operatorKey: Record<FilterOperator, MessageKey> = {
  eq: 'filter.op.eq',
  in: 'filter.op.in',
  gte: 'filter.op.gte',
  lte: 'filter.op.lte',
  contains: 'filter.op.contains',
  is_empty: 'filter.op.is_empty',
  is_not_empty: 'filter.op.is_not_empty',
}

/** A condition as a reader says it: "Close date from 01.10.2026". */
export function conditionWords(field: FilterField, condition: FilterCondition, t: Translate, format: Format): string {
  const op = t(operatorKey[condition.op])
  if (!takesValue(condition.op)) return `${field.label} ${op}`
  const value = valueWords(field, condition.value, t, format)
  return condition.op === 'in' ? `${field.label}: ${value}` : `${field.label} ${op} ${value}`
}

function valueWords(field: FilterField, value: FilterCondition['value'], t: Translate, format: Format): string {
  if (field.type === 'choice') {
    const chosen = Array.isArray(value) ? value : [value]
    const labels = chosen.map((item) => field.options.find((option) => option.value === item)?.label ?? String(item))
    return labels.length > 3
      ? t('filter.and_more', { first: labels[0] ?? '', more: labels.length - 1 })
      : labels.join(', ')
  }
  if (field.type === 'flag') return value === true ? t('filter.yes') : t('filter.no')
  if (field.type === 'money') return format.moneyWhole(Number(value), field.currency)
  if (field.type === 'day') return format.day(String(value))
  return field.type === 'number' ? format.number(Number(value), 2) : `“${String(value)}”`
}

/** 1234.56 → 123456 in hryvnias, 1500 → 1500 in yen. */
export const toMinor = (major: number, currency: string): number =>
  Math.round(major * 10 ** minorUnitExponent(currency))
export const toMajor = (minor: number, currency: string): number => minor / 10 ** minorUnitExponent(currency)
