import type { LinearModel } from '../../base/linear-model.ts'
import { linearModelOf, type Column, type Row } from './linear-columns.ts'
import { gainOf, type RoutingProblem } from './routing-problem.ts'

/**
 * The same problem for a linear solver, to be measured against: min −Σ gain · x over the pairs that may gain, a row for
 * each lead (at most 1), then for each seller (at most the capacity). Its optimum is whole by itself (total
 * unimodularity: Hoffman & Kruskal 1956). Cost: O(leads · sellers).
 */
export function routingModel(p: RoutingProblem): LinearModel {
  const rows: Row[] = [
    ...Array.from({ length: p.leadCount }, () => ({ lower: -Infinity, upper: 1 })),
    ...Array.from(p.capacity, (upper) => ({ lower: -Infinity, upper })),
  ]
  const columns: Column[] = []
  for (let i = 0; i < p.leadCount; i++)
    for (let j = 0; j < p.sellerCount; j++) {
      const gain = gainOf(p, i, j)
      if (gain <= 0) continue
      const entries = [[i, 1] as const, [p.leadCount + j, 1] as const]
      columns.push({ cost: -gain, lower: 0, upper: Infinity, entries })
    }
  return linearModelOf(columns, rows)
}
