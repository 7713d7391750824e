import { posix } from 'node:path'
import { AppError } from '../../../base/errors.ts'
import type { Calendar } from './cell-text.ts'
import { unescaped } from './cell-text.ts'
import { kindOfFormat, type NumberKind } from './number-formats.ts'
import { readXml } from './xml.ts'
import type { ZipParts } from './zip-parts.ts'

export type SheetPart = { name: string; part: string; isHidden: boolean }
export type WorkbookParts = {
  calendar: Calendar
  sheets: SheetPart[]
  strings: readonly string[]
  /** By a cell's style number. */
  kinds: readonly NumberKind[]
}

type Relation = { id: string; type: string; part: string }

async function relationsOf(parts: ZipParts, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part)
  const name = `${folder === '.' ? '' : `${folder}/`}_rels/${posix.basename(part)}.rels`
  const relations: Relation[] = []
  if (!parts.has(name)) return relations
  await readXml(parts.read(name), name, {
    open: (tag, { Id = '', Type = '', Target = '', TargetMode = '' }) => {
      // What lies outside the file is never fetched.
      if (tag !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder === '.' ? '' : folder, Target)
      relations.push({ id: Id, type: Type.split('/').at(-1) ?? '', part: target })
    },
  })
  return relations
}

async function bookOf(
  parts: ZipParts,
  name: string,
): Promise<{ calendar: Calendar; sheets: (SheetPart & { id: string })[] }> {
  let calendar: Calendar = 1900
  const sheets: (SheetPart & { id: string })[] = []
  await readXml(parts.read(name), name, {
    open: (tag, attributes) => {
      if (tag === 'workbookPr' && ['1', 'true'].includes(attributes['date1904'] ?? '')) calendar = 1904
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible'
      sheets.push({
        name: unescaped(attributes['name'] ?? '')
          .trim()
          .slice(0, 200),
        id,
        part: '',
        isHidden,
      })
    },
  })
  return { calendar, sheets }
}

async function stringsOf(parts: ZipParts, name: string): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let isReading = false
  await readXml(parts.read(name), name, {
    open: (tag) => {
      if (tag === 'si') text = ''
      else if (tag === 'rPh') isReading = true
      else if (tag === 't') isText = !isReading
    },
    text: (piece) => {
      if (isText) text += piece
    },
    close: (tag) => {
      if (tag === 't') isText = false
      else if (tag === 'rPh') isReading = false
      else if (tag === 'si') strings.push(unescaped(text))
    },
  })
  return strings
}

async function kindsOf(parts: ZipParts, name: string): Promise<NumberKind[]> {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let isCellFormats = false
  await readXml(parts.read(name), name, {
    open: (tag, attributes) => {
      if (tag === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      if (tag === 'cellXfs') isCellFormats = true
      if (tag === 'xf' && isCellFormats) formats.push(Number(attributes['numFmtId'] ?? 0))
    },
    close: (tag) => {
      if (tag === 'cellXfs') isCellFormats = false
    },
  })
  return formats.map((id) => kindOfFormat(id, codes))
}

/**
 * What is needed to read the sheets of a workbook.
 * @throws AppError invalid_input: not_a_workbook (a ZIP archive of something else) and those of `readXml`
 */
export async function readParts(parts: ZipParts): Promise<WorkbookParts> {
  const book = (await relationsOf(parts, '')).find(({ type }) => type === 'officeDocument')?.part
  if (book === undefined || !/\.xml$/i.test(book) || !parts.has(book))
    throw new AppError('invalid_input', 'not_a_workbook')
  const relations = await relationsOf(parts, book)
  const { calendar, sheets } = await bookOf(parts, book)
  const partOf = (type: string): string | undefined => relations.find((relation) => relation.type === type)?.part
  const [strings, styles] = [partOf('sharedStrings'), partOf('styles')]
  return {
    calendar,
    sheets: sheets.flatMap((sheet) => {
      const relation = relations.find(({ id, type }) => id === sheet.id && type === 'worksheet')
      return relation && parts.has(relation.part) ? [{ ...sheet, part: relation.part }] : []
    }),
    strings: strings !== undefined && parts.has(strings) ? await stringsOf(parts, strings) : [],
    kinds: styles !== undefined && parts.has(styles) ? await kindsOf(parts, styles) : [],
  }
}
