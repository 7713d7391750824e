import { z } from 'zod'
import { addDays, startOfDay } from '../../base/calendar.ts'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { operators } from '../../platform/access.ts'
import { verifyChain } from '../../platform/history/verify-chain.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { defineOperation } from '../../platform/operation.ts'
import { pageOf } from '../../platform/records/list.ts'
import * as schema from './schema.ts'
import * as statements from './audit-sql.ts'

const shared = { realm: 'workspace', allow: operators } as const
const verifyKind = 'audit_verify'

export const listAudit = defineOperation({
  ...shared,
  name: 'audit.list',
  summary: { en: 'Who did what and when, newest first', uk: 'Хто що й коли зробив, новіше спочатку' },
  kind: 'read',
  input: z.strictObject({
    user_id: schemas.id.optional(),
    /** Operations (`members.update`) or all of a noun (`members`). */
    kinds: z
      .array(z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/))
      .max(20)
      .optional(),
    from: schemas.day.optional(),
    to: schemas.day.optional(),
    cursor: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: pageOf(schema.auditEntry),
  errors: ['invalid_input'],
  run: async ({ db, actor }, { from, to, cursor, ...input }) => {
    const zone = actor.settings.timeZone
    const rows = await db.query(
      statements.selectAudit(actor.workspaceId, {
        ...input,
        before: cursor === undefined ? null : Number(cursor),
        fromAt: from === undefined ? null : startOfDay(from, zone),
        beforeAt: to === undefined ? null : startOfDay(addDays(to, 1), zone),
      }),
    )
    const items = rows.slice(0, input.limit)
    return { items, next_cursor: rows.length > input.limit ? String(items.at(-1)?.seq) : null }
  },
})

export const verifyAuditJob = defineJob({
  kind: verifyKind,
  payload: z.object({ known: z.object({ seq: z.number(), hmac: z.string() }).nullable().default(null) }),
  run: (context, { known }) =>
    context.read(({ db, actor, auditKey }) =>
      verifyChain(db, { workspaceId: actor.workspaceId, auditKey }, known, (done, total) =>
        context.progress({ step: 'audit.verifying', done, total }),
      ),
    ),
})

export const verifyAudit = defineOperation({
  ...shared,
  name: 'audit.verify',
  summary: {
    en: 'Check that nobody rewrote the log; --seq and --hmac: that a link noted earlier is still in it',
    uk: 'Перевірити, що журнал ніхто не переписав; --seq і --hmac: що записана раніше ланка досі в ньому',
  },
  kind: 'write',
  input: z.strictObject({
    seq: z.number().int().min(1).optional(),
    hmac: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  output: z.object({ id: schemas.id, job_id: schemas.id }),
  errors: ['invalid_input'],
  run: async ({ jobs }, { seq, hmac }) => {
    if ((seq === undefined) !== (hmac === undefined)) throw new AppError('invalid_input', 'seq_and_hmac')
    const known = seq === undefined || hmac === undefined ? null : { seq, hmac }
    const id = await jobs.enqueue(verifyKind, { known }, { maxAttempts: 3 })
    return { id, job_id: id }
  },
})

export const getVerification = defineOperation({
  ...shared,
  name: 'audit.get',
  summary: { en: 'Show what a check of the log found', uk: 'Показати, що виявила перевірка журналу' },
  kind: 'read',
  input: z.strictObject({ id: schemas.id }),
  output: schema.verification,
  errors: ['not_found'],
  run: async ({ db, actor }, { id }) => {
    const [row] = await db.query(statements.selectVerifications(actor.workspaceId, verifyKind, id))
    if (!row) throw notFound('verification', id)
    return row
  },
})

export const latestVerification = defineOperation({
  ...shared,
  name: 'audit.latest',
  summary: { en: 'Show the latest check of the log', uk: 'Показати останню перевірку журналу' },
  kind: 'read',
  input: z.strictObject({}),
  output: z.object({ verification: schema.verification.nullable() }),
  errors: [],
  run: async ({ db, actor }) => {
    const [row] = await db.query(statements.selectVerifications(actor.workspaceId, verifyKind, null))
    return { verification: row ?? null }
  },
})
