import { firstBad, isAmount, type BadNumber } from './bad-number.ts'

/**
 * Which seller gets which lead. Matrices by rows of leads: `[lead * sellerCount + seller]`; leads in the order in which
 * they came. Uplift: by how much the chance to win rises when this seller works the lead instead of nobody.
 */
export type RoutingProblem = {
  leadCount: number
  sellerCount: number
  /** Worth of each lead if won, whole minor units of one currency. */
  valueMinor: Float64Array
  /** −1 to 1, for each pair. */
  upliftRatio: Float64Array
  /** For each pair 0: may have it; otherwise which rule forbids it (`eligibility`). */
  barrier: Uint8Array
  /** How many leads each seller can take, ≥ 0. */
  capacity: Int32Array
  /** How many leads each seller was given lately: among equals it is the turn of who had fewest. */
  given: Int32Array
}

export type RoutingFault = BadNumber<'valueMinor' | 'upliftRatio' | 'barrier' | 'capacity' | 'given' | 'totalMinor'>

/** Sums up to here stay exact with room for differences. */
const mostTotal = 2 ** 51

/** Numbers that cannot be meant, and lengths that do not fit the counts (`at`: the length). */
export function routingFaults(p: RoutingProblem): RoutingFault[] {
  const [n, m] = [p.leadCount, p.sellerCount]
  const total = p.valueMinor.reduce((sum, v) => sum + v, 0)
  const faults: RoutingFault[] = []
  const check = (
    field: Exclude<RoutingFault['field'], 'totalMinor'>,
    count: number,
    isGood: (value: number) => boolean,
  ): void => {
    if (p[field].length !== count) faults.push({ kind: 'bad_number', field, at: p[field].length })
    else faults.push(...firstBad(field, p[field], isGood))
  }
  check('valueMinor', n, isAmount)
  check('upliftRatio', n * m, (v) => v >= -1 && v <= 1)
  check('barrier', n * m, isAmount)
  check('capacity', m, isAmount)
  check('given', m, isAmount)
  return faults.length > 0 ? faults : firstBad('totalMinor', [total], (v) => v <= mostTotal)
}

/** What a pair brings in expectation, whole minor units, may be below 0; −Infinity where a rule forbids it. */
export const gainOf = (p: RoutingProblem, lead: number, seller: number): number => {
  const at = lead * p.sellerCount + seller
  return p.barrier[at] === 0 ? Math.round(p.valueMinor[lead]! * p.upliftRatio[at]!) : -Infinity
}
