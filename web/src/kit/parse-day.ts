const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** What a person types for a day: 23.11.2026, 23/11/26, 23 Nov 2026, 2026-11-23. Day first, as both our languages have it. */
export function parseDay(text: string): string | null {
  const iso = text.trim().match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/)
  if (iso) return dayFrom(iso[1], iso[2], iso[3])
  const dayFirst = text.trim().match(/^(\d{1,2})[./\s-](\d{1,2}|[a-z]{3,9})[./\s-](\d{2}|\d{4})$/i)
  if (!dayFirst) return null
  const year = dayFirst[3]?.length === 2 ? `20${dayFirst[3]}` : dayFirst[3]
  return dayFrom(year, monthNumber(dayFirst[2] ?? ''), dayFirst[1])
}

function monthNumber(text: string): string {
  if (/^\d/.test(text)) return text
  return String(englishMonths.indexOf(text.slice(0, 3).toLowerCase()) + 1)
}

function dayFrom(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${text}T00:00:00Z`)
  // 31 February parses to nothing or to March: only a day that comes back unchanged exists.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text
}
