import type { LinearModel, SolveLinear } from '../src/base/linear-model.ts'
import { allocateQuotas } from '../src/core/planning/allocate-quotas.ts'
import { balanceOf, bySeller, movesBetween } from '../src/core/planning/balance-measures.ts'
import { balanceTerritories, type TerritoryPlan } from '../src/core/planning/balance-territories.ts'
import { routeLeads } from '../src/core/planning/route-leads.ts'
import { routingModel } from '../src/core/planning/routing-model.ts'
import { allPairs, territoryModel } from '../src/core/planning/territory-model.ts'
import { territoryPotential, type TerritoryProblem } from '../src/core/planning/territory-problem.ts'
import { loadSolver } from '../src/platform/solver/highs.ts'
import { quotaGround } from './ground/quota-ground.ts'
import { routingGround } from './ground/routing-ground.ts'
import { territoryGround } from './ground/territory-ground.ts'
import { isCbcHere, solveByCbc, type CbcAnswer } from './peers/cbc.ts'

/**
 * Planning beside CBC and the bound of HiGHS, with the same models in the same run: quotas, routing, and territories in
 * three sizes. Parts can be named: `-- planning quotas routing small middle large`. `--alone`: without the peers.
 */
const parts = ['quotas', 'routing', 'small', 'middle', 'large'] as const
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const chosen = parts.filter((part) => asked.length === 0 || asked.includes(part))
const hasPeers = !process.argv.includes('--alone')
const hasCbc = hasPeers && isCbcHere()
if (hasPeers && !hasCbc) console.log('CBC is not installed: apt-get install coinor-cbc')

const [mostSeconds, mostGap] = [60, 0.005]
const territorySizes = { small: [400, 6], middle: [2_000, 20], large: [10_000, 50] } as const
const seconds = (since: number): number => (performance.now() - since) / 1000
const percent = (ratio: number): string => `${(100 * ratio).toFixed(3)} %`
const size = (model: LinearModel): string => `${model.cost.length} columns × ${model.rowLower.length} rows`
const valueOf = (model: LinearModel, values: Float64Array): number =>
  values.reduce((sum, x, c) => sum + x * model.cost[c]!, 0)
const cbcLine = (answer: CbcAnswer, against: number): string =>
  answer.objective === null
    ? `CBC: ${answer.status || 'no solution'} after ${answer.seconds.toFixed(1)} s`
    : `CBC: ${answer.status}, ${percent(apart(answer.objective, against))} from it, ${answer.seconds.toFixed(2)} s`
const apart = (a: number, b: number): number => (a === b ? 0 : (a - b) / Math.max(Math.abs(b), 1e-9))

function line(name: string, must: string, reached: string, isReached: boolean): void {
  console.log(`  ${name.padEnd(44)} ${must.padStart(14)} ${reached.padStart(14)}  ${isReached ? 'ok' : 'short'}`)
}

/** Every model that the allocation asked of HiGHS is asked of CBC as well. */
async function quotas(peopleCount: number): Promise<void> {
  const solve = await loadSolver()
  const models: { model: LinearModel; value: number; seconds: number }[] = []
  const watched: SolveLinear = (model, limits) => {
    const started = performance.now()
    const answer = solve(model, limits)
    const value = 'values' in answer ? valueOf(model, answer.values) : NaN
    models.push({ model, value, seconds: seconds(started) })
    return answer
  }
  const problem = quotaGround(peopleCount, 5)
  const started = performance.now()
  const plan = allocateQuotas(problem, watched)
  const took = seconds(started)
  if (plan.kind !== 'plan') throw new Error(`no quotas: ${JSON.stringify(plan)}`)
  const sum = plan.lines.reduce((so, quota) => so + quota.quotaMinor, 0)
  const bound = plan.lines.filter((quota) => quota.binds !== null).length
  console.log(`Quotas of ${peopleCount} people, ${problem.groups.length} groups: ${took.toFixed(2)} s`)
  line('sum of quotas', `${plan.totalMinor}`, `${sum}`, sum === plan.totalMinor)
  console.log(`  ${bound} at a bound of their own; groups moved the rest by at most ${percent(plan.departureRatio)}`)
  models.forEach(({ model, value, seconds: each }, k) => {
    console.log(`  model ${k + 1}: ${size(model)}, HiGHS ${value.toFixed(6)} in ${each.toFixed(2)} s`)
    if (hasCbc) console.log(`    ${cbcLine(solveByCbc(model, mostSeconds), value)}`)
  })
  console.log('')
}

async function routing(leadCount: number, sellerCount: number, peer: 'peers' | 'alone'): Promise<void> {
  const problem = routingGround(leadCount, sellerCount, 6)
  const started = performance.now()
  const made = routeLeads(problem)
  if (made.kind !== 'routing') throw new Error(JSON.stringify(made))
  console.log(`Routing of ${leadCount} leads to ${sellerCount} sellers: ${seconds(started).toFixed(2)} s`)
  line('gain of our own bound', `${made.boundMinor}`, `${made.gainMinor}`, made.gainMinor === made.boundMinor)
  if (hasPeers && peer === 'peers') {
    const solve = await loadSolver()
    const model = routingModel(problem)
    const since = performance.now()
    const answer = solve(model, { absoluteGap: 0, seconds: 300 })
    const value = answer.kind === 'optimal' ? -valueOf(model, answer.values) : NaN
    line(
      `gain of HiGHS, ${seconds(since).toFixed(2)} s`,
      value.toFixed(0),
      `${made.gainMinor}`,
      Math.abs(value - made.gainMinor) < 1,
    )
    console.log(`  ${size(model)}`)
    if (hasCbc) console.log(`  ${cbcLine(solveByCbc(model, 300), -made.gainMinor)}`)
  }
  console.log('')
}

async function balance(problem: TerritoryProblem, owner: Int32Array): Promise<TerritoryPlan> {
  const started = performance.now()
  const work = balanceTerritories(problem, await loadSolver())
  const { accountCount, sellerCount } = problem
  let stepCount = 0
  let shownAt = -Infinity
  let next = work.next()
  for (; !next.done; next = work.next()) {
    stepCount++
    const step = next.value
    if (seconds(started) - shownAt < 2) continue
    shownAt = seconds(started)
    const found = step.stage === 'bound' ? '' : `gap ${percent(step.gapRatio)}, ${step.sellersInBand} in band`
    console.log(`    ${shownAt.toFixed(1).padStart(5)} s  bound ${step.bound.toFixed(0)}  ${found}`)
  }
  const took = seconds(started)
  if (next.value.kind !== 'plan') throw new Error(`no plan: ${JSON.stringify(next.value)}`)
  const plan = next.value
  console.log(`  ${accountCount} accounts × ${sellerCount} sellers`.padEnd(46), '         must           ours')
  line('above the bound of the relaxation', `≤ ${percent(mostGap)}`, percent(plan.gapRatio), plan.gapRatio <= mostGap)
  line('time, s', `≤ ${mostSeconds}`, took.toFixed(1), took <= mostSeconds)
  line('sellers in band', `${sellerCount}`, `${plan.sellersInBand}`, plan.sellersInBand === sellerCount)
  line('steps that can be shown and stopped', '> 1', `${stepCount}`, stepCount > 1)
  const before = balanceOf(bySeller(owner, sellerCount, problem.potential))
  const after = balanceOf(territoryPotential(problem, plan.assignment))
  const moves = movesBetween(owner, plan.assignment, problem.potential)
  console.log(
    `  peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB; ${moves.moveCount} accounts move`,
  )
  console.log(
    `  variation of potential ${percent(before?.variationRatio ?? NaN)} → ${percent(after?.variationRatio ?? NaN)}`,
  )
  console.log(`  max to min ${before?.maxToMinRatio?.toFixed(2)} → ${after?.maxToMinRatio?.toFixed(3)}`)
  console.log(`  cost ${plan.cost.toFixed(0)}, bound ${plan.bound.toFixed(0)}, ${plan.splitCount} accounts were split`)
  return plan
}

function wholeModel(p: TerritoryProblem, kind: 'relaxed' | 'whole'): LinearModel {
  const accounts = Int32Array.from({ length: p.accountCount }, (_, i) => i)
  return territoryModel(p, accounts, allPairs(p, accounts), new Float64Array(p.sellerCount), kind)
}

async function besideHighs(problem: TerritoryProblem, bound: number): Promise<void> {
  const solve = await loadSolver()
  const model = wholeModel(problem, 'relaxed')
  const started = performance.now()
  const answer = solve(model, { absoluteGap: 0, seconds: 300 })
  const took = seconds(started).toFixed(1)
  console.log(
    answer.kind === 'optimal'
      ? `  HiGHS, relaxation over all pairs: ${took} s, our bound ${percent(apart(bound, valueOf(model, answer.values)))} from it`
      : `  HiGHS, relaxation over all pairs: ${answer.kind} after ${took} s`,
  )
}

async function territories([accountCount, sellerCount]: readonly [number, number]): Promise<void> {
  const { problem, owner } = territoryGround(accountCount, sellerCount, 7)
  console.log(`Territories`)
  const plan = await balance(problem, owner)
  if (hasPeers) await besideHighs(problem, plan.bound)
  if (hasCbc) {
    const model = wholeModel(problem, 'whole')
    console.log(`  all pairs, whole, told to stop at ${mostSeconds} s: ${size(model)}`)
    const answer = solveByCbc(model, mostSeconds)
    console.log(`  ${cbcLine(answer, plan.bound)} (ours ${percent(plan.gapRatio)})`)
  }
  console.log('')
}

for (const part of chosen) {
  if (part === 'quotas') {
    await quotas(200)
    await quotas(2_000)
  } else if (part === 'routing') {
    await routing(500, 20, 'peers')
    await routing(2_000, 50, 'peers')
    await routing(10_000, 50, 'alone')
  } else await territories(territorySizes[part])
}
