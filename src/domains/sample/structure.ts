import { startOfDay } from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import type { WriteContext } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import { membershipEntity, teamEntity } from '../people/index.ts'
import { pipelineEntity, stageEntity } from '../pipelines/index.ts'
import { pipelines, releasedTeam, rootTeam, sellers, teams } from './company.ts'
import { Span } from './span.ts'
import { createTargets } from './targets.ts'

/** The four processes; they were there before the first deal. */
export function createPipelines({ changes, newId, actor }: WriteContext, endOn: string): void {
  const span = new Span(endOn)
  const at = startOfDay(span.day(span.first), actor.settings.timeZone)
  for (const [position, { name, stages }] of pipelines.entries()) {
    const pipelineId = newId()
    changes.create(pipelineEntity, pipelineId, { name, position }, at)
    for (const [place, stage] of stages.entries()) {
      const { name: stageName, kind, probability, category } = stage
      const meaning = { kind, probability_ratio: probability, forecast_category: category }
      changes.create(
        stageEntity,
        newId(),
        { pipeline_id: pipelineId, name: stageName, position: place, ...meaning },
        at,
      )
    }
  }
}

/** The tree of teams with their targets, with who leads them and where they stood, and who was in which from when to when, each known from its own first day. */
export async function createTeams(context: WriteContext, endOn: string): Promise<void> {
  const { changes, newId, actor } = context
  const span = new Span(endOn)
  const startOf = (place: number): string => startOfDay(span.day(span.first + place), actor.settings.timeZone)
  const idOf = await personIds(context)
  const rootId = newId()
  const teamIds = new Map<string, string>([[rootTeam, rootId], ...teams.map((name) => [name, newId()] as const)])
  for (const [name, id] of teamIds) {
    const isReleased = name === releasedTeam.team
    const parentId = isReleased ? (teamIds.get(releasedTeam.first) ?? rootId) : rootId
    const values = { name, parent_id: id === rootId ? null : parentId, lead_id: idOf(leadOf(name)) }
    const record = { id, version: 1, changed_at: startOf(0), ...values }
    changes.create(teamEntity, id, values, record.changed_at)
    if (isReleased) changes.updateLocked(teamEntity, record, 1, { parent_id: rootId }, startOf(releasedTeam.at))
  }
  for (const { name, stays } of sellers) {
    for (const { team, from, to } of stays) {
      const dayOrNull = (place: number | null): string | null => (place === null ? null : span.day(span.first + place))
      const days = { from_on: dayOrNull(from), to_on: dayOrNull(to) }
      const values = { person_id: idOf(name), team_id: teamIds.get(team) ?? null, ...days }
      changes.create(membershipEntity, newId(), values, startOf(from ?? 0))
    }
  }
  createTargets(context, span, { teamIds, personId: idOf })
}

const leadOf = (team: string): string => sellers.find(({ leads }) => leads === team)?.name ?? ''

async function personIds({ db, actor }: WriteContext): Promise<(name: string) => string> {
  const rows = await db.query<{ id: string; name: string }>(sql`
    select id, name from kurs.person where workspace_id = ${actor.workspaceId} and archived_at is null`)
  const ids = new Map(rows.map(({ id, name }) => [name, id]))
  return (name) => {
    const id = ids.get(name)
    if (id === undefined) throw new AppError('not_found', 'record', { entity: 'person', name })
    return id
  }
}
