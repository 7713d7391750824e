import { z } from 'zod'
import { dayOf } from '../../base/calendar.ts'
import * as schemas from '../../base/schemas.ts'
import { everyone } from '../../platform/access.ts'
import { defineOperation } from '../../platform/operation.ts'
import { pastInstant } from '../../platform/records/source.ts'
import { selectSigns, type SignRow } from './attention-sql.ts'
import { reasonKinds, reasonsOf, type Reason } from './health.ts'

const reason = z.object({
  kind: z.enum(reasonKinds),
  /** Days, times, or a share, by the kind. */
  size: z.number().nullable(),
  /** Days that stays in the stage usually last at most, of deals that were won. */
  usual: z.number().nullable(),
})
const needing = z.object({
  id: schemas.id,
  name: z.string(),
  account_id: schemas.id.nullable(),
  account_name: z.string().nullable(),
  owner_id: schemas.id.nullable(),
  owner_name: z.string().nullable(),
  stage_id: schemas.id,
  stage_name: z.string().nullable(),
  close_on: schemas.day.nullable(),
  /** In the reporting currency, at the day's rate. */
  value_minor: schemas.minor.nullable(),
  reasons: z.array(reason),
})

export const dealsAttention = defineOperation({
  realm: 'workspace',
  name: 'deals.attention',
  summary: {
    en: 'Open deals that need somebody, with the reasons: the most reasons first, then the most money',
    uk: 'Відкриті угоди, що потребують уваги, з причинами: спершу ті, де причин найбільше, далі за сумою',
  },
  kind: 'read',
  allow: everyone,
  input: z.strictObject({
    /** One deal only: its reasons, if it is open. */
    deal_id: schemas.id.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(20),
    as_of: schemas.asOf.optional(),
    known_as_of: schemas.instant.optional(),
  }),
  output: z.object({
    items: z.array(needing),
    /** Of how many open deals so many give a reason. */
    count: z.number().int(),
    open_count: z.number().int(),
    currency: schemas.currency,
    seq: z.number().int(),
  }),
  errors: [],
  run: async (context, input) => {
    const { settings, reach } = context.actor
    const at = pastInstant(context, input.as_of) ?? context.now
    const moment = { at, on: dayOf(at, settings.timeZone) }
    const asked = { reach, moment, currency: settings.currency, dealId: input.deal_id ?? null }
    const { rows, seq } = await context.replica.ask((tables) => selectSigns(tables, asked), input.known_as_of)
    const all = rows.map((row) => ({ row, reasons: reasonsOf(row) })).filter(({ reasons }) => reasons.length > 0)
    all.sort(byWeight)
    const items = all.slice(0, input.limit).map(shown)
    return { items, count: all.length, open_count: rows.length, currency: settings.currency, seq }
  },
})

type Weighed = { row: SignRow; reasons: Reason[] }

const byWeight = (a: Weighed, b: Weighed): number =>
  b.reasons.length - a.reasons.length ||
  (b.row.value_minor ?? 0) - (a.row.value_minor ?? 0) ||
  (a.row.id < b.row.id ? -1 : 1)

const shown = ({ row, reasons }: Weighed) => ({
  id: row.id,
  name: row.name,
  account_id: row.account_id,
  account_name: row.account_name,
  owner_id: row.owner_id,
  owner_name: row.owner_name,
  stage_id: row.stage_id,
  stage_name: row.stage_name,
  close_on: row.close_on,
  value_minor: row.value_minor,
  reasons,
})
