import { shrunkCovariance, type ShrunkCovariance } from '../series/shrunk-covariance.ts'
import type { LevelForecast } from './level-forecast.ts'

/** Fewer past origins than this say nothing of a member's errors. */
const fewestOrigins = 8

/**
 * Covariance of the remainders' errors, the company last and taken for certain: the headline was chosen and is not moved.
 * With few past origins errors are taken to grow with what is forecast (variance = forecast).
 */
export function rollUpCovariance(levels: readonly LevelForecast[], base: readonly number[]): ShrunkCovariance {
  const stepCount = Math.min(...levels.map((level) => level.errors.length))
  if (stepCount < fewestOrigins) return byUse(base)
  const rows = levels.flatMap((level) => {
    const errors = level.errors.slice(-stepCount)
    return Array.from(level.remainders, (_, member) => errors.map((at) => at[member]!))
  })
  return shrunkCovariance([...rows, new Float64Array(stepCount)])
}

function byUse(base: readonly number[]): ShrunkCovariance {
  const usual = base.reduce((sum, v) => sum + Math.abs(v), 0) / base.length
  const floor = usual > 0 ? usual * 1e-12 : 1
  const variances = Float64Array.from(base, (v, i) => (i === base.length - 1 ? floor : Math.max(Math.abs(v), floor)))
  return { variances, errors: new Float64Array(0), stepCount: 0, shrinkage: 1 }
}
