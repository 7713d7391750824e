import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { stringify } from 'csv-stringify'
import type { SheetCell } from '../src/platform/files/workbook/sheet-cells.ts'
import { writeWorkbook } from '../src/platform/files/workbook/write-workbook.ts'
import { byTurns, Figures, numberOf } from './ground/figures.ts'

/**
 * A list of deals written as an Excel workbook beside csv-stringify and gzip with the same rows: `npm run bench --
 * workbook [--size 100000] [--runs 5]`. Both stream into nothing; the peak of memory is printed with them.
 */
const size = numberOf('--size', 100_000)
const runs = numberOf('--runs', 5)
const headings = [
  'Number',
  'Deal',
  'Account',
  'Owner',
  'Stage',
  'Amount',
  'Currency',
  'Created',
  'Close date',
  'Next step',
]
const textsOf = (i: number): string[] => [`D-${i}`, `Дах ${i}`, `ТОВ «Об’єднання ${i % 900}»`, 'Олена', 'Proposal']

async function* batches(): AsyncGenerator<SheetCell[][]> {
  for (let at = 0; at < size; at += 200)
    yield Array.from({ length: Math.min(200, size - at) }, (_, i) => [
      ...textsOf(at + i),
      { decimal: `${at + i}.50` },
      'UAH',
      { day: '2024-02-29' },
      { day: '2026-02-28' },
      'Call & ask',
    ])
}

async function* lines(): AsyncGenerator<string[]> {
  for (let i = 0; i < size; i++) yield [...textsOf(i), `${i}.50`, 'UAH', '2024-02-29', '2026-02-28', 'Call & ask']
}

async function sizeOf(pieces: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0
  for await (const piece of pieces) bytes += piece.length
  return bytes
}

async function gzippedLines(): Promise<unknown> {
  const gzipped = createGzip()
  return Promise.all([pipeline(Readable.from(lines()), stringify(), gzipped), sizeOf(gzipped)])
}

const figures = new Figures('workbook', size)
const workbook = (): Promise<number> => sizeOf(writeWorkbook({ name: 'deals', headings, batches: batches() }))
const { ours, theirs } = await byTurns(runs, workbook, gzippedLines)
figures.add({ what: 'rows of 10 columns', ours, peer: { what: 'csv-stringify and gzip', ...theirs } })
figures.end()
