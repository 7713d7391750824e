import type { Period } from '../../base/calendar.ts'
import { clawbackLines } from './clawback.ts'
import { commissionOf, type Attainment } from './commission.ts'
import type { PayLine } from './explanation.ts'
import { AmountTooLarge, minorOf } from './fraction.ts'
import { problem, type Problem } from './problem.ts'
import { settle } from './settlement.ts'
import { spiffLines } from './spiff.ts'
import type { StatementInputs } from './statement-inputs.ts'
import { statementProblems } from './statement-problems.ts'

/** What a payee is paid for a period: lines that add up to `total_minor` (never negative), and what is owed afterwards. */
export type Statement = {
  kind: 'statement'
  payee: string
  period: Period
  plan: { id: string; version: number }
  currency: string
  attainments: Attainment[]
  lines: PayLine[]
  total_minor: number
  owed_minor: number
}
export type RefusedStatement = { kind: 'refused'; problems: Problem[] }

function settled(inputs: StatementInputs): Statement {
  const { payee, period, plan, targets, credits, earlier } = inputs
  const components = plan.components.map((component) =>
    commissionOf(
      plan,
      component,
      targets.find((target) => target.component === component.id)!,
      credits.filter((credit) => credit.component === component.id),
      earlier.filter((pay) => pay.component === component.id),
    ),
  )
  const earned = [
    ...components.flatMap((component) => component.lines),
    ...spiffLines(plan, inputs.spiff_events),
    ...clawbackLines(plan, inputs.clawbacks),
  ]
  const settlement = settle(plan, period, earned, inputs.owed_minor)
  const lines = [...earned, ...settlement.lines]
  return {
    kind: 'statement',
    payee,
    period,
    plan: { id: plan.id, version: plan.version },
    currency: plan.currency,
    attainments: components.map((component) => component.attainment),
    lines,
    total_minor: minorOf(lines.reduce((sum, line) => sum + BigInt(line.amount_minor), 0n)),
    owed_minor: settlement.owed_minor,
  }
}

/**
 * Works out a payee's statement, exactly: rates are fractions, money whole minor units, and each component's running
 * pay is rounded half away from zero, nothing else. The same inputs give the same lines, in whatever order they come.
 * Out: the statement, or what is wrong and where. Cost: O(n log n + n × bands).
 */
export function statementOf(inputs: StatementInputs): Statement | RefusedStatement {
  const problems = statementProblems(inputs)
  if (problems.length > 0) return { kind: 'refused', problems }
  try {
    return settled(inputs)
  } catch (error) {
    if (error instanceof AmountTooLarge)
      return { kind: 'refused', problems: [problem('amount_too_large', [], { value: error.message })] }
    throw error
  }
}
