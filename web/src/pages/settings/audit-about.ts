import type { Output } from '../../api.ts'
import { useFormat, useOptionalT, useT } from '../../i18n.tsx'

type Entry = Output<'audit.list'>['items'][number]
type Change = Entry['changes'][number]

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Whom or what an entry is about, in a line. */
export function useAbout(): (entry: Entry) => string {
  const t = useT()
  const optional = useOptionalT()
  const format = useFormat()
  const role = (value: unknown): string | null => {
    if (value === null) return t('audit.no_role')
    return typeof value === 'string' ? (optional(`role.${value}`) ?? value) : null
  }
  const roles = ({ before, after }: Change): string | null => {
    const now = after !== null && 'role' in after ? role(after['role']) : null
    const was = before !== null && 'role' in before ? role(before['role']) : null
    return was !== null && was !== now ? `${was} → ${now}` : now
  }
  /** What changed of a record, when it was an edit. */
  const fields = ({ before, after }: Change): string | null => {
    if (before === null || after === null || 'role' in after) return null
    return Object.keys(after)
      .map((field) => optional(`deals.field.${field}`) ?? field)
      .join(', ')
  }
  return ({ changes, change_count: count }) => {
    const [first] = changes
    const many = count > 1 ? t('audit.count', { count, shown: format.number(count) }) : null
    if (first === undefined || count > changes.length) return many ?? ''
    if (count > 1) return [...new Set(changes.map((change) => change.name)), many].filter(Boolean).join(' · ')
    const { after, before } = first
    const name = first.name ?? text(after?.['email']) ?? text(after?.['name']) ?? text(before?.['name'])
    const where = text(after?.['address'])
    return [name, roles(first), fields(first), where, many].filter((part) => part !== null).join(' · ')
  }
}
