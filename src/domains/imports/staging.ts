import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { asStored, type Entity } from '../../platform/history/entity.ts'
import type { Values } from '../../platform/history/recorder.ts'
import { copyLine } from '../../platform/postgres/copy-text.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { copyStagedText } from './sql.ts'

/** One record at one moment, as the file tells it; see sql.ts `createStaged`. */
export type StagedRow = {
  row: number
  entity: Entity
  recordId: string | null
  externalId: string | null
  isEvent: boolean
  validAt: string
  birthAt: string | null
  birth: Values | null
  patch: Values
  also: Values | null
}

const batchSize = 5000

/**
 * Streams staged rows into the transaction's temporary table, a COPY per batch, while the next batch is being made.
 * Each COPY has all its bytes before it begins: what rows need to look up waits behind it and gets its turn (a COPY
 * that itself waits for such a row would hang for ever). Memory: two batches.
 */
export async function copyStaged(db: Db, rows: AsyncIterable<StagedRow>): Promise<void> {
  let lines: string[] = []
  let copying: Promise<void> = Promise.resolve()
  const copy = async (): Promise<void> => {
    await copying
    copying = copyBatch(db, lines.join(''))
    // Awaited later; until then a failure must not count as unheard.
    copying.catch(() => undefined)
    lines = []
  }
  try {
    for await (const row of rows) {
      lines.push(lineOf(row))
      if (lines.length === batchSize) await copy()
    }
    if (lines.length > 0) await copy()
  } finally {
    await copying
  }
}

async function copyBatch(db: Db, text: string): Promise<void> {
  const stream = db.client.query(copyFrom(copyStagedText))
  stream.end(text)
  await finished(stream)
}

const json = (entity: Entity, values: Values | null): string | null =>
  values === null ? null : JSON.stringify(asStored(entity, values))

const lineOf = (row: StagedRow): string =>
  copyLine([
    String(row.row),
    row.entity.name,
    row.recordId ?? `=${row.externalId}`,
    row.recordId,
    row.externalId,
    row.isEvent ? 't' : 'f',
    row.validAt,
    row.birthAt,
    json(row.entity, row.birth),
    json(row.entity, row.patch),
    json(row.entity, row.also),
  ])
