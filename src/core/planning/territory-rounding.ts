import type { SolveLinear } from '../../base/linear-model.ts'
import { allPairs, territoryModel } from './territory-model.ts'
import type { Assignment, TerritoryProblem } from './territory-problem.ts'

/**
 * Gives the accounts that the relaxation split to one seller each, the others staying where it put them: a mixed-integer
 * model of the split accounts with every seller. A solver that finds nothing in its time leaves them to the seller who is
 * cheapest for them, for the search to mend.
 */
export function roundSplit(
  p: TerritoryProblem,
  whole: Int32Array,
  solve: SolveLinear,
  limits: { absoluteGap: number; seconds: number },
): Assignment {
  const assignment = whole.slice()
  const already = new Float64Array(p.sellerCount)
  const split: number[] = []
  whole.forEach((seller, account) => {
    if (seller < 0) split.push(account)
    else already[seller]! += p.potential[account]!
  })
  if (split.length === 0) return assignment
  for (const account of split) assignment[account] = cheapestSeller(p, account)
  const accounts = Int32Array.from(split)
  const pairs = allPairs(p, accounts)
  const answer = solve(territoryModel(p, accounts, pairs, already, 'whole'), limits)
  if (answer.kind === 'optimal' || answer.kind === 'stopped')
    pairs.account.forEach((account, c) => {
      if (answer.values[c]! > 0.5) assignment[account] = pairs.seller[c]!
    })
  return assignment
}

function cheapestSeller(p: TerritoryProblem, account: number): number {
  let at = 0
  for (let j = 1; j < p.sellerCount; j++)
    if (p.cost[account * p.sellerCount + j]! < p.cost[account * p.sellerCount + at]!) at = j
  return at
}
