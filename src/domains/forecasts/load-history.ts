import { dayNumber, dayReader } from '../../base/calendar.ts'
import { buildHistory, type DealHistory, type DealRecord, type DealVersion } from '../../core/forecast/history.ts'
import type { VersionRow } from './sql.ts'

export type LoadedHistory = {
  history: DealHistory
  /** Team of each group; the last group holds deals of nobody's team (id null). */
  teams: { id: string | null; name: string | null }[]
  names: Map<string, string>
  withoutHistoryCount: number
}

/**
 * Rows of states, by deal and time, as the mathematics takes them: whole days in the workspace's zone, stages and
 * teams as small numbers.
 */
export function loadHistory(
  rows: readonly VersionRow[],
  teams: readonly { id: string; name: string }[],
  timeZone: string,
): LoadedHistory {
  const groups = [...teams, { id: null, name: null }]
  const groupOf = new Map(groups.map((team, i) => [team.id, i]))
  const stages = new Map<string, number>()
  const stageOf = (id: string): number => {
    const known = stages.get(id) ?? stages.size
    stages.set(id, known)
    return known
  }
  const dayIn = dayReader(timeZone)
  const deals: DealRecord[] = []
  const names = new Map<string, string>()
  let versions: DealVersion[] = []
  let withoutHistoryCount = 0
  rows.forEach((row, i) => {
    if (rows[i - 1]?.id !== row.id) {
      versions = []
      deals.push({ id: row.id, createdDay: row.created_on === null ? null : dayNumber(row.created_on), versions })
      if (!row.history_known) withoutHistoryCount++
    }
    names.set(row.id, row.name)
    versions.push({
      fromDay: dayNumber(dayIn(row.valid_from)),
      status: row.status,
      stage: stageOf(row.stage_id),
      group: groupOf.get(row.team_id) ?? groups.length - 1,
      probability: row.probability_ratio,
      expectedCloseDay: row.close_on === null ? null : dayNumber(row.close_on),
      amountMinor: row.value_minor,
      closedDay: row.closed_on === null ? null : dayNumber(row.closed_on),
    })
  })
  return { history: buildHistory(deals, groups.length), teams: groups, names, withoutHistoryCount }
}
