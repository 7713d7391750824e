import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evidence, WorkbookShape } from '../../../base/file-shape.ts'
import { AppError } from '../../../base/errors.ts'
import type { SheetNotes } from './sheet-rows.ts'

export const indexName = 'index.json'
export type SheetIndexEntry = {
  name: string
  is_hidden: boolean
  row_count: number
  column_count: number
} & SheetNotes
export type SheetIndex = SheetIndexEntry[]

/** Where the sheets of an uploaded workbook lie, beside it. */
export const sheetsFolder = (path: string): string => `${path}.sheets`

/** The file that holds a workbook's sheet as CSV; of any other file, itself. */
export const textPath = (path: string, workbook: WorkbookShape | undefined): string =>
  workbook ? join(sheetsFolder(path), `${workbook.sheet}.csv`) : path

async function readIndex(path: string): Promise<SheetIndex | null> {
  try {
    return JSON.parse(await readFile(join(sheetsFolder(path), indexName), 'utf8')) as SheetIndex
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** The first sheet with a header and a row below it, hidden ones last. */
function proposedSheet(sheets: SheetIndex): number {
  const isTable = ({ row_count: count }: SheetIndexEntry): boolean => count >= 2
  const visible = sheets.findIndex((sheet) => !sheet.is_hidden && isTable(sheet))
  if (visible >= 0) return visible
  const table = sheets.findIndex(isTable)
  return table >= 0
    ? table
    : Math.max(
        0,
        sheets.findIndex(({ row_count: count }) => count > 0),
      )
}

function evidenceOf(sheet: SheetIndexEntry, isChosen: boolean): Evidence[] {
  const evidence: Evidence[] = [{ code: isChosen ? 'sheet_chosen' : 'sheet_proposed', params: { sheet: sheet.name } }]
  if (sheet.merged_count > 0) {
    evidence.push({ code: 'sheet_merged_cells', params: { count: sheet.merged_count, range: sheet.first_merged } })
  }
  if (sheet.uncomputed_count > 0) {
    const params = { count: sheet.uncomputed_count, cell: sheet.first_uncomputed }
    evidence.push({ code: 'sheet_uncomputed_formulas', params })
  }
  return evidence
}

export type FoundSheet = { workbook: WorkbookShape; evidence: Evidence[] }

/**
 * The sheets of an uploaded workbook and which of them is read.
 * @param chosen its name, null for the proposed one
 * @returns null when the file is no workbook
 * @throws AppError invalid_input no_such_sheet
 */
export async function findSheets(path: string, chosen: string | null): Promise<FoundSheet | null> {
  const index = await readIndex(path)
  if (!index) return null
  const place = chosen === null ? proposedSheet(index) : index.findIndex(({ name }) => name === chosen)
  const sheet = index[place]
  if (!sheet || sheet.row_count === 0) {
    throw new AppError('invalid_input', 'no_such_sheet', { sheet: chosen, known: index.map(({ name }) => name) })
  }
  const sheets = index.map(({ name, row_count, column_count }) => ({ name, row_count, column_count }))
  return { workbook: { sheet: place, sheets }, evidence: evidenceOf(sheet, chosen !== null) }
}
