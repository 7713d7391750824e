import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import { operators } from '../../platform/access.ts'
import type { StoredRecord } from '../../platform/history/recorder.ts'
import { defineOperation, type WriteContext } from '../../platform/operation.ts'
import { readBack } from '../../platform/records/operations.ts'
import { completeTarget, targetEntity, targetShape } from './entity.ts'
import * as schema from './schema.ts'
import { lockCells, selectMissing } from './sql.ts'

const placeOf = (cell: Pick<schema.TargetCell, 'metric' | 'granularity' | 'starts_on' | 'person_id' | 'team_id'>) =>
  [cell.metric, cell.granularity, cell.starts_on, cell.person_id ?? '', cell.team_id ?? ''].join(' ')

export const setTargets = defineOperation({
  realm: 'workspace',
  name: 'targets.set_many',
  summary: {
    en: 'Set, change or take away up to 1,000 targets at once, each against the version that was seen: all or none',
    uk: 'Поставити, змінити чи прибрати до 1000 цілей разом, кожну проти тієї версії, яку бачили: усі або жодної',
  },
  kind: 'write',
  allow: operators,
  input: z.strictObject({ items: z.array(schema.targetCell).min(1).max(1000) }),
  /** Those that stand there now, in the order asked for; what was taken away is not among them. */
  output: z.object({ items: z.array(schema.target) }),
  errors: ['invalid_input', 'not_found', 'conflict', 'version_required'],
  run: async (context, { items }) => {
    const places = items.map(placeOf)
    if (new Set(places).size < places.length) throw new AppError('invalid_input', 'target_twice')
    await assertWhose(context, items)
    const rows = await context.db.query<StoredRecord>(lockCells(context.actor.workspaceId, items))
    const stored = new Map(rows.map((row) => [placeOf(row as never), row]))
    const ids = items.flatMap((item) => setCell(context, item, stored.get(placeOf(item))))
    return { items: (await readBack(context, targetShape, ids)) as never }
  },
})

/** @returns the id of the target that stands there now, if any */
function setCell(context: WriteContext, item: schema.TargetCell, stored: StoredRecord | undefined): string[] {
  const { changes, actor, newId, now } = context
  const { version, ...given } = item
  if (stored === undefined) {
    if (version !== undefined) throw new AppError('conflict', 'target_gone', { starts_on: item.starts_on })
    if (given.value === null) return []
    const id = newId()
    changes.create(targetEntity, id, completeTarget(actor.settings, given, null))
    return [id]
  }
  if (given.value === null) {
    changes.updateLocked(targetEntity, stored, version, { archived_at: now })
    return []
  }
  changes.updateLocked(targetEntity, stored, version, completeTarget(actor.settings, given, stored))
  return [stored.id]
}

async function assertWhose({ db, actor }: WriteContext, items: readonly schema.TargetCell[]): Promise<void> {
  const ids = (of: 'person_id' | 'team_id') => [...new Set(items.flatMap((item) => item[of] ?? []))]
  const missing = await db.first(selectMissing(actor.workspaceId, ids('person_id'), ids('team_id')))
  if (missing) throw notFound(missing.entity, missing.id)
}
