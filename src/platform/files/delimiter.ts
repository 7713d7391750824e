import type { Delimiter, Evidence, QuoteMark } from '../../base/file-shape.ts'

export type DelimiterGuess = { delimiter: Delimiter; quote: QuoteMark | null; confidence: number; evidence: Evidence[] }

const delimiters: readonly Delimiter[] = ['\t', ';', '|', ',']
const maxRows = 1000

/** Cells in each row of the text, quoted line ends respected; blank rows are left out. */
function cellCounts(text: string, delimiter: Delimiter, quote: QuoteMark | null): number[] {
  const counts: number[] = []
  let cells = 1
  let inQuotes = false
  let atCellStart = true
  let rowStart = 0
  for (let i = 0; i < text.length && counts.length < maxRows; i++) {
    const character = text[i]
    if (inQuotes) {
      if (character === quote && text[i + 1] === quote) i++
      else if (character === quote) inQuotes = false
      continue
    }
    if (character === quote && atCellStart) inQuotes = true
    atCellStart = character === delimiter
    if (atCellStart) cells++
    if (character === '\n' || character === '\r') {
      if (text.slice(rowStart, i).trim() !== '') counts.push(cells)
      cells = 1
      atCellStart = true
      rowStart = i + 1
    }
  }
  if (rowStart < text.length && counts.length < maxRows && !inQuotes) counts.push(cells)
  return counts
}

function mostFrequent(counts: readonly number[]): { value: number; share: number } {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  const [value, seen] = [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0]
  return { value, share: counts.length === 0 ? 0 : seen / counts.length }
}

/** Share of commas that stand between digits, as in 12,50: those part no cells. */
function decimalCommaShare(text: string): number {
  const commas = text.match(/,/g)?.length ?? 0
  return commas === 0 ? 0 : (text.match(/\d,(?=\d)/g)?.length ?? 0) / commas
}

type Candidate = { delimiter: Delimiter; columns: number; share: number; score: number }

function candidateOf(text: string, delimiter: Delimiter, quote: QuoteMark | null): Candidate {
  const { value: columns, share } = mostFrequent(cellCounts(text, delimiter, quote))
  const penalty = delimiter === ',' && decimalCommaShare(text) > 0.5 ? 0.5 : 1
  // Even rows matter most; among equally even ones, more columns.
  return { delimiter, columns, share, score: columns < 2 ? 0 : share * penalty * (1 + Math.log2(columns) / 20) }
}

/** A single quote encloses cells when many cells begin and end with it and none with a double one. */
function quoteOf(text: string): QuoteMark {
  const enclosed = (mark: string): number =>
    text.match(new RegExp(`(?:^|[,;\\t|])${mark}[^${mark}\\n]*${mark}(?=[,;\\t|\\r\\n]|$)`, 'gm'))?.length ?? 0
  return enclosed('"') === 0 && enclosed("'") >= 3 ? "'" : '"'
}

/** More tab-parted cells open with the mark and never close it on their line than are enclosed in it. */
function isMostlyUnclosed(text: string, quote: QuoteMark): boolean {
  const openings = text.match(new RegExp(`(?:^|\\t)${quote}[^${quote}\\t\\r\\n]*(?=[\\t\\r\\n]|$)`, 'gm'))?.length ?? 0
  const enclosed =
    text.match(new RegExp(`(?:^|\\t)${quote}[^${quote}\\t\\r\\n]*${quote}(?=[\\t\\r\\n]|$)`, 'gm'))?.length ?? 0
  return openings > enclosed
}

/**
 * Which character parts the cells: the one that gives most rows the same number of cells.
 * @param text the beginning of the file, decoded
 * @returns a comma with confidence 0.3 when nothing parts the rows (a file of one column)
 */
export function sniffDelimiter(text: string): DelimiterGuess {
  const head = text.slice(0, 262_144)
  const quote = quoteOf(head)
  const candidates = delimiters
    .map((delimiter) => candidateOf(head, delimiter, quote))
    .sort((a, b) => b.score - a.score)
  const [best, second] = candidates
  if (!best || best.score === 0) {
    return { delimiter: ',', quote, confidence: 0.3, evidence: [{ code: 'delimiter_not_found', params: {} }] }
  }
  const confidence =
    Math.round(Math.max(0.3, Math.min(1, best.share * (1 - (second?.score ?? 0) / best.score / 2))) * 100) / 100
  const { delimiter, columns, share } = best
  const params = { delimiter, column_count: columns, share_ratio: Math.round(share * 1000) / 1000 }
  const evidence: Evidence[] = [{ code: 'delimiter_by_even_rows', params }]
  // Inch signs in a tab file (5" pipe) are no quotes: read so, they would swallow the rows after them.
  if (delimiter === '\t' && isMostlyUnclosed(head, quote)) {
    return { delimiter, quote: null, confidence, evidence: [...evidence, { code: 'quotes_are_text', params: {} }] }
  }
  return { delimiter, quote, confidence, evidence }
}
