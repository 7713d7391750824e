const golden = (Math.sqrt(5) - 1) / 2

/**
 * Minimum of a function of one variable that may have several dips: a grid finds the deepest, golden section (Kiefer
 * 1953) narrows it to `precision`. In: low < high. Out: the argument. Cost: `gridCount` + about 5 evaluations a digit.
 */
export function lineSearch(
  f: (x: number) => number,
  low: number,
  high: number,
  gridCount = 12,
  precision = 1e-3,
): number {
  const step = (high - low) / (gridCount - 1)
  let best = low
  let least = Infinity
  for (let i = 0; i < gridCount; i++) {
    const value = f(low + i * step)
    if (value < least) [least, best] = [value, low + i * step]
  }
  let a = Math.max(low, best - step)
  let b = Math.min(high, best + step)
  let c = b - golden * (b - a)
  let d = a + golden * (b - a)
  let fc = f(c)
  let fd = f(d)
  while (b - a > precision) {
    if (fc < fd) {
      ;[b, d, fd] = [d, c, fc]
      c = b - golden * (b - a)
      fc = f(c)
    } else {
      ;[a, c, fc] = [c, d, fd]
      d = a + golden * (b - a)
      fd = f(d)
    }
  }
  const inner = (a + b) / 2
  return f(inner) <= least ? inner : best
}
