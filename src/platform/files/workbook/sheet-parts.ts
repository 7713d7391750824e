import { xmlText } from './sheet-cells.ts'
import type { ZipPart } from './write-zip.ts'

export type WorkbookSheet = { name: string; number: number }

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const formats = ['yyyy\\-mm\\-dd', '#,##0', '#,##0.0', '#,##0.00', '#,##0.000', '#,##0.0000'].map(
  (code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code}"/>`,
)
const style = (attributes = '', numberFormat = 0): string =>
  `<xf numFmtId="${numberFormat}" fontId="0" fillId="0" borderId="0" xfId="0"${attributes}/>`
const numbered = (numberFormat: number): string => style(' applyNumberFormat="1"', numberFormat)

/** The cell styles of `cellStyles`, in its order. */
export const styles = `${declaration}<styleSheet xmlns="${main}"><numFmts count="${formats.length}">${formats.join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9">${[
  style(),
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
  numbered(164),
  style(' quotePrefix="1"'),
  ...[165, 166, 167, 168, 169].map(numbered),
].join('')}</cellXfs></styleSheet>`

/** A column is as wide as its heading, and wide enough for a day or an amount. */
const widthOf = (heading: string): number => Math.min(Math.max(heading.length + 3, 14), 40)

/** A sheet up to its rows: the first row stays when the others are scrolled. */
export const sheetStart = (headings: readonly string[]): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${
    headings.length === 0
      ? ''
      : `<cols>${headings.map((heading, i) => `<col min="${i + 1}" max="${i + 1}" width="${widthOf(heading)}" customWidth="1"/>`).join('')}</cols>`
  }<sheetData>`
export const sheetEnd = '</sheetData></worksheet>'
export const sheetPart = (number: number): string => `xl/worksheets/sheet${number}.xml`

export const workbookPart = (sheets: readonly WorkbookSheet[]): string =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView/></bookViews><sheets>${sheets.map(({ name, number }) => `<sheet name="${xmlText(name)}" sheetId="${number}" r:id="rId${number}"/>`).join('')}</sheets></workbook>`

const relation = (id: string, kind: string, target: string): string =>
  `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`

export const relations = (sheets: readonly WorkbookSheet[]): string =>
  `${declaration}<Relationships xmlns="${packages}/relationships">${sheets.map(({ number }) => relation(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`)).join('')}${relation(`rId${sheets.length + 1}`, 'styles', 'styles.xml')}</Relationships>`

const override = (part: string, type: string): string =>
  `<Override PartName="/${part}" ContentType="${types}.${type}+xml"/>`

/** What makes the parts a workbook; they come last because only then is it known how many sheets there are. */
export function contentTypes(sheets: readonly WorkbookSheet[]): ZipPart[] {
  const overrides = [
    override('xl/workbook.xml', 'sheet.main'),
    override('xl/styles.xml', 'styles'),
    ...sheets.map(({ number }) => override(sheetPart(number), 'worksheet')),
  ]
  const root = `${declaration}<Relationships xmlns="${packages}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`
  const listed = `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  return [
    { name: '_rels/.rels', text: [root] },
    { name: '[Content_Types].xml', text: [listed] },
  ]
}
