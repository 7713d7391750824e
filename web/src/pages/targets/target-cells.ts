import { minorUnitExponent } from '../../../../src/base/currency.ts'
import { readNumber } from '../../../../src/base/number-text.ts'
import type { Output } from '../../api.ts'

export type Target = Output<'targets.list'>['items'][number]
/** Whose row it is. */
export type Whose = { kind: 'company' | 'team' | 'person'; id: string | null }
type Row = Whose & { parent_id: string | null }

/** Where a target stands in the grid: one for each of those rows and periods. */
export const placeOf = (whose: Whose, startsOn: string): string => `${whose.kind} ${whose.id ?? ''} ${startsOn}`
export const placeOfTarget = (target: Target): string => placeOf(whoseOf(target), target.starts_on)

function whoseOf({ person_id, team_id }: Target): Whose {
  if (person_id) return { kind: 'person', id: person_id }
  return team_id ? { kind: 'team', id: team_id } : { kind: 'company', id: null }
}

/**
 * What was typed or pasted into a cell. `currency` null: a count.
 * @returns minor units or a count ≥ 0; null for an empty cell, which takes the target away; undefined when it is neither
 */
export function readValue(text: string, mark: '.' | ',', currency: string | null): number | null | undefined {
  if (text.trim() === '') return null
  const number = readNumber(text, mark) ?? readNumber(text, mark === ',' ? '.' : ',')
  if (number === null || number.isNegative || number.isPercent) return undefined
  if (number.currencies.length > 0 && (currency === null || !number.currencies.includes(currency))) return undefined
  const exponent = currency === null ? 0 : minorUnitExponent(currency)
  if (/[1-9]/.test(number.fraction.slice(exponent))) return undefined
  const value = Number(`${number.whole}${number.fraction.slice(0, exponent).padEnd(exponent, '0')}`)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Rows of cells as spreadsheets copy them. */
export const readBlock = (text: string): string[][] =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'))

/** How deep each row lies: the company 0, what stands right under it 1. Rows come before what is below them. */
export function depthsOf(rows: readonly Row[]): number[] {
  const known = new Map<string, number>()
  return rows.map((row) => {
    const depth = row.kind === 'company' ? 0 : 1 + (known.get(row.parent_id ?? '') ?? 0)
    if (row.kind === 'team' && row.id !== null) known.set(row.id, depth)
    return depth
  })
}

/** Of each row, the indices of the people below it at any depth. */
export function peopleBelow(rows: readonly Row[]): number[][] {
  const depths = depthsOf(rows)
  return rows.map((_, at) => {
    const next = depths.findIndex((depth, i) => i > at && depth <= (depths[at] ?? 0))
    const last = next === -1 ? rows.length : next
    return rows.flatMap(({ kind }, i) => (i > at && i < last && kind === 'person' ? [i] : []))
  })
}

/** Targets taken together; null where there are none or where they are not of one currency. */
export function sumOfTargets(
  targets: readonly (Target | undefined)[],
): { value: number; currency: string | null } | null {
  const there = targets.filter((target) => target !== undefined)
  const [first] = there
  if (!first || there.some(({ currency }) => currency !== first.currency)) return null
  return { value: there.reduce((sum, { value }) => sum + value, 0), currency: first.currency ?? null }
}
