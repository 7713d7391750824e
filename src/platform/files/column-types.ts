import { readDate, type DateText } from '../../base/date-text.ts'
import { readBoolean } from '../../base/boolean-text.ts'
import { isEmptyMarker } from '../../base/empty-text.ts'
import type { ColumnFormat, DateOrder, DecimalMark, Evidence } from '../../base/file-shape.ts'
import { readNumber } from '../../base/number-text.ts'

/** One distinct text of a column: how often, and the row where it first stands. */
export type SeenValue = { text: string; count: number; row: number }
/** What the values of one column say about how to read them. */
export type ColumnReading = {
  format: ColumnFormat
  isAmbiguous: boolean
  yearDigits: 2 | 4 | null
  hasUtcOffset: boolean
  currencies: string[]
  confidence: number
  evidence: Evidence[]
}

const orders: readonly DateOrder[] = ['dmy', 'mdy', 'ymd']
const marks: readonly DecimalMark[] = ['.', ',']
const total = (values: readonly SeenValue[]): number => values.reduce((sum, value) => sum + value.count, 0)
const round = (share: number): number => Math.round(share * 1000) / 1000

const reading = (
  format: Partial<ColumnFormat> & Pick<ColumnFormat, 'type'>,
  evidence: Evidence[],
  confidence: number,
): ColumnReading => ({
  format: { date_order: null, decimal_mark: null, ...format },
  isAmbiguous: false,
  yearDigits: null,
  hasUtcOffset: false,
  currencies: [],
  confidence,
  evidence,
})

/** A few strays among many do not change a column's type; they are named and refused when converted. */
const isEnough = (fits: number, all: number): boolean => fits === all || (all >= 10 && fits >= all * 0.95)

function strays(values: readonly SeenValue[], fits: ReadonlySet<SeenValue>): Evidence[] {
  const others = values.filter((value) => !fits.has(value))
  const first = others[0]
  if (!first) return []
  return [
    {
      code: 'some_values_differ',
      params: { value_count: total(others), row: first.row, value: first.text.slice(0, 80) },
    },
  ]
}

type DatedValue = { seen: SeenValue; date: DateText }
type OrderFit = { order: DateOrder; dated: DatedValue[]; fits: number }

function fitOrder(values: readonly SeenValue[], order: DateOrder): OrderFit {
  const dated = values.flatMap((seen) => {
    const date = readDate(seen.text, order)
    return date ? [{ seen, date }] : []
  })
  return { order, dated, fits: total(dated.map(({ seen }) => seen)) }
}

/** In 20-10-16 the first and the last number may be the year: the year is the one that varies less. */
function twoDigitYearSide(fit: OrderFit): { side: 'first' | 'last'; params: Evidence['params'] } {
  const first = new Set(fit.dated.map(({ date }) => date.first)).size
  const last = new Set(fit.dated.map(({ date }) => date.last)).size
  const side = first < last ? 'first' : 'last'
  return { side, params: { side, distinct_first_count: first, distinct_last_count: last } }
}

/** The value that only the chosen order can read. */
function proofOf(chosen: OrderFit, rival: OrderFit): Evidence[] {
  const rivals = new Set(rival.dated.map(({ seen }) => seen))
  const proof = chosen.dated.find(({ seen }) => !rivals.has(seen))
  if (!proof) return []
  const { text, row } = proof.seen
  return [{ code: 'date_order_proven', params: { value: text, row, order: chosen.order, refuted_order: rival.order } }]
}

function chooseOrder(fits: Record<DateOrder, OrderFit>): {
  chosen: OrderFit
  evidence: Evidence[]
  isAmbiguous: boolean
} {
  const best = Math.max(...orders.map((order) => fits[order].fits))
  const survivors = orders.filter((order) => fits[order].fits === best)
  const sample = fits[survivors[0] ?? 'dmy']
  if (sample.dated.every(({ date }) => date.isUnmistakable)) {
    const example = sample.dated[0]?.seen
    const params = { value: example?.text ?? '', row: example?.row ?? 0 }
    return { chosen: fits.ymd, evidence: [{ code: 'date_unmistakable', params }], isAmbiguous: false }
  }
  const evidence: Evidence[] = []
  let left = survivors
  if (left.includes('ymd') && left.length > 1) {
    const year = twoDigitYearSide(fits.ymd)
    left = left.filter((order) => (order === 'ymd') === (year.side === 'first'))
    evidence.push({ code: 'year_side', params: year.params })
  }
  const chosen = fits[left[0] ?? 'dmy']
  const refuted = orders.find((order) => order !== 'ymd' && !survivors.includes(order) && order !== chosen.order)
  if (refuted) evidence.unshift(...proofOf(chosen, fits[refuted]))
  const isAmbiguous = left.length > 1
  if (isAmbiguous) evidence.push({ code: 'date_order_ambiguous', params: { order: chosen.order, orders: left } })
  return { chosen, evidence, isAmbiguous }
}

function asDates(values: readonly SeenValue[], all: number): ColumnReading | null {
  const fits: Record<DateOrder, OrderFit> = {
    dmy: fitOrder(values, 'dmy'),
    mdy: fitOrder(values, 'mdy'),
    ymd: fitOrder(values, 'ymd'),
  }
  if (!orders.some((order) => isEnough(fits[order].fits, all))) return null
  const { chosen, evidence, isAmbiguous } = chooseOrder(fits)
  const dates = chosen.dated.map(({ date }) => date)
  const hasTime = dates.some(({ time }) => time !== null)
  const differ = strays(values, new Set(chosen.dated.map(({ seen }) => seen)))
  return {
    ...reading({ type: hasTime ? 'datetime' : 'date', date_order: chosen.order }, [...evidence, ...differ], 1),
    isAmbiguous,
    yearDigits: dates.some(({ yearDigits }) => yearDigits === 2) ? 2 : 4,
    hasUtcOffset: dates.some(({ time }) => time?.offsetMinutes !== null && time?.offsetMinutes !== undefined),
    confidence: round((chosen.fits / all) * (isAmbiguous ? 0.5 : 1)),
  }
}

type MarkFit = { mark: DecimalMark; fitting: SeenValue[]; fits: number; hasFraction: boolean; currencies: Set<string> }

function fitMark(values: readonly SeenValue[], mark: DecimalMark): MarkFit {
  const fit: MarkFit = { mark, fitting: [], fits: 0, hasFraction: false, currencies: new Set() }
  for (const seen of values) {
    const number = readNumber(seen.text, mark)
    if (!number) continue
    fit.fitting.push(seen)
    fit.fits += seen.count
    fit.hasFraction ||= number.fraction !== ''
    for (const code of number.currencies) fit.currencies.add(code)
  }
  return fit
}

/** Codes, phone numbers and account numbers are text though made of digits: 007, +380…, 4149499991234567. */
const isCode = (text: string): boolean => /^0\d/.test(text) || /^\+\d{7,}$/.test(text) || /^\d{16,}$/.test(text)

function markEvidence(chosen: MarkFit, rival: MarkFit): Evidence[] {
  const rivals = new Set(rival.fitting)
  const proof = chosen.fitting.find((seen) => !rivals.has(seen))
  if (proof) return [{ code: 'decimal_mark_proven', params: { value: proof.text, row: proof.row, mark: chosen.mark } }]
  const open = chosen.fitting.find(({ text }) => /\d[.,]\d/.test(text))
  return open
    ? [{ code: 'decimal_mark_ambiguous', params: { value: open.text, row: open.row, mark: chosen.mark } }]
    : []
}

function asNumbers(values: readonly SeenValue[], all: number): ColumnReading | null {
  if (values.some(({ text }) => isCode(text))) return null
  const fits = marks.map((mark) => fitMark(values, mark)).sort((a, b) => b.fits - a.fits)
  const [chosen, rival] = fits
  if (!chosen || !rival || !isEnough(chosen.fits, all)) return null
  const evidence = markEvidence(chosen, rival)
  const isAmbiguous = evidence[0]?.code === 'decimal_mark_ambiguous'
  const currencies = [...chosen.currencies]
  if (currencies.length > 0) evidence.push({ code: 'currency_sign_seen', params: { currencies } })
  const type = chosen.hasFraction || isAmbiguous ? 'decimal' : 'integer'
  const hasMark = chosen.fitting.some(({ text }) => /\d[.,]\d/.test(text))
  return {
    ...reading(
      { type, decimal_mark: hasMark ? chosen.mark : null },
      [...evidence, ...strays(values, new Set(chosen.fitting))],
      1,
    ),
    isAmbiguous,
    currencies,
    confidence: round((chosen.fits / all) * (isAmbiguous ? 0.5 : 1)),
  }
}

function asBooleans(values: readonly SeenValue[]): ColumnReading | null {
  if (values.some(({ text }) => /^[01]$/.test(text) || readBoolean(text) === null)) return null
  return reading(
    { type: 'boolean' },
    [{ code: 'boolean_words', params: { values: values.slice(0, 4).map(({ text }) => text) } }],
    1,
  )
}

const isDense = ({ text }: SeenValue): boolean => /^\d{8}$/.test(text)
const isOfOurTime = ({ text }: SeenValue): boolean =>
  text >= '19500101' && text < '21000101' && readDate(text, 'ymd') !== null

/** 20161025 is a number until every value is a day of our time. */
const mayBeDates = (values: readonly SeenValue[]): boolean =>
  values.some(({ text }) => !/^-?[\d.,]*$/.test(text) || /\d[.]\d+[.]\d/.test(text)) ||
  (values.every(isDense) && values.every(isOfOurTime))

/**
 * The type of a column from its values, with the evidence: a value that only one reading allows, or that two do.
 * @param values distinct texts, trimmed, without the empty one, in order of appearance
 * @returns text when less than 95 % of the values (100 % of fewer than ten) fit a narrower type
 * Cost: linear in distinct values, about 5 µs each.
 */
export function readColumn(values: readonly SeenValue[]): ColumnReading {
  const markers = values.filter(({ text }) => isEmptyMarker(text))
  if (markers.length === 0 || markers.length === values.length) return readValues(values)
  const found = readValues(values.filter((value) => !markers.includes(value)))
  if (found.format.type === 'text') return reading({ type: 'text' }, [], 1)
  const params = { values: markers.map(({ text }) => text), value_count: total(markers) }
  return { ...found, evidence: [...found.evidence, { code: 'empty_markers_seen', params }] }
}

function readValues(values: readonly SeenValue[]): ColumnReading {
  const all = total(values)
  if (all === 0) return reading({ type: 'empty' }, [], 1)
  const hasDigits = total(values.filter(({ text }) => /\d/.test(text)))
  if (!isEnough(hasDigits, all)) return asBooleans(values) ?? reading({ type: 'text' }, [], 1)
  return (
    (mayBeDates(values) ? asDates(values, all) : null) ?? asNumbers(values, all) ?? reading({ type: 'text' }, [], 1)
  )
}
