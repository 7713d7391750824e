import { backtest, defaultBacktestSettings, type OriginResult } from '../src/core/forecast/backtest.ts'
import { firstForecastMethods } from '../src/core/forecast/first-forecast.ts'
import type { DealHistory } from '../src/core/forecast/history.ts'
import type { Level } from '../src/core/forecast/level-forecast.ts'
import { partsTotal } from '../src/core/forecast/method.ts'
import type { Origin } from '../src/core/forecast/origins.ts'
import { ownHistory } from '../src/core/forecast/own-history.ts'
import { regroup } from '../src/core/forecast/regroup.ts'
import { rollUp, type MemberForecast } from '../src/core/forecast/roll-up.ts'
import { finish } from '../src/base/finish.ts'
import type { CrmLabels } from './sales-data.ts'

/**
 * The company's headline handed down to sellers and teams, products and accounts: WAPE over all members and origins of the
 * rolled-up forecast beside the pipeline added up, each member's own history, and the blend as it is split by deals.
 */
type Sum = { error: number; actual: number }
type Scores = Map<string, Sum>

const trees: (keyof CrmLabels)[][] = [['seller', 'manager'], ['product'], ['account']]
/** A level is judged once this many origins lie behind it. */
const firstJudged = 12

export function judgeRollUps(
  history: DealHistory,
  labels: Map<string, CrmLabels>,
  origins: readonly Origin[],
  settings: { trailingDays: number; snapshotStepDays: number },
): void {
  for (const tree of trees) {
    const levels = tree.map((by) => levelOf(history, labels, by, tree[0]!, origins, settings))
    tree.forEach((by, at) => print(by, levels, at))
  }
}

function levelOf(
  history: DealHistory,
  labels: Map<string, CrmLabels>,
  by: keyof CrmLabels,
  lowest: keyof CrmLabels,
  origins: readonly Origin[],
  settings: { trailingDays: number; snapshotStepDays: number },
): Level {
  const namesOf = (key: keyof CrmLabels): string[] =>
    [...new Set(history.dealIds.map((id) => labels.get(id)![key]))].sort()
  const names = namesOf(by)
  const place = new Map(names.map((name, i) => [name, i]))
  const groupOfRow = new Int32Array(history.fromDay.length)
  const above = new Map<string, number>()
  history.dealIds.forEach((id, deal) => {
    const label = labels.get(id)!
    above.set(label[lowest], place.get(label[by])!)
    groupOfRow.fill(place.get(label[by])!, history.firstVersion[deal], history.firstVersion[deal + 1])
  })
  const methods = [...firstForecastMethods({ fiscalYearStartMonth: 1, ...settings }), ownHistory]
  const own = regroup(history, names.length, groupOfRow)
  const results = finish(backtest(own, methods, origins, defaultBacktestSettings))
  return { count: names.length, memberOf: Int32Array.from(namesOf(lowest), (name) => above.get(name)!), results }
}

function print(by: string, levels: readonly Level[], at: number): void {
  const scores: Scores = new Map()
  const level = levels[at]!
  for (let i = firstJudged; i < level.results.length; i++) {
    const now = level.results[i]!
    const headline = now.forecasts['blend']
    if (headline?.kind !== 'forecast') continue
    for (const id of ['stage_hazard', 'own_history', 'blend']) add(scores, id, now, membersOf(now, id))
    const upTo = levels.map((l) => ({ ...l, results: l.results.slice(0, i + 1) }))
    const rolled = rollUp(upTo, headline)
    requireSum(rolled[at]!.members, headline.valueMinor)
    add(scores, 'rolled_up', now, rolled[at]!.members.map(totalOf))
  }
  const cells = [...scores].map(([id, { error, actual }]) => `${id} ${((100 * error) / actual).toFixed(1)} %`)
  console.log(`  by ${by} (${level.count}): ${cells.join(', ')}`)
}

const totalOf = (part: MemberForecast): number => part.wonMinor + part.openMinor + part.newMinor

function membersOf(result: OriginResult, id: string): number[] {
  const forecast = result.forecasts[id]
  return forecast?.kind === 'forecast' ? forecast.byGroup.map(partsTotal) : []
}

function add(scores: Scores, id: string, now: OriginResult, values: readonly number[]): void {
  const sum = scores.get(id) ?? { error: 0, actual: 0 }
  values.forEach((value, m) => {
    sum.error += Math.abs(value - now.actualByGroup[m]!)
    sum.actual += now.actualByGroup[m]!
  })
  scores.set(id, sum)
}

function requireSum(members: readonly MemberForecast[], headlineMinor: number): void {
  const sum = members.reduce((total, part) => total + totalOf(part), 0)
  if (sum !== headlineMinor) throw new Error(`members add up to ${sum}, not to the headline's ${headlineMinor}`)
}
