import type { EtsForm } from './ets-form.ts'

export type EtsState = { level: number; slope: number; seasonal: Float64Array }

/** One series on its way through one form; buffers are made once, because the optimiser passes hundreds of times. */
export type EtsPass = {
  values: Float64Array
  form: EtsForm
  startSeasonal: Float64Array
  state: EtsState
}

/**
 * One pass of exponential smoothing. In: α, β/α, γ/(1 − α), φ, level and slope, within
 * their bounds. Out: −2 log-likelihood but for a constant,
 * n·log Σe² (+ 2 Σ log|μ| for multiplicative errors); Infinity where a form that needs values above 0 leaves them. The
 * states after the last value are left in `pass.state`. Cost: O(n), nothing allocated.
 * Source: Hyndman, Koehler, Ord & Snyder 2008, table 2.2; the error's form alters the likelihood and not the recursion.
 */
export function etsFilter(pass: EtsPass, p: Float64Array): number {
  const alpha = p[0]!
  const rates = {
    alpha,
    beta: pass.form.trend === 'N' ? 0 : alpha * p[1]!,
    gamma: p[2]! * (1 - alpha),
    phi: pass.form.trend === 'Ad' ? p[3]! : 1,
    level: p[4]!,
    slope: pass.form.trend === 'N' ? 0 : p[5]!,
  }
  pass.state.seasonal.set(pass.startSeasonal)
  if (pass.form.season === 'M') return filterMultiplicative(pass, rates)
  return pass.form.season === 'A' ? filterAdditive(pass, rates) : filterPlain(pass, rates)
}

type Rates = { alpha: number; beta: number; gamma: number; phi: number; level: number; slope: number }

/** A product of many numbers near 1 is taken to a logarithm before it leaves what a double can hold. */
const huge = 1e100

function filterPlain({ values, form, state }: EtsPass, rates: Rates): number {
  const { alpha, beta, phi } = rates
  const isRelative = form.error === 'M'
  let { level, slope } = rates
  let squares = 0
  let product = 1
  let logs = 0
  for (let t = 0; t < values.length; t++) {
    const damped = phi * slope
    const expected = level + damped
    const error = values[t]! - expected
    if (isRelative) {
      if (expected <= 0) return Infinity
      const relative = error / expected
      squares += relative * relative
      product *= expected
      if (product > huge || product < 1 / huge) [logs, product] = [logs + Math.log(product), 1]
    } else squares += error * error
    level = expected + alpha * error
    slope = damped + beta * error
  }
  state.level = level
  state.slope = slope
  return likelihood(values.length, squares, logs + Math.log(product))
}

function filterAdditive({ values, form, state }: EtsPass, rates: Rates): number {
  const { alpha, beta, gamma, phi } = rates
  const isRelative = form.error === 'M'
  const seasonal = state.seasonal
  let { level, slope } = rates
  let squares = 0
  let product = 1
  let logs = 0
  for (let t = 0, s = 0; t < values.length; t++, s = s + 1 === seasonal.length ? 0 : s + 1) {
    const damped = phi * slope
    const base = level + damped
    const expected = base + seasonal[s]!
    const error = values[t]! - expected
    if (isRelative) {
      if (expected <= 0) return Infinity
      const relative = error / expected
      squares += relative * relative
      product *= expected
      if (product > huge || product < 1 / huge) [logs, product] = [logs + Math.log(product), 1]
    } else squares += error * error
    level = base + alpha * error
    slope = damped + beta * error
    seasonal[s]! += gamma * error
  }
  state.level = level
  state.slope = slope
  return likelihood(values.length, squares, logs + Math.log(product))
}

function filterMultiplicative({ values, state }: EtsPass, rates: Rates): number {
  const { alpha, beta, gamma, phi } = rates
  const seasonal = state.seasonal
  let { level, slope } = rates
  let squares = 0
  let product = 1
  let logs = 0
  for (let t = 0, s = 0; t < values.length; t++, s = s + 1 === seasonal.length ? 0 : s + 1) {
    const damped = phi * slope
    const base = level + damped
    const index = seasonal[s]!
    const expected = base * index
    if (base <= 0 || index <= 0) return Infinity
    const relative = (values[t]! - expected) / expected
    squares += relative * relative
    product *= expected
    if (product > huge || product < 1 / huge) [logs, product] = [logs + Math.log(product), 1]
    level = base + alpha * base * relative
    slope = damped + beta * base * relative
    seasonal[s] = index + gamma * index * relative
  }
  state.level = level
  state.slope = slope
  return likelihood(values.length, squares, logs + Math.log(product))
}

/** A perfect fit has no error to take the logarithm of; a millionth of the (unit) scale stands for it. */
const likelihood = (n: number, squares: number, logs: number): number => {
  const value = n * Math.log(Math.max(squares, 1e-12 * n)) + 2 * logs
  return Number.isNaN(value) ? Infinity : value
}
