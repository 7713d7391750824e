import type { EffectiveBand } from './effective-bands.ts'
import type { Step } from './explanation.ts'
import { compare, fraction, fractionText, least, minus, most, times, type Fraction } from './fraction.ts'
import type { PlanComponent } from './plan.ts'

/** A stretch of credit at one rate. */
export type Piece = { band: EffectiveBand; to: Fraction | null; credit: Fraction; amount: Fraction }

const bandReached = (bands: readonly EffectiveBand[], attainment: Fraction): EffectiveBand =>
  bands.findLast((band) => compare(band.from, attainment) <= 0) ?? bands[0]!

/** The credit from `before` to `after` cut at the bands; a flat table has the one rate that was reached. */
export function ratePieces(
  component: PlanComponent,
  bands: readonly EffectiveBand[],
  attainment: Fraction,
  before: bigint,
  after: bigint,
): Piece[] {
  if (component.table.tiers === 'flat') {
    const band = bandReached(bands, attainment)
    const credit = fraction(after - before)
    return [{ band, to: null, credit, amount: times(credit, band.rate) }]
  }
  return bands.flatMap((band, i) => {
    const next = bands[i + 1]
    const from = most(band.startsAt, fraction(before))
    const to = next === undefined ? fraction(after) : least(next.startsAt, fraction(after))
    if (compare(to, from) <= 0) return []
    const credit = minus(to, from)
    return [{ band, to: next?.from ?? null, credit, amount: times(credit, band.rate) }]
  })
}

/** How each stretch came to its amount. */
export function explainPieces(component: PlanComponent, cut: readonly Piece[]): Step[] {
  return cut.flatMap(({ band, to, credit, amount }): Step[] => {
    const [from, rate] = [fractionText(band.from), fractionText(band.rate)]
    const reached: Step[] = component.table.tiers === 'flat' ? [{ code: 'band_reached', params: { from, rate } }] : []
    const params = {
      from: component.table.tiers === 'flat' ? '0' : from,
      to: to && fractionText(to),
      credit: fractionText(credit),
      rate,
      amount: fractionText(amount),
    }
    return [...band.because, ...reached, { code: 'at_rate', params }]
  })
}
