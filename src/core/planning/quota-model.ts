import type { LinearModel } from '../../base/linear-model.ts'
import { linearModelOf, type Column, type Row } from './linear-columns.ts'
import type { Cell, Equals } from './quota-cells.ts'
import type { QuotaGroup } from './quota-problem.ts'

/** What the models speak of. `total` is the sum of all quotas in minor units. */
export type QuotaGround = {
  total: number
  cells: readonly Cell[]
  equals: readonly Equals[]
  groups: readonly QuotaGroup[]
}

/** How far each cell may depart from its even parts, once that is settled; NaN: still to be settled. */
export type Settled = { up: Float64Array; down: Float64Array }

/** Only the sum and the groups: what the departures are worth beside the greatest one. */
const secondary = 1e-3
/** Parts below this share of the mean quota stretch as if they had it: a solver drops entries that are too small. */
const leastPart = 1e-3

/**
 * The groups' bounds made elastic (Chinneck, Feasibility and Infeasibility in Optimization, 2008, ch. 6): min Σ of what
 * each bound is missed by, in people's bounds and with the exact sum. Columns: quota of each of the equals, then what
 * is missing and what is too much of each group. Money in shares of the mean quota.
 */
export function elasticModel(ground: QuotaGround): LinearModel {
  const { columns, rows } = sharedPart(ground)
  ground.groups.forEach((_, g) => {
    columns.push({ cost: 1, lower: 0, upper: Infinity, entries: [[1 + g, 1]] })
    columns.push({ cost: 1, lower: 0, upper: Infinity, entries: [[1 + g, -1]] })
  })
  return linearModelOf(columns, rows)
}

/**
 * min t with every unsettled cell at most t above and t below its even parts: q ≤ even·(1 + up), q ≥ even·(1 − down),
 * up ≤ t, down ≤ t. Columns: quotas of the equals, `up` of the cells, `down` of the cells, t. Rows: the sum, the
 * groups, two for each of the equals, then up and down of each cell against t.
 */
export function departureModel(ground: QuotaGround, settled: Settled): LinearModel {
  const { columns, rows } = sharedPart(ground)
  const { cells, equals, total } = ground
  const cellEntries = cells.map(() => ({ up: [] as [number, number][], down: [] as [number, number][] }))
  const evenOfCell = new Float64Array(cells.length)
  equals.forEach((same, e) => {
    const part = same.even / unit(ground)
    evenOfCell[same.cell]! += same.even * same.count
    const row = rows.length
    rows.push({ lower: -Infinity, upper: part }, { lower: part, upper: Infinity })
    columns[e]!.entries = [...columns[e]!.entries, [row, 1], [row + 1, 1]]
    const stretch = Math.max(leastPart, part)
    cellEntries[same.cell]!.up.push([row, -stretch])
    cellEntries[same.cell]!.down.push([row + 1, stretch])
  })
  const greatest: [number, number][] = []
  for (const side of ['up', 'down'] as const)
    cells.forEach((_, k) => {
      const row = rows.length
      const limit = settled[side][k]!
      const isFree = Number.isNaN(limit)
      rows.push({ lower: -Infinity, upper: 0 })
      if (isFree) greatest.push([row, -1])
      columns.push({
        cost: (secondary * evenOfCell[k]!) / Math.max(1, total),
        lower: 0,
        upper: isFree ? Infinity : limit,
        entries: [...cellEntries[k]![side], ...(isFree ? [[row, 1] as const] : [])],
      })
    })
  columns.push({ cost: 1, lower: 0, upper: Infinity, entries: greatest })
  return linearModelOf(columns, rows)
}

const unit = ({ total, equals }: QuotaGround): number =>
  Math.max(
    1,
    total /
      Math.max(
        1,
        equals.reduce((sum, same) => sum + same.count, 0),
      ),
  )

function sharedPart(ground: QuotaGround): {
  columns: (Column & { entries: (readonly [number, number])[] })[]
  rows: Row[]
} {
  const { total, cells, equals, groups } = ground
  const money = unit(ground)
  const at = new Map(groups.map((group, g) => [group.id, g]))
  const rows: Row[] = [{ lower: total / money, upper: total / money }]
  for (const { minimumMinor, maximumMinor } of groups)
    rows.push({ lower: (minimumMinor ?? 0) / money, upper: maximumMinor === null ? Infinity : maximumMinor / money })
  const columns = equals.map((same) => ({
    cost: 0,
    lower: same.lowest / money,
    upper: same.highest / money,
    entries: [
      [0, same.count] as const,
      ...cells[same.cell]!.groups.map((group) => [1 + at.get(group)!, same.count] as const),
    ],
  }))
  return { columns, rows }
}

/**
 * Whole sums of the cells nearest to the given ones that keep the total and the groups to the unit: min Σ |y − sum|.
 * Columns: units above and units below the rounded-down sum of each cell, whole; at most `reach` either way.
 */
export function wholeCellsModel(
  ground: QuotaGround,
  sums: Float64Array,
  bounds: CellBounds,
  reach: number,
): LinearModel {
  const { total, cells, groups } = ground
  const floors = sums.map(Math.floor)
  const columns: Column[] = []
  cells.forEach((cell, k) => {
    const inGroups = groups.flatMap((group, g) => (cell.groups.includes(group.id) ? [1 + g] : []))
    const part = sums[k]! - floors[k]!
    const entries = (sign: number) => [0, ...inGroups].map((row) => [row, sign] as const)
    // The first unit up costs 1 − 2·part against leaving it: down to the floor is `part` away, up to the next 1 − part.
    const room = { up: bounds.highest[k]! - floors[k]!, down: floors[k]! - bounds.lowest[k]! }
    columns.push({
      cost: 1 - 2 * part,
      lower: 0,
      upper: Math.max(0, Math.min(1, room.up)),
      entries: entries(1),
      isWhole: true,
    })
    columns.push({
      cost: 1,
      lower: 0,
      upper: Math.max(0, Math.min(reach, room.up - 1)),
      entries: entries(1),
      isWhole: true,
    })
    columns.push({
      cost: 1,
      lower: 0,
      upper: Math.max(0, Math.min(reach, room.down)),
      entries: entries(-1),
      isWhole: true,
    })
  })
  const sumOf = (is: (k: number) => boolean): number => floors.reduce((sum, v, k) => sum + (is(k) ? v : 0), 0)
  const left = total - sumOf(() => true)
  const rows: Row[] = [{ lower: left, upper: left }]
  for (const { id, minimumMinor, maximumMinor } of groups) {
    const now = sumOf((k) => cells[k]!.groups.includes(id))
    rows.push({ lower: (minimumMinor ?? 0) - now, upper: maximumMinor === null ? Infinity : maximumMinor - now })
  }
  return linearModelOf(columns, rows)
}

/** The least and most that a cell's people may have together. */
export type CellBounds = { lowest: Float64Array; highest: Float64Array }
