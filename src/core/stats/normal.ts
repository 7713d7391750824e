const rootOfTwoPi = Math.sqrt(2 * Math.PI)

/** Density of the standard normal distribution. */
export const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / rootOfTwoPi

/** Chance above x ≥ 0 where the series loses its digits: Laplace's continued fraction, from the far end. */
function upperTail(x: number): number {
  let fraction = x
  for (let k = 120; k >= 1; k--) fraction = x + k / fraction
  return normalDensity(x) / fraction
}

/**
 * Chance that a standard normal value is at most x, to about 15 digits, in the tails too (Marsaglia 2004, "Evaluating
 * the normal distribution"; Abramowitz & Stegun 26.2.14 beyond 3).
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 3) return x > 0 ? 1 - upperTail(x) : upperTail(-x)
  let term = x
  let sum = x
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (x * x) / k
  return 0.5 + sum * normalDensity(x)
}

/**
 * The value below which a standard normal value lies with chance p, to about 14 digits: a rational first guess
 * (Abramowitz & Stegun 26.2.23), then Newton's steps.
 * In: p 0–1. Out: −∞ for 0, ∞ for 1.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p <= 0) return -Infinity
  const t = Math.sqrt(-2 * Math.log(p))
  const guess = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  let x = -guess
  // In the logarithm of the chance the curve is nearly straight, so a few steps do even far out.
  for (let step = 0; step < 6; step++) {
    const chance = normalCdf(x)
    x -= (Math.log(chance / p) * chance) / normalDensity(x)
  }
  return x
}

/** How many standard errors an interval of this level reaches to either side: 1.96 for 0.95. */
export const zOfLevel = (level: number): number => normalQuantile((1 + level) / 2)
