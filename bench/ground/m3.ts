import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const m3File = join(process.env['KURS_DATA'] ?? '../shared/data', 'm3_series.csv')

export type M3Series = { id: string; season: number; horizon: number; training: Float64Array; actual: Float64Array }

/** Series of one period of the M3 competition, in the file's order. */
export function readM3(period: string): M3Series[] {
  const numbers = (text: string): Float64Array => Float64Array.from(text.split(' '), Number)
  return readFileSync(m3File, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','))
    .filter((fields) => fields[2] === period)
    .map((fields) => ({
      id: fields[1]!,
      season: Number(fields[4]),
      horizon: Number(fields[5]),
      training: numbers(fields[7]!),
      actual: numbers(fields[8]!),
    }))
}
