/**
 * What a forecast learns from: every deal as the list of the states it passed through. Days are numbers since
 * 1970-01-01: either all whole (the date in the workspace's zone; day d then stands for the end of that date, as
 * fiscalOrigins means it) or all instants (milliseconds / 86 400 000). An event on day x lies in the window (a, b]
 * when a < x ≤ b. Money is integer minor units of one currency.
 */
export type DealStatus = 'open' | 'won' | 'lost'

/** The state of a deal from `fromDay` until its next version. */
export type DealVersion = {
  fromDay: number
  status: DealStatus
  /** Any small integer; a source without stages gives 0. */
  stage: number
  /** Who is credited: an index below `groupCount` (a team, a seller). */
  group: number
  /** The stage's win probability, 0–1; null where nobody set one. */
  probability: number | null
  expectedCloseDay: number | null
  amountMinor: number | null
  /** The business date of a close, when it differs from the day it became known (`fromDay`). */
  closedDay?: number | null
}

/**
 * A deal; its versions in the order they were made. `createdDay` null: nobody knows. Such a deal, and one created
 * more than a day before its first version, is not taken for new business on the day it became known.
 */
export type DealRecord = { id: string; createdDay: number | null; versions: readonly DealVersion[] }

export const STATUS_OPEN = 0
export const STATUS_WON = 1
export const STATUS_LOST = 2
const statusCodes: Record<DealStatus, number> = { open: STATUS_OPEN, won: STATUS_WON, lost: STATUS_LOST }

/** Columns: deals sorted by id, versions of deal i at rows firstVersion[i] … firstVersion[i + 1] − 1. NaN is null. */
export type DealHistory = {
  readonly groupCount: number
  readonly dealIds: readonly string[]
  /** NaN: unknown. */
  readonly createdDay: Float64Array
  readonly firstVersion: Int32Array
  readonly fromDay: Float64Array
  readonly status: Uint8Array
  readonly stage: Int32Array
  readonly group: Int32Array
  readonly probability: Float64Array
  readonly expectedCloseDay: Float64Array
  readonly amountMinor: Float64Array
  /** Of a closed version: the day the deal counts as closed on. NaN when open. */
  readonly closedDay: Float64Array
}

/** What was known on `asOfDay` and nothing later. Every method sees the past through this alone. */
export type HistoryView = DealHistory & { readonly asOfDay: number }

const finite = (value: number | null | undefined): number =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : NaN

/** Versions in order of time; of several at one moment the last made stands. */
function inOrder(versions: readonly DealVersion[]): DealVersion[] {
  const sorted = versions.filter((v) => Number.isFinite(v.fromDay)).sort((a, b) => a.fromDay - b.fromDay)
  return sorted.filter((v, i) => sorted[i + 1]?.fromDay !== v.fromDay)
}

function emptyHistory(groupCount: number, dealIds: string[], versionCount: number): DealHistory {
  return {
    groupCount,
    dealIds,
    createdDay: new Float64Array(dealIds.length),
    firstVersion: new Int32Array(dealIds.length + 1),
    fromDay: new Float64Array(versionCount),
    status: new Uint8Array(versionCount),
    stage: new Int32Array(versionCount),
    group: new Int32Array(versionCount),
    probability: new Float64Array(versionCount),
    expectedCloseDay: new Float64Array(versionCount),
    amountMinor: new Float64Array(versionCount),
    closedDay: new Float64Array(versionCount),
  }
}

/**
 * Puts deals into columns.
 * In: deals in any order (the result does not depend on it), `groupCount` ≥ 1. Out: sorted columns; versions
 * without a finite `fromDay`, and deals without versions, are left out; probabilities are cut to 0–1.
 * Errors: RangeError for a group outside 0 … groupCount − 1. Cost: O(n log n).
 */
export function buildHistory(deals: readonly DealRecord[], groupCount: number): DealHistory {
  const kept = deals
    .map((deal) => ({ deal, versions: inOrder(deal.versions) }))
    .filter((d) => d.versions.length > 0)
    .sort((a, b) => (a.deal.id < b.deal.id ? -1 : a.deal.id > b.deal.id ? 1 : 0))
  const history = emptyHistory(
    groupCount,
    kept.map((d) => d.deal.id),
    kept.reduce((sum, d) => sum + d.versions.length, 0),
  )
  let row = 0
  kept.forEach(({ deal, versions }, i) => {
    history.createdDay[i] = finite(deal.createdDay)
    history.firstVersion[i] = row
    for (const version of versions) writeVersion(history, row++, version, row - 1 > (history.firstVersion[i] ?? 0))
  })
  history.firstVersion[kept.length] = row
  return history
}

function writeVersion(history: DealHistory, row: number, version: DealVersion, hasEarlier: boolean): void {
  if (!Number.isInteger(version.group) || version.group < 0 || version.group >= history.groupCount) {
    throw new RangeError(`group ${version.group} is not below ${history.groupCount}`)
  }
  const status = statusCodes[version.status]
  history.fromDay[row] = version.fromDay
  history.status[row] = status
  history.stage[row] = version.stage
  history.group[row] = version.group
  history.probability[row] = Math.min(1, Math.max(0, finite(version.probability)))
  history.expectedCloseDay[row] = finite(version.expectedCloseDay)
  history.amountMinor[row] = finite(version.amountMinor)
  if (status === STATUS_OPEN) {
    history.closedDay[row] = NaN
    return
  }
  // A correction made after the close does not move the close: the day is inherited from the version before.
  const stated = finite(version.closedDay)
  const inherited = hasEarlier && history.status[row - 1] === status ? (history.closedDay[row - 1] ?? NaN) : NaN
  history.closedDay[row] = !Number.isNaN(stated) ? stated : !Number.isNaN(inherited) ? inherited : version.fromDay
}

/**
 * Cuts a history at a day: copies what was valid on it and leaves everything later behind, so that no method
 * can look ahead even by mistake. Cost: O(versions).
 */
export function viewAt(history: DealHistory, asOfDay: number): HistoryView {
  const deals: number[] = []
  const dealIds: string[] = []
  let versionCount = 0
  for (let deal = 0; deal < history.dealIds.length; deal++) {
    const known = knownVersions(history, deal, asOfDay)
    if (known === 0) continue
    deals.push(deal)
    dealIds.push(history.dealIds[deal]!)
    versionCount += known
  }
  const view = emptyHistory(history.groupCount, dealIds, versionCount)
  let row = 0
  for (let i = 0; i < deals.length; i++) {
    const first = history.firstVersion[deals[i]!]!
    const known = knownVersions(history, deals[i]!, asOfDay)
    view.createdDay[i] = history.createdDay[deals[i]!]!
    view.firstVersion[i] = row
    copyRows(history, view, first, known, row)
    row += known
  }
  view.firstVersion[deals.length] = row
  return { ...view, asOfDay }
}

function knownVersions(history: DealHistory, deal: number, asOfDay: number): number {
  const first = history.firstVersion[deal]!
  let next = first
  while (next < history.firstVersion[deal + 1]! && history.fromDay[next]! <= asOfDay) next++
  return next - first
}

function copyRows(from: DealHistory, to: DealHistory, start: number, count: number, at: number): void {
  to.fromDay.set(from.fromDay.subarray(start, start + count), at)
  to.status.set(from.status.subarray(start, start + count), at)
  to.stage.set(from.stage.subarray(start, start + count), at)
  to.group.set(from.group.subarray(start, start + count), at)
  to.probability.set(from.probability.subarray(start, start + count), at)
  to.expectedCloseDay.set(from.expectedCloseDay.subarray(start, start + count), at)
  to.amountMinor.set(from.amountMinor.subarray(start, start + count), at)
  to.closedDay.set(from.closedDay.subarray(start, start + count), at)
}
