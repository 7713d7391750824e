export type SmapeAndMase = { smape: number; mase: number }

/**
 * Overall weighted average of the M4 competition: the mean of sMAPE and MASE, each relative to Naive 2's over the same
 * series (Makridakis, Spiliotis & Assimakopoulos 2020). Below 1 is better than Naive 2. Out: null when Naive 2 never erred.
 */
export const owa = (own: SmapeAndMase, naive2: SmapeAndMase): number | null =>
  naive2.smape > 0 && naive2.mase > 0 ? (own.smape / naive2.smape + own.mase / naive2.mase) / 2 : null
