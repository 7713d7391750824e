import { buffer } from 'node:stream/consumers'
import { writeZip, type ZipPart } from '../src/platform/files/workbook/write-zip.ts'

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A ZIP archive in memory. */
export const zipped = (parts: Record<string, ZipPart['text'] | string>): Promise<Buffer> =>
  buffer(
    writeZip(Object.entries(parts).map(([name, text]) => ({ name, text: typeof text === 'string' ? [text] : text }))),
  )

type Book = {
  /** Inner XML of each worksheet by its name. */
  sheets: Record<string, ZipPart['text'] | string>
  strings?: string
  styles?: string
  hidden?: string[]
  uses1904?: boolean
  /** Stands before the root of workbook.xml. */
  prologue?: string
}

/** A workbook as Excel lays it out, of hand-written parts: what is tested is the reading, so nothing here knows how to write cells. */
export function workbook({
  sheets,
  strings,
  styles,
  hidden = [],
  uses1904 = false,
  prologue = '',
}: Book): Promise<Buffer> {
  const names = Object.keys(sheets)
  const listed = names.map((name, i) => {
    const state = hidden.includes(name) ? ' state="hidden"' : ''
    return `<sheet name="${name}" sheetId="${i + 1}"${state} r:id="rId${i + 1}"/>`
  })
  const related = names.map(
    (_name, i) =>
      `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  const book = `${prologue}<workbook xmlns:r="${relations}"><workbookPr${uses1904 ? ' date1904="1"' : ''}/><sheets>${listed.join('')}</sheets></workbook>`
  const also = [
    `<Relationship Id="s" Type="${relations}/styles" Target="styles.xml"/>`,
    `<Relationship Id="t" Type="${relations}/sharedStrings" Target="/xl/sharedStrings.xml"/>`,
  ]
  return zipped({
    '_rels/.rels': `<Relationships><Relationship Id="a" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': book,
    'xl/_rels/workbook.xml.rels': `<Relationships>${[...related, ...also].join('')}</Relationships>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
    ...Object.fromEntries(
      names.map((name, i) => {
        const inner = sheets[name] ?? ''
        return [
          `xl/worksheets/sheet${i + 1}.xml`,
          typeof inner === 'string' ? `<worksheet>${inner}</worksheet>` : inner,
        ]
      }),
    ),
  })
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Rows of texts as a sheet's inner XML. */
export const textRows = (rows: readonly (readonly string[])[]): string =>
  `<sheetData>${rows
    .map(
      (cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`).join('')}</row>`,
    )
    .join('')}</sheetData>`
