import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { stringify } from 'csv-stringify/sync'
import type { Values } from '../../platform/history/recorder.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { copyStagedText } from './sql.ts'

/** One record at one moment, as the file tells it; see sql.ts `createStaged`. */
export type StagedRow = {
  row: number
  entity: string
  recordId: string | null
  externalId: string | null
  isEvent: boolean
  validAt: string
  birthAt: string | null
  birth: Values | null
  patch: Values
}

const batchSize = 2000

/** Streams staged rows into the transaction's temporary table. Memory: one batch. */
export async function copyStaged(db: Db, rows: AsyncIterable<StagedRow>): Promise<void> {
  const stream = db.client.query(copyFrom(copyStagedText))
  const done = finished(stream)
  done.catch(() => undefined)
  try {
    let batch: unknown[][] = []
    for await (const row of rows) {
      batch.push(cellsOf(row))
      if (batch.length < batchSize) continue
      await writeBatch(stream, batch)
      batch = []
    }
    await writeBatch(stream, batch)
    stream.end()
    await done
  } catch (error) {
    stream.destroy(error as Error)
    await done.catch(() => undefined)
    throw error
  }
}

async function writeBatch(stream: NodeJS.WritableStream, batch: unknown[][]): Promise<void> {
  if (batch.length > 0 && !stream.write(stringify(batch))) await once(stream, 'drain')
}

const cellsOf = (row: StagedRow): unknown[] => [
  row.row,
  row.entity,
  row.recordId,
  row.externalId,
  row.isEvent ? 't' : 'f',
  row.validAt,
  row.birthAt,
  row.birth === null ? null : JSON.stringify(row.birth),
  JSON.stringify(row.patch),
]
