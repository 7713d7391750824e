/**
 * Any hierarchy or crossing of groups: sellers, teams, products and their totals. Series are numbered with the bottom
 * ones first (0 … bottomCount − 1), then the aggregates in the order given here, each the bottom series it sums.
 */
export type Hierarchy = { bottomCount: number; aggregates: readonly Int32Array[] }

export const seriesCount = (hierarchy: Hierarchy): number => hierarchy.bottomCount + hierarchy.aggregates.length

/** How far each aggregate is from the sum of its parts: C·values. Cost: O(memberships). */
export function incoherence({ bottomCount, aggregates }: Hierarchy, values: Float64Array): Float64Array {
  return Float64Array.from(aggregates, (members, a) => {
    let gap = values[bottomCount + a]!
    for (const b of members) gap -= values[b]!
    return gap
  })
}

/** What `incoherence` is the transpose of: C′·x, one number a series. */
export function spread({ bottomCount, aggregates }: Hierarchy, x: Float64Array): Float64Array {
  const out = new Float64Array(bottomCount + aggregates.length)
  aggregates.forEach((members, a) => {
    out[bottomCount + a] = x[a]!
    for (const b of members) out[b]! -= x[a]!
  })
  return out
}

/** Aggregates summed anew from the bottom, in place, so that parts and totals agree to the last digit. */
export function addUp({ bottomCount, aggregates }: Hierarchy, values: Float64Array): Float64Array {
  aggregates.forEach((members, a) => {
    let sum = 0
    for (const b of members) sum += values[b]!
    values[bottomCount + a] = sum
  })
  return values
}
