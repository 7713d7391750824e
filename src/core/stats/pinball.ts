/** Pinball (quantile) loss of one forecast quantile: τ·(A − q) above it, (1 − τ)·(q − A) below (Koenker & Bassett 1978). */
export const pinball = (quantile: number, actual: number, tau: number): number =>
  actual >= quantile ? tau * (actual - quantile) : (1 - tau) * (quantile - actual)
