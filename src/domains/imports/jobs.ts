import { z } from 'zod'
import type { FileShape } from '../../base/file-shape.ts'
import { AppError } from '../../base/errors.ts'
import { JobCancelled, defineJob, type JobContext } from '../../platform/jobs/job.ts'
import { undoImport } from '../../platform/history/undo.ts'
import type { WriteContext } from '../../platform/operation.ts'
import { applyFile, type FileToImport } from './apply.ts'
import type { ImportReport } from './schema.ts'
import * as statements from './import-sql.ts'

const payload = z.object({ import_id: z.uuid() })
const longStatementMs = 30 * 60_000

/** Carries a dry run's report out of the transaction it rolls back. */
class DryRunDone extends Error {
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('dry run done')
    this.report = report
  }
}

/** Works out what an import would do, by doing it and rolling it back. */
export const previewJob = defineJob({
  kind: 'import_preview',
  payload,
  run: async (context, { import_id: id }) =>
    outcomeOf(context, id, 'draft', async () => {
      const report = await dryRun(context, id)
      await setStatus(context, id, { status: 'ready', report })
      return report
    }),
})

/** Applies an import in one transaction: all of it or nothing. */
export const applyJob = defineJob({
  kind: 'import_apply',
  payload,
  run: async (context, { import_id: id }) =>
    outcomeOf(context, id, 'ready', () =>
      context.write(
        async (write) => {
          const stored = await load(write, id, context.id)
          // A worker that took over from a killed one finds the work done.
          if (stored.status === 'applied') return stored.report
          const report = await applyFile(write, stored.file, progressOf(context, 'imports.applying', stored.total))
          if (report.refused_count > 0 && !stored.file.mapping.options.skip_bad_rows) {
            throw new AppError('invalid_input', 'import_refused', { refused_count: report.refused_count })
          }
          await write.db.query(statements.finishApply(write.actor.workspaceId, id, write.now, report))
          return report
        },
        { source: 'import', importId: id, statementTimeoutMs: longStatementMs },
      ),
    ),
})

/** Takes an applied import back. */
export const undoJob = defineJob({
  kind: 'import_undo',
  payload,
  run: async (context, { import_id: id }) =>
    outcomeOf(context, id, 'applied', () =>
      context.write(
        async (write) => {
          const stored = await write.db.first(statements.selectForWork(write.actor.workspaceId, id))
          if (stored?.job_id !== context.id) throw movedOn()
          await context.progress({ step: 'imports.undoing', done: 0, total: null })
          const undo = await undoImport(write.db, write.actor.workspaceId, id, write.changes)
          await write.changes.flush()
          await write.db.query(statements.finishUndo(write.actor.workspaceId, id, write.now, undo))
          return undo
        },
        { source: 'import', undoesImportId: id, statementTimeoutMs: longStatementMs },
      ),
    ),
})

async function dryRun(context: JobContext, id: string): Promise<ImportReport> {
  try {
    return await context.write(
      async (write) => {
        const { file, total } = await load(write, id, context.id)
        throw new DryRunDone(await applyFile(write, file, progressOf(context, 'imports.checking', total)))
      },
      { source: 'import', importId: id, statementTimeoutMs: longStatementMs },
    )
  } catch (error) {
    if (error instanceof DryRunDone) return error.report
    throw error
  }
}

const movedOn = (): AppError => new AppError('conflict', 'import_moved_on')

const progressOf = (context: JobContext, step: string, total: number | null) => (done: number) =>
  context.progress({ step, done, total })

/**
 * @throws AppError when another piece of work was begun on the import since: one that died long ago and is tried again
 * must not apply what was applied and undone meanwhile
 */
async function load(
  context: WriteContext,
  id: string,
  jobId: string,
): Promise<{ file: FileToImport; total: number | null; status: string; report: ImportReport | null }> {
  const { workspaceId } = context.actor
  const stored = await context.db.first(statements.selectForWork(workspaceId, id))
  if (!stored) throw new AppError('not_found', 'record', { entity: 'import', id })
  if (stored.job_id !== jobId) throw movedOn()
  const { path } = await context.files.get(workspaceId, stored.file_id)
  return {
    file: { path, shape: stored.shape as FileShape, kind: stored.kind, mapping: stored.mapping },
    total: stored.report?.row_count ?? null,
    status: stored.status,
    report: stored.report,
  }
}

/** Runs the work; when it fails for good the import says why and can be tried again from where it was. */
async function outcomeOf<T>(context: JobContext, id: string, back: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const known =
      error instanceof AppError && error.code !== 'unavailable' && !['busy', 'import_moved_on'].includes(error.reason)
    if (context.signal.reason instanceof JobCancelled) await setStatus(context, id, { status: back })
    else if (known) await setStatus(context, id, { status: error.reason === 'import_refused' ? 'refused' : 'failed' })
    throw error
  }
}

const setStatus = (context: JobContext, id: string, set: { status: string; report?: ImportReport }): Promise<unknown> =>
  context.settle(({ db, actor }) => db.query(statements.updateStatus(actor.workspaceId, id, set)))
