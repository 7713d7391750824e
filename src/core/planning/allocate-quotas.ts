import type { SolveLinear } from '../../base/linear-model.ts'
import { wholeParts, type Bounds } from '../stats/whole-parts.ts'
import { evenSplit } from './even-split.ts'
import { quotaCells, quotaEquals } from './quota-cells.ts'
import { elasticModel, wholeCellsModel, type QuotaGround } from './quota-model.ts'
import { quotaObstacles, type QuotaObstacle } from './quota-obstacles.ts'
import { personRange, quotaBounds, streetQuota, type PersonBound, type QuotaProblem } from './quota-problem.ts'
import { settleDepartures } from './settle-departures.ts'

export type QuotaLine = {
  person: string
  quotaMinor: number
  /** What the weight alone would give, without any bound. */
  plainMinor: number
  /** quota / history − 1; null without a history. */
  changeRatio: number | null
  /** The own bound at which the quota stands, or null. */
  binds: PersonBound | null
}

export type GroupLine = { group: string; totalMinor: number; binds: 'minimum' | 'maximum' | null }

export type QuotaPlan = {
  kind: 'plan'
  /** The sum of all lines, exactly. */
  totalMinor: number
  /** The most that groups moved anybody's quota off the even split within people's own bounds; 0 without groups. */
  departureRatio: number
  lines: QuotaLine[]
  groups: GroupLine[]
}

export type QuotaResult =
  QuotaPlan | { kind: 'infeasible'; obstacles: QuotaObstacle[] } | { kind: 'failed'; reason: string }

/** The longest for one model, seconds; these are small. */
const solverSeconds = 20
/** Share of the mean quota by which a group's bound may be missed in the elastic model: the solver's rounding. */
const tolerance = 1e-6

/**
 * Quotas from a company's target: Σq = target · over-assignment, |q / history − 1| ≤ d, minimum and maximum of each,
 * sums of groups. First the even split within everybody's own bounds (`evenSplit`). If groups' bounds allow it, that
 * is the answer; else a linear model moves it as little as can be, the largest departure first, evenly within a cell of
 * like people. Whole minor units; equals differ by one unit at most, which goes by id.
 * In: money of one currency and period. Out: what cannot hold is a value that says what to relax. Errors: none thrown.
 * Cost: without binding groups n log n; with them a model a round: 2,000 people took 21 models and 23 s on a busy machine.
 * Source: lexicographic min–max (Luss, Operations Research 47, 1999).
 */
export function allocateQuotas(p: QuotaProblem, solve: SolveLinear): QuotaResult {
  const obstacles = quotaObstacles(p)
  if (obstacles.length > 0) return { kind: 'infeasible', obstacles }
  // Sorted by id, so that neither the order of people nor that of groups changes a unit.
  const sorted = { ...p, people: [...p.people].sort(byId), groups: [...p.groups].sort(byId) }
  const total = streetQuota(sorted)
  const bounds = quotaBounds(sorted, sorted.changeRatio)
  const weights = Float64Array.from(sorted.people, (person) => person.weight)
  const even = evenSplit(total, weights, bounds)
  const cells = quotaCells(sorted)
  const ground = { total, cells, equals: quotaEquals(cells, even, bounds), groups: sorted.groups }
  const moved = moveForGroups(ground, even, bounds, solve)
  return 'sums' in moved ? planOf(sorted, ground, moved, bounds) : moved
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

type Moved = { even: Float64Array; sums: Float64Array; departure: number }

/** Whole sums of the cells that keep every group, or why there are none. */
function moveForGroups(
  ground: QuotaGround,
  even: Float64Array,
  bounds: Bounds,
  solve: SolveLinear,
): Moved | Exclude<QuotaResult, QuotaPlan> {
  const { cells, groups, total } = ground
  const wholeEven = wholeParts(total, even, bounds, [...even.keys()])
  const cellSums = cells.map(({ people }) => people.reduce((sum, at) => sum + wholeEven[at]!, 0))
  const isKept = groups.every((group) => {
    const sum = cells.reduce((so, cell, k) => so + (cell.groups.includes(group.id) ? cellSums[k]! : 0), 0)
    return sum >= (group.minimumMinor ?? 0) && sum <= (group.maximumMinor ?? Infinity)
  })
  if (isKept) return { even, sums: Float64Array.from(cellSums), departure: 0 }
  const obstacles = groupObstacles(ground, solve)
  if (!Array.isArray(obstacles)) return obstacles
  if (obstacles.length > 0) return { kind: 'infeasible', obstacles }
  const settled = settleDepartures(ground, solve, solverSeconds)
  if ('failed' in settled) return { kind: 'failed', reason: settled.failed }
  const sums = wholeCells(ground, settled.sums, bounds, solve)
  return sums === null
    ? { kind: 'failed', reason: 'no whole sums of the groups near the solution' }
    : { even, sums, departure: settled.departure }
}

function groupObstacles(ground: QuotaGround, solve: SolveLinear): QuotaObstacle[] | { kind: 'failed'; reason: string } {
  const answer = solve(elasticModel(ground), { absoluteGap: 0, seconds: solverSeconds })
  if (answer.kind !== 'optimal') return { kind: 'failed', reason: `the groups: ${answer.kind}` }
  const mean =
    ground.total /
    Math.max(
      1,
      ground.equals.reduce((sum, same) => sum + same.count, 0),
    )
  return ground.groups.flatMap((group, g) =>
    (['minimum', 'maximum'] as const).flatMap((bound, side): QuotaObstacle[] => {
      const missed = answer.values[ground.equals.length + 2 * g + side]!
      if (missed <= tolerance) return []
      return [
        { kind: 'group_out_of_reach', group: group.id, bound, byMinor: Math.ceil(missed * Math.max(1, mean) - 1e-6) },
      ]
    }),
  )
}

/** Cells' sums in whole units. Rounding may have to reach further than a unit where the solver was not exact. */
function wholeCells(ground: QuotaGround, sums: Float64Array, bounds: Bounds, solve: SolveLinear): Float64Array | null {
  const range = (side: 'lowest' | 'highest'): Float64Array =>
    Float64Array.from(ground.cells, ({ people }) => people.reduce((sum, at) => sum + bounds[side][at]!, 0))
  const cellBounds = { lowest: range('lowest'), highest: range('highest') }
  const within = sums.map((sum, k) => Math.max(cellBounds.lowest[k]!, Math.min(cellBounds.highest[k]!, sum)))
  for (const reach of [2, 1_000, 1_000_000]) {
    const model = wholeCellsModel(ground, within, cellBounds, reach)
    const answer = solve(model, { absoluteGap: 0.5, seconds: solverSeconds })
    if (answer.kind === 'optimal' || answer.kind === 'stopped')
      return within.map((sum, k) => {
        const [first, up, down] = [0, 1, 2].map((c) => Math.round(answer.values[3 * k + c]!))
        return Math.floor(sum) + first! + up! - down!
      })
  }
  return null
}

function planOf(p: QuotaProblem, { total, cells, groups }: QuotaGround, moved: Moved, bounds: Bounds): QuotaPlan {
  const quotas = new Float64Array(p.people.length)
  cells.forEach(({ people }, k) => {
    const pick = (values: Float64Array): Float64Array => Float64Array.from(people, (at) => values[at]!)
    const own = { lowest: pick(bounds.lowest), highest: pick(bounds.highest) }
    const parts = evenSplit(moved.sums[k]!, pick(moved.even), own)
    const whole = wholeParts(moved.sums[k]!, parts, own, [...people.keys()])
    people.forEach((at, i) => (quotas[at] = whole[i]!))
  })
  return {
    kind: 'plan',
    totalMinor: total,
    departureRatio: moved.departure,
    lines: quotaLines(p, quotas),
    groups: groups.map((group) => {
      const totalMinor = p.people.reduce((sum, who, at) => sum + (who.groups.includes(group.id) ? quotas[at]! : 0), 0)
      const binds = group.minimumMinor === totalMinor ? 'minimum' : group.maximumMinor === totalMinor ? 'maximum' : null
      return { group: group.id, totalMinor, binds }
    }),
  }
}

function quotaLines(p: QuotaProblem, quotas: Float64Array): QuotaLine[] {
  const total = streetQuota(p)
  const heaviest = p.people.reduce((most, person) => Math.max(most, person.weight), 0)
  const weights = p.people.reduce((sum, person) => sum + person.weight / heaviest, 0)
  return p.people.map((person, at) => {
    const quotaMinor = quotas[at]!
    const range = personRange(person, p.changeRatio, Number.MAX_SAFE_INTEGER)
    const isLow = quotaMinor === range.lowest && (quotaMinor > 0 || person.minimumMinor !== null)
    return {
      person: person.id,
      quotaMinor,
      plainMinor: Math.round((total * (person.weight / heaviest)) / weights),
      changeRatio: person.historyMinor ? quotaMinor / person.historyMinor - 1 : null,
      binds: isLow ? range.low : quotaMinor === range.highest ? range.high : null,
    }
  })
}
