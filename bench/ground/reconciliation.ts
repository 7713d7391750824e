import { incoherence, type Hierarchy } from '../../src/core/series/hierarchy.ts'
import { reconcile } from '../../src/core/series/reconcile.ts'
import { shrunkCovariance } from '../../src/core/series/shrunk-covariance.ts'
import { seededRandom } from '../../src/core/stats/random.ts'

const bottomCount = 4400
const stepCount = 60
const horizon = 12

/** 4,400 accounts in 550 sellers, 40 teams crossed with 9 products, and the company: 5,000 series. */
function salesHierarchy(): Hierarchy {
  const groupsOf = (count: number, groupOf: (b: number) => number): Int32Array[] => {
    const members: number[][] = Array.from({ length: count }, () => [])
    for (let b = 0; b < bottomCount; b++) members[groupOf(b)]!.push(b)
    return members.map((m) => Int32Array.from(m))
  }
  const aggregates = [
    ...groupsOf(550, (b) => b % 550),
    ...groupsOf(40, (b) => (b % 550) % 40),
    ...groupsOf(9, (b) => Math.floor(b / 550) % 9),
    ...groupsOf(1, () => 0),
  ]
  return { bottomCount, aggregates }
}

/** Times MinT of 5,000 series, each with 60 past errors, over 12 steps; every forecast must add up. */
export function tellReconciliation(): void {
  const hierarchy = salesHierarchy()
  const count = bottomCount + hierarchy.aggregates.length
  const random = seededRandom(7)
  const common = Float64Array.from({ length: stepCount }, () => random() - 0.5)
  const size = Array.from({ length: count }, (_, i) =>
    i < bottomCount ? 1 : hierarchy.aggregates[i - bottomCount]!.length,
  )
  const residuals = size.map((s) => common.map((c) => s * c * 0.3 + Math.sqrt(s) * (random() - 0.5)))
  const base = Array.from({ length: horizon }, () => size.map((s) => s * (5 + random())))
  const started = performance.now()
  const covariance = shrunkCovariance(residuals)
  const worst = Math.max(...base.map((step) => largestGap(hierarchy, reconcile(hierarchy, step, covariance))))
  const seconds = (performance.now() - started) / 1000
  console.log(
    `\nMinT, ${count} series, ${horizon} steps: ${seconds.toFixed(2)} s; shrinkage ${covariance.shrinkage.toFixed(3)};`,
  )
  console.log(
    `  must take seconds and add up: largest gap ${worst.toExponential(1)}  ${seconds < 10 && worst < 1e-6 ? 'ok' : 'short'}`,
  )
}

const largestGap = (hierarchy: Hierarchy, values: Float64Array): number =>
  incoherence(hierarchy, values).reduce((most, gap) => Math.max(most, Math.abs(gap)), 0)
