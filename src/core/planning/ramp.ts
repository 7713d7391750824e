/** Share of a full quota that a seller can carry, by month of tenure, the first month first; after its end 1. */
export type Ramp = readonly number[]

/** The share in a month of tenure, 1 the first; 0 before it. */
export const rampShare = (ramp: Ramp, tenureMonth: number): number =>
  tenureMonth < 1 ? 0 : (ramp[tenureMonth - 1] ?? 1)
