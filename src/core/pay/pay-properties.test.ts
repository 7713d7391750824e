import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditsOf } from './crediting.ts'
import type { PayLine, StepParams } from './explanation.ts'
import {
  compare,
  fraction,
  minorOf,
  minus,
  parseFraction,
  plus,
  roundHalfAway,
  times,
  zero,
  type Fraction,
} from './fraction.ts'
import type { Band, Cap, Credit, PayPlan, RateTable } from './plan.ts'
import { replay } from './replay.ts'
import type { StatementInputs } from './statement-inputs.ts'
import { statementOf, type Statement } from './statement.ts'

const period = { from: '2026-01-01', to: '2026-04-01' }
const money = fc.integer({ min: 0, max: 1e9 })
const percent = fc.integer({ min: 0, max: 300 }).map((value) => `${value}/1000`)

const risingFrom = (steps: number[]): string[] => {
  let sum = 0
  return ['0', ...steps.map((step) => `${(sum += step)}/100`)]
}
const attainments = fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 4 }).map(risingFrom)
const bands: fc.Arbitrary<Band[]> = attainments.chain((from) =>
  fc
    .array(
      fc.oneof(
        percent.map((rate) => ({ rate })),
        percent.map((base_multiple) => ({ base_multiple })),
      ),
      {
        minLength: from.length,
        maxLength: from.length,
      },
    )
    .map((rates) => from.map((at, i) => ({ from: at, ...rates[i]! }))),
)
const table: fc.Arbitrary<RateTable> = fc.oneof(
  bands.map((of): RateTable => ({ tiers: 'flat', bands: of })),
  bands.map((of): RateTable => ({ tiers: 'step', bands: of })),
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 1e6 })), { minLength: 1, maxLength: 4 })
    .map((steps): RateTable => {
      let pays = 0
      const at = risingFrom(steps.map(([step]) => step))
      return {
        tiers: 'interpolated',
        points: at.map((from, i) => ({ at: from, pays_minor: i === 0 ? 0 : (pays += steps[i - 1]![1]) })),
      }
    }),
)
const caps: fc.Arbitrary<Cap[]> = fc.uniqueArray(
  fc.oneof(
    money.map((amount_minor): Cap => ({ on: 'deal_credit', amount_minor })),
    money.map((amount_minor): Cap => ({ on: 'credit', amount_minor })),
    money.map((amount_minor): Cap => ({ on: 'payout', amount_minor })),
    percent.map((rate): Cap => ({ on: 'rate', rate })),
  ),
  { selector: (cap) => cap.on, maxLength: 2 },
)
const credits: fc.Arbitrary<Credit[]> = fc
  .array(fc.tuple(money, fc.integer({ min: 1, max: 28 })), { maxLength: 8 })
  .map((list) =>
    list.map(([amount_minor, day], i) => ({
      id: `c${i}`,
      component: 'new',
      deal: `d${i}`,
      currency: 'EUR',
      deal_minor: amount_minor,
      share: '1',
      amount_minor,
      earned_on: `2026-02-${String(day).padStart(2, '0')}`,
    })),
  )
const planWith = (
  of: RateTable,
  more: Partial<PayPlan> = {},
  cappedBy: Cap[] = [],
  threshold: string | null = null,
): PayPlan => ({
  id: 'p',
  version: 3,
  currency: 'EUR',
  components: [{ id: 'new', table: of, threshold, caps: cappedBy }],
  spiffs: [],
  draw: null,
  guarantee: null,
  clawback_days: 400,
  ...more,
})
const inputsWith = (
  plan: PayPlan,
  of: Credit[],
  quota_minor: number,
  more: Partial<StatementInputs> = {},
): StatementInputs => ({
  payee: 'p',
  period,
  measured_from: period.from,
  plan,
  targets: [{ component: 'new', quota_minor, ramp: '2/3', variable_target_minor: 777_777 }],
  credits: of,
  earlier: [],
  spiff_events: [],
  clawbacks: [],
  owed_minor: 0,
  ...more,
})
const quota = fc.integer({ min: 1, max: 1e9 })
const anyInputs: fc.Arbitrary<StatementInputs> = fc
  .record({ table, caps, credits, quota, threshold: fc.option(percent) })
  .map((any) => inputsWith(planWith(any.table, {}, any.caps, any.threshold), any.credits, any.quota))

function paid(inputs: StatementInputs): Statement {
  const statement = statementOf(inputs)
  if (statement.kind === 'refused') throw new Error(JSON.stringify(statement.problems))
  return statement
}
const totalMinor = (inputs: StatementInputs): number => paid(inputs).total_minor

const number = (text: string): Fraction => parseFraction(text)!
const same = (a: Fraction, b: Fraction): void => expect(compare(a, b)).toBe(0)

/** Does a commission line's sum from its explanation alone, as a person would. */
function redoneByHand(line: PayLine): number {
  const paramsOf = <C extends keyof StepParams>(code: C): StepParams[C][] =>
    line.because.filter((step) => step.code === code).map((step) => step.params as StepParams[C])
  let sum = zero
  for (const { credit, rate, amount } of paramsOf('at_rate')) {
    same(times(number(credit), number(rate)), number(amount))
    sum = plus(sum, number(amount))
  }
  const counted = paramsOf('at_rate').reduce((total, { credit }) => plus(total, number(credit)), zero)
  const running = paramsOf('running_credit')[0]!
  if (paramsOf('threshold_missed').length === 0)
    same(counted, fraction(BigInt(running.after_minor - running.before_minor)))
  for (const { variable_target_minor, quota: of, rate } of paramsOf('base_rate'))
    same(times(number(of), number(rate)), fraction(BigInt(variable_target_minor)))
  const reached = paramsOf('attainment')[0]!
  same(times(number(reached.attainment), number(reached.quota)), fraction(BigInt(reached.credited_minor)))
  const rounded = paramsOf('rounded')[0]!
  const capped = paramsOf('payout_capped')[0]
  if (capped === undefined) same(sum, minus(number(rounded.after), number(rounded.before)))
  else same(number(rounded.after), fraction(BigInt(capped.cap_minor)))
  return minorOf(roundHalfAway(number(rounded.after)) - roundHalfAway(number(rounded.before)))
}

describe('whatever the plan', () => {
  test('lines add up to the total, and each can be done again by hand from its explanation', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const statement = paid(inputs)
        expect(statement.lines.reduce((sum, line) => sum + line.amount_minor, 0)).toBe(statement.total_minor)
        for (const line of statement.lines) expect(redoneByHand(line)).toBe(line.amount_minor)
      }),
    )
  })
  test('the order of credits in the input changes nothing', () => {
    fc.assert(
      fc.property(anyInputs, fc.infiniteStream(fc.nat()), (inputs, ranks) => {
        const ranked = inputs.credits.map((credit) => ({ credit, rank: ranks.next().value as number }))
        const shuffled = ranked.toSorted((a, b) => a.rank - b.rank).map(({ credit }) => credit)
        expect(paid({ ...inputs, credits: shuffled })).toEqual(paid(inputs))
      }),
    )
  })
  test('the days on which credits of a period were earned do not change its total', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const oneDay = inputs.credits.map((credit) => ({ ...credit, earned_on: '2026-03-03' }))
        const perDeal = inputs.plan.components[0]!.caps.some((cap) => cap.on === 'deal_credit')
        if (!perDeal) expect(totalMinor({ ...inputs, credits: oneDay })).toBe(totalMinor(inputs))
      }),
    )
  })
  test('a statement replays after a journey through JSON', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const [stored, from] = JSON.parse(JSON.stringify([paid(inputs), inputs])) as [Statement, StatementInputs]
        expect(replay(stored, from)).toEqual({ kind: 'replayed', differences: [] })
      }),
    )
  })
  test('clawing back every line takes exactly what was paid, at once or in two parts', () => {
    fc.assert(
      fc.property(anyInputs, fc.integer({ min: 0, max: 100 }), (inputs, part) => {
        const statement = paid(inputs)
        const undo = (undone: string, taken: number[]): number[] => {
          const clawbacks = statement.lines.map((line, i) => ({
            id: String(i).padStart(3, '0'),
            statement: 's',
            line,
            on: '2026-05-01',
            undone,
            taken_minor: taken[i]!,
          }))
          const after = paid(inputsWith(inputs.plan, [], 1, { clawbacks }))
          return after.lines.filter((line) => line.kind === 'clawback').map((line) => -line.amount_minor)
        }
        const nothing = statement.lines.map(() => 0)
        const first = undo(`${part}/100`, nothing)
        const rest = undo('1', first)
        const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0)
        expect(sum(undo('1', nothing))).toBe(statement.total_minor)
        expect(sum(first) + sum(rest)).toBe(statement.total_minor)
      }),
    )
  })
  test('paid in two parts of the period, the parts add up to paying it once', () => {
    fc.assert(
      fc.property(anyInputs, fc.integer({ min: 1, max: 28 }), (inputs, day) => {
        const until = `2026-02-${String(day).padStart(2, '0')}`
        const first = paid({ ...inputs, credits: inputs.credits.filter((credit) => credit.earned_on <= until) })
        const earlier = first.lines.map((line) => ({
          component: 'new',
          credit: line.credit!,
          amount_minor: line.amount_minor,
        }))
        const second = paid({ ...inputs, earlier })
        const commission = second.lines
          .filter((line) => line.kind === 'commission')
          .reduce((sum, l) => sum + l.amount_minor, 0)
        expect(first.total_minor + commission).toBe(totalMinor(inputs))
      }),
    )
  })
})

describe('shapes of plans', () => {
  const grown = (list: Credit[], by: number): Credit[] =>
    list.map((credit, i) => (i === 0 ? { ...credit, amount_minor: credit.amount_minor + by } : credit))
  test('in a step plan more credit never pays less', () => {
    fc.assert(
      fc.property(bands, caps, credits, quota, money, (of, cappedBy, list, quotaMinor, by) => {
        const plan = planWith({ tiers: 'step', bands: of }, {}, cappedBy)
        expect(totalMinor(inputsWith(plan, grown(list, by), quotaMinor))).toBeGreaterThanOrEqual(
          totalMinor(inputsWith(plan, list, quotaMinor)),
        )
      }),
    )
  })
  test('step pays at most what flat pays where rates rise', () => {
    const rising = bands.map((of) => of.map(({ from }, i) => ({ from, rate: `${30 + i * 17}/1000` })))
    fc.assert(
      fc.property(rising, credits, quota, (of, list, quotaMinor) => {
        const total = (tiers: 'flat' | 'step'): number =>
          totalMinor(inputsWith(planWith({ tiers, bands: of }), list, quotaMinor))
        expect(total('step')).toBeLessThanOrEqual(total('flat'))
      }),
    )
  })
  test('one band pays the same flat and step', () => {
    fc.assert(
      fc.property(percent, credits, quota, (rate, list, quotaMinor) => {
        const total = (tiers: 'flat' | 'step'): number =>
          totalMinor(inputsWith(planWith({ tiers, bands: [{ from: '0', rate }] }), list, quotaMinor))
        expect(total('step')).toBe(total('flat'))
      }),
    )
  })
  test('a cap on payout holds, and is reached only by what would have paid more', () => {
    fc.assert(
      fc.property(table, credits, quota, money, (of, list, quotaMinor, amount_minor) => {
        const free = totalMinor(inputsWith(planWith(of), list, quotaMinor))
        const capped = totalMinor(inputsWith(planWith(of, {}, [{ on: 'payout', amount_minor }]), list, quotaMinor))
        expect(capped).toBe(Math.min(free, amount_minor))
      }),
    )
  })
  test('a recoverable draw only moves pay in time: paid − owed at the end = earned', () => {
    const months = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(months, fc.integer({ min: 0, max: 1e5 }), (sold, amount_minor) => {
        const draw = { kind: 'recoverable' as const, amount_minor }
        const plan = planWith({ tiers: 'flat', bands: [{ from: '0', rate: '0.1' }] }, { draw })
        let owed = 0
        let paidOut = 0
        let earned = 0
        for (const amount of sold) {
          const credit = { id: 'c', component: 'new', deal: 'd', currency: 'EUR', deal_minor: amount, share: '1' }
          const list = [{ ...credit, amount_minor: amount, earned_on: '2026-02-02' }]
          const statement = paid(inputsWith(plan, list, 1e6, { owed_minor: owed }))
          expect(statement.total_minor).toBeGreaterThanOrEqual(amount_minor)
          owed = statement.owed_minor
          paidOut += statement.total_minor
          earned += statement.lines.find((line) => line.kind === 'commission')!.amount_minor
        }
        expect(paidOut - owed).toBe(earned)
      }),
    )
  })
  test('direct shares that make 1 divide a deal to the last unit, whatever their order', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(weights, money, (list, amount_minor) => {
        const total = list.reduce((a, b) => a + b, 0)
        const splits = list.map((weight, i) => ({
          payee: `p${i}`,
          share: `${weight}/${total}`,
          role: 'direct' as const,
        }))
        const deal = { id: 'd', component: 'new', currency: 'EUR', amount_minor, earned_on: '2026-02-02' }
        const made = creditsOf(deal, splits)
        expect(made).toEqual(creditsOf(deal, splits.toReversed()))
        if (made.kind === 'refused') throw new Error('refused')
        expect(made.credits.reduce((sum, credit) => sum + credit.amount_minor, 0)).toBe(amount_minor)
      }),
    )
  })
})
