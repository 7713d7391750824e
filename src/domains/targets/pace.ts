/** How far a target is reached; every part is null where it cannot be said. */
export type Reached = {
  attainment_ratio: number | null
  expected_value: number | null
  pace_ratio: number | null
  remaining_value: number | null
  remaining_per_day: number | null
}
/** Days of the period up to the as-of day and including it, and all of its days. */
export type Days = { gone: number; all: number }

export const nothingReached: Reached = {
  attainment_ratio: null,
  expected_value: null,
  pace_ratio: null,
  remaining_value: null,
  remaining_per_day: null,
}

/**
 * Attainment, pace and what remains of a target. Every day counts alike: what is expected by now is the target's share of
 * days gone by, so pace 1 means "as fast as the days pass", whatever the season.
 * @param target ≥ 0, same unit as `actual`; a target of 0 has neither attainment nor pace
 * @param days 0 ≤ gone ≤ all
 * @returns values in the unit of the target, unrounded; ratios without an upper end
 */
export function reachedOf(target: number, actual: number, { gone, all }: Days): Reached {
  const expected = (target * gone) / all
  const remaining = Math.max(0, target - actual)
  return {
    attainment_ratio: target === 0 ? null : actual / target,
    expected_value: expected,
    pace_ratio: expected === 0 ? null : actual / expected,
    remaining_value: remaining,
    remaining_per_day: gone >= all ? null : remaining / (all - gone),
  }
}
