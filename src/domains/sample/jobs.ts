import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { undoImport } from '../../platform/history/undo.ts'
import { defineJob, type JobContext } from '../../platform/jobs/job.ts'
import type { WriteContext } from '../../platform/operation.ts'
import { importFile } from '../imports/index.ts'
import { sampleComputation, type MadeFile } from './computation.ts'
import { fileName } from './files.ts'
import type { Currency } from './rates.ts'
import * as statements from './sql.ts'
import { createPipelines, createTeams } from './structure.ts'

const longStatementMs = 30 * 60_000

/** A step is one transaction and one change set. */
type Step = {
  rowCount: number
  run: (write: WriteContext, onRows: (count: number) => Promise<void>) => Promise<unknown>
}
/** The processes, eight files, and the teams after the people. */
export const stepCount = 10

/**
 * Loads the sample company as a customer's files would be loaded, a transaction each. Which are done is kept, so a
 * worker that takes over, or a loading asked for again, goes on where the last one ended.
 */
export const loadJob = defineJob({
  kind: 'sample_load',
  payload: z.object({}),
  run: async (context) => {
    const { workspaceId, settings } = context.actor
    const sample = await context.read(({ db }) => db.first(statements.selectSample(workspaceId)))
    if (!sample) return null
    const folder = join(context.dataDir, 'files', workspaceId, 'sample')
    await context.progress({ step: 'sample.making', done: 0, total: null })
    const files = await context.compute(
      sampleComputation,
      { seed: sample.seed, endOn: sample.end_on, quote: settings.currency as Currency },
      () => context.progress({ step: 'sample.making', done: 0, total: null }),
    )
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const steps = stepsOf(files, folder, sample.end_on)
      return await runSteps(context, sample, steps)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})

async function runSteps(context: JobContext, sample: statements.StoredSample, steps: Step[]): Promise<unknown> {
  const { workspaceId } = context.actor
  const total = steps.reduce((sum, { rowCount }) => sum + rowCount, 0)
  let done = steps.slice(0, sample.done_count).reduce((sum, { rowCount }) => sum + rowCount, 0)
  for (const [place, step] of steps.entries()) {
    if (place < sample.done_count) continue
    const tell = (count: number): Promise<void> =>
      context.progress({ step: 'sample.loading', done: done + count, total })
    await tell(0)
    await context.write(
      async (write) => {
        const stored = await write.db.first(statements.lockSample(workspaceId))
        if (stored?.id !== sample.id || stored.done_count !== place) return
        await step.run(write, tell)
        await write.db.query(statements.updateDone(workspaceId, place + 1))
      },
      { source: 'import', importId: sample.id, statementTimeoutMs: longStatementMs },
    )
    done += step.rowCount
  }
  return { row_count: total }
}

function stepsOf(files: readonly MadeFile[], folder: string, endOn: string): Step[] {
  const steps: Step[] = [{ rowCount: 1, run: async (write) => createPipelines(write, endOn) }]
  for (const { kind, text, rowCount } of files) {
    const path = join(folder, `${kind}.csv`)
    steps.push({
      rowCount,
      run: async (write, onRows) => {
        await writeFile(path, text, { mode: 0o600 })
        await importFile(write, { path, name: fileName(kind), kind }, onRows)
      },
    })
    if (kind === 'people') steps.push({ rowCount: 1, run: (write) => createTeams(write, endOn) })
  }
  return steps
}

/** Takes back every change set that carries the sample's mark, and forgets the sample. */
export const removeJob = defineJob({
  kind: 'sample_remove',
  payload: z.object({}),
  run: async (context) => {
    const { workspaceId } = context.actor
    const sample = await context.read(({ db }) => db.first(statements.selectSample(workspaceId)))
    if (!sample) return null
    await context.progress({ step: 'sample.removing', done: 0, total: null })
    return context.write(
      async ({ db, changes }) => {
        const stored = await db.first(statements.lockSample(workspaceId))
        if (stored?.id !== sample.id) return null
        const undone = await undoImport(db, workspaceId, sample.id, changes)
        await changes.flush()
        await db.query(statements.deleteForecastsSince(workspaceId, stored.created_at))
        await db.query(statements.deleteSample(workspaceId))
        return undone
      },
      { source: 'import', undoesImportId: sample.id, statementTimeoutMs: longStatementMs },
    )
  },
})
