import { addMonths, dayFromNumber, dayNumber, type Day } from '../../base/calendar.ts'

const years = 3
/** Days on which nobody works, whatever the weekday. */
const closedDays = new Set(['01-01', '01-02', '03-08', '05-01', '08-24', '12-24', '12-25', '12-31'])

/** The three years of the sample company up to its last day, in whole days since 1970. */
export class Span {
  readonly first: number
  readonly last: number
  readonly #texts = new Map<number, Day>()

  constructor(endOn: Day) {
    this.last = dayNumber(endOn)
    this.first = dayNumber(addMonths(endOn, -12 * years))
  }

  day(number: number): Day {
    const known = this.#texts.get(number)
    if (known !== undefined) return known
    const text = dayFromNumber(number)
    this.#texts.set(number, text)
    return text
  }

  /** Calendar month, 1–12. */
  month(number: number): number {
    return Number(this.day(number).slice(5, 7))
  }

  isWorkday(number: number): boolean {
    // Day 0 was a Thursday.
    const weekday = (number + 3) % 7
    return weekday < 5 && !closedDays.has(this.day(number).slice(5))
  }

  /** The day itself or the next one on which people work. */
  workday(number: number): number {
    let at = number
    while (!this.isWorkday(at)) at++
    return at
  }

  /** The last working day of the day's month. */
  monthEnd(number: number): number {
    let at = number
    while (this.month(at + 1) === this.month(number)) at++
    while (!this.isWorkday(at)) at--
    return at
  }

  /** Share of the three years gone by, 0–1. */
  progress(number: number): number {
    return (number - this.first) / (this.last - this.first)
  }
}
