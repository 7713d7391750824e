import { z } from 'zod'
import { AppError } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { editors } from '../../platform/access.ts'
import type { StoredRecord, Values } from '../../platform/history/recorder.ts'
import { defineOperation, type WriteContext } from '../../platform/operation.ts'
import { assertOwnReach, changedOnly, lockManyWithin, readBack } from '../../platform/records/operations.ts'
import { assertReferences, referencesIn } from '../../platform/records/references.ts'
import { completing } from './completing.ts'
import { dealEntity, dealShape } from './entity.ts'
import * as schema from './schema.ts'

const dealChange = z.strictObject({
  ...schema.dealEditable.partial().shape,
  id: schemas.id,
  version: schemas.version.optional(),
})

export const updateDeals = defineOperation({
  realm: 'workspace',
  name: 'deals.update_many',
  summary: {
    en: 'Change up to 200 deals at once, each against the version that was seen: all or none',
    uk: 'Змінити до 200 угод разом, кожну проти тієї версії, яку бачили: усі або жодної',
  },
  kind: 'write',
  allow: editors,
  input: z.strictObject({ items: z.array(dealChange).min(1).max(200) }),
  output: z.object({ items: z.array(schema.deal) }),
  errors: ['invalid_input', 'not_found', 'conflict', 'version_required'],
  run: async (context, { items }) => {
    const ids = items.map(({ id }) => id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice !== undefined) throw new AppError('invalid_input', 'named_twice', { id: twice })
    const stored = await lockManyWithin(context, dealShape, ids)
    const complete = completing(context)
    const asserted = new Set<string>()
    for (const { id, version, ...given } of items) {
      const before = stored.get(id) as StoredRecord
      const patch = await complete(given, before, context.now)
      await assertNew(context, asserted, changedOnly(patch, before))
      context.changes.updateLocked(dealEntity, before, version, patch)
    }
    return { items: (await readBack(context, dealShape, ids)) as never }
  },
})

/** What deals are to refer to is looked up once, though two hundred of them get it. */
async function assertNew(context: WriteContext, asserted: Set<string>, patch: Values): Promise<void> {
  const references = referencesIn(dealEntity, patch)
  const key = JSON.stringify(references)
  if (asserted.has(key)) return
  asserted.add(key)
  await assertReferences(context, dealEntity, patch)
  assertOwnReach(context, dealShape, patch)
}
