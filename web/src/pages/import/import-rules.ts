import type { ImportKind, ImportRecord, ImportReport } from '../../../../src/domains/imports/schema.ts'

/** The order in which a later file finds what it refers to. */
export const kindOrder: readonly ImportKind[] = [
  'products',
  'currency_rates',
  'accounts',
  'people',
  'contacts',
  'deals',
  'deal_history_stages',
  'deal_history_fields',
  'activities',
]

const waiting: readonly ImportRecord['status'][] = ['draft', 'ready', 'refused', 'failed', 'cancelled']
export const isWaiting = (record: ImportRecord): boolean => waiting.includes(record.status)
const working: readonly ImportRecord['status'][] = ['previewing', 'applying', 'undoing']
export const isWorking = (record: ImportRecord): boolean => working.includes(record.status)

/** Those that wait for a decision, in the order that suits; the older of equals first. */
export const inOrder = (records: readonly ImportRecord[]): ImportRecord[] =>
  [...records].sort(
    (a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || a.created_at.localeCompare(b.created_at),
  )

/** How many records of all entities together. */
export const totalOf = (report: ImportReport | null, part: 'created' | 'updated' | 'unchanged'): number =>
  Object.values(report?.entities ?? {}).reduce((sum, counts) => sum + counts[part], 0)

/** A file that ends more than a month before today tells of the past. */
export function isOld(newestOn: string, today: string): boolean {
  return Date.parse(today) - Date.parse(newestOn) > 31 * 86_400_000
}
