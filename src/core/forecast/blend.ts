import {
  forecastOf,
  insufficient,
  type DealContribution,
  type Forecast,
  type ForecastParts,
  type Insufficient,
} from './method.ts'

export const blendId = 'blend'

/** A method's forecast at this origin, and its mean absolute error over past origins (null: too few to tell). */
export type BlendMember = { id: string; forecast: Forecast; pastErrorMinor: number | null }

/** Members more than this many times worse than the best are left out. */
const hopeless = 2

/**
 * Weights by past skill: inverse squared error, hopeless members out; equal weights until every member has a past.
 * Out: same order as the members, sum 1.
 */
export function blendWeights(pastErrorsMinor: readonly (number | null)[]): number[] {
  const known = pastErrorsMinor.filter((e): e is number => e !== null)
  if (known.length < pastErrorsMinor.length) return pastErrorsMinor.map(() => 1 / pastErrorsMinor.length)
  const best = Math.min(...known)
  const raw = known.map((error) => {
    if (error > best * hopeless) return 0
    return best === 0 ? 1 : (best / error) ** 2
  })
  const total = raw.reduce((sum, w) => sum + w, 0)
  return raw.map((w) => w / total)
}

/**
 * Weighted mean of the members, group by group. Where one member tells open deals from new ones, the whole
 * remainder is split the way it does. Insufficient without at least two members. Contributions are scaled alike.
 */
export function blend(members: readonly BlendMember[]): Forecast | Insufficient {
  const first = members[0]
  if (first === undefined || members.length < 2) return insufficient('no_method_to_blend')
  const weights = blendWeights(members.map((m) => m.pastErrorMinor))
  const splitter = members.find((m) => m.forecast.parts.openMinor + m.forecast.parts.newMinor > 0)
  const contributions: DealContribution[] = []
  const byGroup = first.forecast.byGroup.map((parts, group): ForecastParts => {
    const remainder = members.reduce((sum, m, i) => sum + weights[i]! * remainderOf(m.forecast.byGroup[group]!), 0)
    const split = splitter?.forecast.byGroup[group]
    const known = split === undefined ? 0 : split.openMinor + split.newMinor
    if (splitter === undefined || split === undefined || known <= 0) {
      return { wonMinor: parts.wonMinor, openMinor: 0, newMinor: 0, unsplitMinor: remainder }
    }
    let openMinor = 0
    for (const share of splitter.forecast.contributions) {
      if (share.group !== group) continue
      const expectedMinor = Math.round((share.expectedMinor * remainder) / known)
      openMinor += expectedMinor
      contributions.push({ ...share, expectedMinor })
    }
    // Shares are whole minor units; what their rounding leaves over goes to the part that has no rows to show.
    const newMinor = split.newMinor === 0 ? 0 : Math.round(remainder) - openMinor
    return { wonMinor: parts.wonMinor, openMinor, newMinor, unsplitMinor: 0 }
  })
  return forecastOf(byGroup, contributions)
}

const remainderOf = (parts: ForecastParts): number => parts.openMinor + parts.newMinor + parts.unsplitMinor
