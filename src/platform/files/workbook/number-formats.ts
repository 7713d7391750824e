/** What a number of a cell stands for, by the format it is shown in. */
export type NumberKind = 'number' | 'percent' | 'day' | 'moment' | 'clock'

/** ECMA-376 Part 1, 18.8.30: formats that every spreadsheet knows by number. */
const builtIn: ReadonlyMap<number, NumberKind> = new Map<number, NumberKind>([
  [9, 'percent'],
  [10, 'percent'],
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'day'] as const),
  [22, 'moment'],
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'clock'] as const),
])

/**
 * What a format's code shows: `dd.mm.yyyy` a day, `h:mm` a clock, `0.0%` a percentage.
 * @param code of numFmt; texts in quotes, escaped characters and brackets (colours, currencies, locales) say nothing
 */
export function kindOfCode(code: string): NumberKind {
  const first = code.split(';')[0] ?? ''
  const bare = first
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/general|@/.test(bare)) return 'number'
  const hasClock = /h|s|am\/pm/.test(bare)
  const hasDay = /[yd]|m{3,}/.test(bare) || (bare.includes('m') && !hasClock)
  if (hasDay) return hasClock ? 'moment' : 'day'
  if (hasClock) return 'clock'
  return bare.includes('%') ? 'percent' : 'number'
}

export const kindOfFormat = (id: number, codes: ReadonlyMap<number, string>): NumberKind => {
  const code = codes.get(id)
  return code === undefined ? (builtIn.get(id) ?? 'number') : kindOfCode(code)
}
