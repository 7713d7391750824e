/** Year, month (1–12) and day of the month of a day number, by integer arithmetic (H. Hinnant, days → civil). */
export function civilOf(dayNumber: number): { year: number; month: number; day: number } {
  const shifted = Math.floor(dayNumber) + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** Positions inside a fiscal quarter: thirds of its three months, 0 … 8. */
export const positionCount = 9

/** Where in its fiscal quarter a day lies. `fiscalYearStartMonth` 1–12. */
export function quarterPosition(dayNumber: number, fiscalYearStartMonth: number): number {
  const { month, day } = civilOf(dayNumber)
  const monthOfQuarter = (month - fiscalYearStartMonth + 12) % 3
  return monthOfQuarter * 3 + Math.min(2, Math.floor((day - 1) / 10))
}
