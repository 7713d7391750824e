import { isDay, type Period } from '../../base/calendar.ts'
import { compare, parseFraction, zero, type Fraction } from './fraction.ts'
import type { Band, Cap, CurvePoint, ExactText, PayPlan, PlanComponent } from './plan.ts'
import { problem, type Problem } from './problem.ts'

type Place = Problem['at']

/** A hundred years: beyond them days stop being days. */
const longestDays = 36_525

/** Whole, not negative minor units within 2^53. */
export function amountProblems(value: number, at: Place): Problem[] {
  if (!Number.isSafeInteger(value)) return [problem('amount_not_whole', at, { value: `${value}` })]
  return value < 0 ? [problem('negative', at, { value })] : []
}

/** An exact number, not negative. */
export function numberProblems(text: ExactText, at: Place): Problem[] {
  const value = parseFraction(text)
  if (value === null) return [problem('not_a_number', at, { value: text })]
  return compare(value, zero) < 0 ? [problem('negative', at, { value: text })] : []
}

export function periodProblems({ from, to }: Period, at: Place): Problem[] {
  const days = [...dayProblems(from, [...at, 'from']), ...dayProblems(to, [...at, 'to'])]
  return days.length > 0 || from < to ? days : [problem('period_empty', at, { from, to })]
}

export const dayProblems = (day: string, at: Place): Problem[] =>
  isDay(day) ? [] : [problem('not_a_day', at, { value: day })]

/** An id that is used twice, at its second place. */
export function twiceProblems(ids: readonly string[], placeOf: (i: number) => Place): Problem[] {
  return ids.flatMap((id, i) => (ids.indexOf(id) < i ? [problem('id_twice', placeOf(i), { value: id })] : []))
}

/** Attainments that must begin at 0 and rise. */
function ascentProblems(attainments: readonly ExactText[], placeOf: (i: number) => Place): Problem[] {
  const values = attainments.map(parseFraction)
  return values.flatMap((value, i): Problem[] => {
    if (value === null) return []
    if (i === 0)
      return compare(value, zero) === 0 ? [] : [problem('first_not_at_0', placeOf(0), { value: attainments[0]! })]
    const before = values[i - 1]
    if (before === null || before === undefined || compare(value, before) > 0) return []
    return [problem('not_ascending', placeOf(i), { value: attainments[i]!, before: attainments[i - 1]! })]
  })
}

function bandsProblems(bands: readonly Band[], at: Place): Problem[] {
  if (bands.length === 0) return [problem('empty', at)]
  const numbers = bands.flatMap((band, i) => [
    ...numberProblems(band.from, [...at, i, 'from']),
    ...('rate' in band
      ? numberProblems(band.rate, [...at, i, 'rate'])
      : numberProblems(band.base_multiple, [...at, i, 'base_multiple'])),
  ])
  const from = bands.map((band) => band.from)
  return [...numbers, ...ascentProblems(from, (i) => [...at, i, 'from'])]
}

/** Pay along the curve must begin at 0 and not fall; money and shares are compared only with their like. */
function heightProblems(points: readonly CurvePoint[], at: Place): Problem[] {
  const heights = points.map((point): { unit: string; value: Fraction | null } =>
    'pays_minor' in point
      ? { unit: 'pays_minor', value: parseFraction(`${point.pays_minor}`) }
      : { unit: 'pays_target_share', value: parseFraction(point.pays_target_share) },
  )
  return heights.flatMap(({ unit, value }, i): Problem[] => {
    const before = heights[i - 1]
    if (value === null) return []
    if (before === undefined) return compare(value, zero) === 0 ? [] : [problem('curve_not_from_0', [...at, i, unit])]
    if (before.value === null || before.unit !== unit || compare(value, before.value) >= 0) return []
    return [problem('curve_falls', [...at, i, unit])]
  })
}

function pointsProblems(points: readonly CurvePoint[], at: Place): Problem[] {
  if (points.length < 2) return [problem('too_few_points', at, { count: points.length })]
  const numbers = points.flatMap((point, i) => [
    ...numberProblems(point.at, [...at, i, 'at']),
    ...('pays_minor' in point
      ? amountProblems(point.pays_minor, [...at, i, 'pays_minor'])
      : numberProblems(point.pays_target_share, [...at, i, 'pays_target_share'])),
  ])
  const attainments = points.map((point) => point.at)
  return [...numbers, ...ascentProblems(attainments, (i) => [...at, i, 'at']), ...heightProblems(points, at)]
}

function capsProblems(caps: readonly Cap[], at: Place): Problem[] {
  const numbers = caps.flatMap((cap, i) =>
    cap.on === 'rate'
      ? numberProblems(cap.rate, [...at, i, 'rate'])
      : amountProblems(cap.amount_minor, [...at, i, 'amount_minor']),
  )
  const twice = caps.flatMap(({ on }, i) =>
    caps.findIndex((cap) => cap.on === on) < i ? [problem('cap_twice', [...at, i, 'on'], { on })] : [],
  )
  return [...numbers, ...twice]
}

function componentProblems({ table, threshold, caps }: PlanComponent, at: Place): Problem[] {
  const tableProblems =
    table.tiers === 'interpolated'
      ? pointsProblems(table.points, [...at, 'table', 'points'])
      : bandsProblems(table.bands, [...at, 'table', 'bands'])
  return [
    ...tableProblems,
    ...(threshold === null ? [] : numberProblems(threshold, [...at, 'threshold'])),
    ...capsProblems(caps, [...at, 'caps']),
  ]
}

/**
 * What is wrong with a plan and where; nothing: it can be used. In: a plan of the right shape (a door's schema sees to
 * that). Cost: O(bands + components²).
 */
export function planProblems(plan: PayPlan): Problem[] {
  const { components, spiffs, guarantee, draw, clawback_days } = plan
  return [
    ...(components.length + spiffs.length === 0 ? [problem('empty', ['components'])] : []),
    ...twiceProblems(
      components.map(({ id }) => id),
      (i) => ['components', i, 'id'],
    ),
    ...components.flatMap((component, i) => componentProblems(component, ['components', i])),
    ...twiceProblems(
      spiffs.map(({ id }) => id),
      (i) => ['spiffs', i, 'id'],
    ),
    ...spiffs.flatMap((spiff, i) => [
      ...amountProblems(spiff.amount_minor, ['spiffs', i, 'amount_minor']),
      ...periodProblems(spiff.during, ['spiffs', i, 'during']),
    ]),
    ...(draw === null ? [] : amountProblems(draw.amount_minor, ['draw', 'amount_minor'])),
    ...(guarantee === null
      ? []
      : [
          ...amountProblems(guarantee.amount_minor, ['guarantee', 'amount_minor']),
          ...periodProblems(guarantee.during, ['guarantee', 'during']),
        ]),
    ...(clawback_days === null ? [] : amountProblems(clawback_days, ['clawback_days'])),
    ...((clawback_days ?? 0) > longestDays ? [problem('too_long', ['clawback_days'], { longest: longestDays })] : []),
  ]
}
