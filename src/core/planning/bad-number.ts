/** A number that cannot be meant: in which field, and its place there (0 where there is but one). */
export type BadNumber<Field extends string> = { kind: 'bad_number'; field: Field; at: number }

/** The first of some numbers that is not good, or nothing. Cost: O(values). */
export function firstBad<Field extends string>(
  field: Field,
  values: ArrayLike<number>,
  isGood: (value: number) => boolean,
): BadNumber<Field>[] {
  for (let at = 0; at < values.length; at++) if (!isGood(values[at]!)) return [{ kind: 'bad_number', field, at }]
  return []
}

/** Whole minor units ≥ 0 that a number holds exactly. */
export const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** A share of the whole, 0–1. */
export const isShare = (value: number): boolean => value >= 0 && value <= 1
