import type { Step } from './explanation.ts'
import {
  compare,
  fraction,
  fractionText,
  minus,
  one,
  over,
  parseFraction,
  times,
  zero,
  type Fraction,
} from './fraction.ts'
import type { Band, CurvePoint, ExactText, PayTarget, PlanComponent } from './plan.ts'

/**
 * A band with its rate worked out: from an attainment, and from the credit in minor units at which it begins; `because`
 * says where the rate comes from.
 */
export type EffectiveBand = { from: Fraction; startsAt: Fraction; rate: Fraction; because: Step[] }

/** The number in a text that was validated. Error: RangeError when it was not. */
export function exact(text: ExactText): Fraction {
  const value = parseFraction(text)
  if (value === null) throw new RangeError(`not a number: ${text}`)
  return value
}

/** Quota × ramp, in minor units. */
export const quotaOf = (target: PayTarget): Fraction => times(fraction(BigInt(target.quota_minor)), exact(target.ramp))

function ratedBand(band: Band, target: PayTarget, quota: Fraction): Omit<EffectiveBand, 'startsAt'> {
  const from = exact(band.from)
  if ('rate' in band) return { from, rate: exact(band.rate), because: [] }
  const variable_target_minor = target.variable_target_minor ?? 0
  const base = over(fraction(BigInt(variable_target_minor)), quota)
  const multiple = exact(band.base_multiple)
  const rate = times(base, multiple)
  const because: Step[] = [
    { code: 'base_rate', params: { variable_target_minor, quota: fractionText(quota), rate: fractionText(base) } },
  ]
  const side = compare(multiple, one)
  const params = {
    from: band.from,
    base_rate: fractionText(base),
    multiple: band.base_multiple,
    rate: fractionText(rate),
  }
  if (side !== 0) because.push({ code: side > 0 ? 'accelerator' : 'decelerator', params })
  return { from, rate, because }
}

/** What a point of the curve pays altogether, in minor units. */
const paysAt = (point: CurvePoint, target: PayTarget): Fraction =>
  'pays_minor' in point
    ? fraction(BigInt(point.pays_minor))
    : times(exact(point.pays_target_share), fraction(BigInt(target.variable_target_minor ?? 0)))

/** A stretch between two points is a band at the rate of its slope; past the last point nothing is added. */
function slopes(points: CurvePoint[], target: PayTarget, quota: Fraction): Omit<EffectiveBand, 'startsAt'>[] {
  return points.map((point, i) => {
    const from = exact(point.at)
    const next = points[i + 1]
    if (next === undefined) return { from, rate: zero, because: [] }
    const [paysFrom, paysTo] = [paysAt(point, target), paysAt(next, target)]
    const rate = over(minus(paysTo, paysFrom), times(minus(exact(next.at), from), quota))
    const params = {
      from: point.at,
      to: next.at,
      pays_from: fractionText(paysFrom),
      pays_to: fractionText(paysTo),
      rate: fractionText(rate),
    }
    return { from, rate, because: [{ code: 'curve', params }] }
  })
}

/**
 * The bands of a component for a payee, rates worked out and capped.
 * In: a validated component and target. Out: ascending, the first from 0.
 */
export function effectiveBands(component: PlanComponent, target: PayTarget): EffectiveBand[] {
  const quota = quotaOf(target)
  const { table } = component
  const rated =
    table.tiers === 'interpolated'
      ? slopes(table.points, target, quota)
      : table.bands.map((band) => ratedBand(band, target, quota))
  const cap = component.caps.find((c) => c.on === 'rate')
  return rated.map(({ from, rate, because }) => {
    const startsAt = times(from, quota)
    if (cap === undefined || compare(rate, exact(cap.rate)) <= 0) return { from, startsAt, rate, because }
    const params = { from: fractionText(from), rate: fractionText(rate), cap: cap.rate }
    return { from, startsAt, rate: exact(cap.rate), because: [...because, { code: 'rate_capped', params }] }
  })
}
