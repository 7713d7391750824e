import { compare, one, parseFraction, zero } from './fraction.ts'
import type { PlanComponent } from './plan.ts'
import {
  amountProblems,
  dayProblems,
  numberProblems,
  periodProblems,
  planProblems,
  twiceProblems,
} from './plan-problems.ts'
import { problem, type Problem } from './problem.ts'
import type { StatementInputs } from './statement-inputs.ts'

const needsVariableTarget = ({ table }: PlanComponent): boolean =>
  table.tiers === 'interpolated'
    ? table.points.some((point) => 'pays_target_share' in point)
    : table.bands.some((band) => 'base_multiple' in band)

function targetProblems({ plan, targets }: StatementInputs): Problem[] {
  const given = new Set(targets.map((target) => target.component))
  const missing = plan.components.flatMap(({ id }) =>
    given.has(id) ? [] : [problem('no_target', ['targets'], { component: id })],
  )
  const each = targets.flatMap((target, i): Problem[] => {
    const component = plan.components.find(({ id }) => id === target.component)
    const at = ['targets', i]
    if (component === undefined)
      return [problem('unknown_component', [...at, 'component'], { value: target.component })]
    const ramp = parseFraction(target.ramp)
    return [
      ...amountProblems(target.quota_minor, [...at, 'quota_minor']),
      ...(target.quota_minor === 0 ? [problem('not_positive', [...at, 'quota_minor'])] : []),
      ...numberProblems(target.ramp, [...at, 'ramp']),
      ...(ramp !== null && compare(ramp, zero) === 0 ? [problem('not_positive', [...at, 'ramp'])] : []),
      ...(target.variable_target_minor === null
        ? needsVariableTarget(component)
          ? [problem('no_variable_target', [...at, 'variable_target_minor'])]
          : []
        : amountProblems(target.variable_target_minor, [...at, 'variable_target_minor'])),
    ]
  })
  return [
    ...missing,
    ...each,
    ...twiceProblems(
      targets.map((t) => t.component),
      (i) => ['targets', i, 'component'],
    ),
  ]
}

function creditProblems({ plan, period, measured_from, credits, earlier }: StatementInputs): Problem[] {
  const components = new Set(plan.components.map(({ id }) => id))
  const keyOf = (component: string, credit: string): string => JSON.stringify([component, credit])
  const known = new Set<string>()
  const problems: Problem[] = []
  credits.forEach((credit, i) => {
    const at = ['credits', i]
    const key = keyOf(credit.component, credit.id)
    if (!components.has(credit.component))
      problems.push(problem('unknown_component', [...at, 'component'], { value: credit.component }))
    if (known.has(key)) problems.push(problem('id_twice', [...at, 'id'], { value: credit.id }))
    known.add(key)
    if (credit.currency !== plan.currency)
      problems.push(problem('other_currency', [...at, 'currency'], { value: credit.currency, plan: plan.currency }))
    problems.push(...amountProblems(credit.amount_minor, [...at, 'amount_minor']))
    problems.push(...dayProblems(credit.earned_on, [...at, 'earned_on']))
    problems.push(
      ...amountProblems(credit.deal_minor, [...at, 'deal_minor']),
      ...numberProblems(credit.share, [...at, 'share']),
    )
    if (credit.earned_on < measured_from || credit.earned_on >= period.to) {
      const measured = { from: measured_from, to: period.to }
      problems.push(problem('outside_period', [...at, 'earned_on'], { value: credit.earned_on, ...measured }))
    }
  })
  earlier.forEach(({ component, credit, amount_minor }, i) => {
    if (!known.has(keyOf(component, credit)))
      problems.push(problem('earlier_credit_missing', ['earlier', i, 'credit'], { value: credit }))
    if (!Number.isSafeInteger(amount_minor))
      problems.push(problem('amount_not_whole', ['earlier', i, 'amount_minor'], { value: `${amount_minor}` }))
  })
  return problems
}

function eventProblems({ plan, period, spiff_events }: StatementInputs): Problem[] {
  const spiffs = new Set(plan.spiffs.map(({ id }) => id))
  const each = spiff_events.flatMap((event, i) => {
    const at = ['spiff_events', i]
    return [
      ...(spiffs.has(event.spiff) ? [] : [problem('unknown_spiff', [...at, 'spiff'], { value: event.spiff })]),
      ...dayProblems(event.on, [...at, 'on']),
      ...(event.on >= period.from && event.on < period.to
        ? []
        : [problem('outside_period', [...at, 'on'], { value: event.on, ...period })]),
    ]
  })
  const ids = spiff_events.map((event) => JSON.stringify([event.spiff, event.id]))
  return [...each, ...twiceProblems(ids, (i) => ['spiff_events', i, 'id'])]
}

function clawbackProblems({ clawbacks }: StatementInputs): Problem[] {
  const each = clawbacks.flatMap(({ undone, on, taken_minor, line }, i): Problem[] => {
    const at = ['clawbacks', i]
    const share = parseFraction(undone)
    const isShare = share !== null && compare(share, zero) >= 0 && compare(share, one) <= 0
    return [
      ...(isShare ? [] : [problem('share_not_0_to_1', [...at, 'undone'], { value: undone })]),
      ...dayProblems(on, [...at, 'on']),
      ...[taken_minor, line.amount_minor].flatMap((amount) =>
        Number.isSafeInteger(amount) ? [] : [problem('amount_not_whole', at, { value: `${amount}` })],
      ),
    ]
  })
  return [
    ...each,
    ...twiceProblems(
      clawbacks.map(({ id }) => id),
      (i) => ['clawbacks', i, 'id'],
    ),
  ]
}

/** What keeps a statement from being made and where: of its plan (under `plan`), its targets, credits, events and clawbacks. */
export function statementProblems(inputs: StatementInputs): Problem[] {
  return [
    ...planProblems(inputs.plan).map((found) => ({ ...found, at: ['plan', ...found.at] })),
    ...periodProblems(inputs.period, ['period']),
    ...dayProblems(inputs.measured_from, ['measured_from']),
    ...(inputs.measured_from > inputs.period.from ? [problem('measured_late', ['measured_from'])] : []),
    ...targetProblems(inputs),
    ...creditProblems(inputs),
    ...eventProblems(inputs),
    ...clawbackProblems(inputs),
    ...amountProblems(inputs.owed_minor, ['owed_minor']),
  ]
}
