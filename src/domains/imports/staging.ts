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

const batchSize = 5000

/**
 * Streams staged rows into the transaction's temporary table, a COPY per batch: while rows are being made, the
 * connection is free for what they need to look up (a COPY under way would make it wait for ever). Memory: one batch.
 */
export async function copyStaged(db: Db, rows: AsyncIterable<StagedRow>): Promise<void> {
  let batch: unknown[][] = []
  for await (const row of rows) {
    batch.push(cellsOf(row))
    if (batch.length < batchSize) continue
    await copyBatch(db, batch)
    batch = []
  }
  if (batch.length > 0) await copyBatch(db, batch)
}

async function copyBatch(db: Db, batch: unknown[][]): Promise<void> {
  const stream = db.client.query(copyFrom(copyStagedText))
  stream.end(stringify(batch))
  await finished(stream)
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
