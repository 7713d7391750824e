import { describe, expect, test } from 'vitest'
import type { Clawback } from './clawback.ts'
import { creditsOf } from './crediting.ts'
import type { PayLine, Step } from './explanation.ts'
import type { Cap, Credit, PayPlan, PayTarget, PlanComponent, RateTable } from './plan.ts'
import { replay } from './replay.ts'
import type { StatementInputs } from './statement-inputs.ts'
import { statementOf, type Statement } from './statement.ts'

const year = { from: '2026-01-01', to: '2027-01-01' }
const sixEightTen: RateTable = {
  tiers: 'step',
  bands: [
    { from: '0', rate: '0.06' },
    { from: '1', rate: '0.08' },
    { from: '1.25', rate: '0.10' },
  ],
}
const component = (table: RateTable, more: Partial<PlanComponent> = {}): PlanComponent => ({
  id: 'new',
  table,
  threshold: null,
  caps: [],
  ...more,
})
const planOf = (
  table: RateTable | null,
  more: Partial<PayPlan> = {},
  ofComponent: Partial<PlanComponent> = {},
): PayPlan => ({
  id: 'reps',
  version: 1,
  currency: 'UAH',
  components: table ? [component(table, ofComponent)] : [],
  spiffs: [],
  draw: null,
  guarantee: null,
  clawback_days: 90,
  ...more,
})
/** Whole currency units into minor ones, for legible examples. */
const major = (amount: number): number => Math.round(amount * 100)
const credit = (id: string, amount: number, earned_on = '2026-02-01'): Credit => ({
  id,
  component: 'new',
  deal: `deal ${id}`,
  currency: 'UAH',
  deal_minor: major(amount),
  share: '1',
  amount_minor: major(amount),
  earned_on,
})
const target = (quota: number, more: Partial<PayTarget> = {}): PayTarget => ({
  component: 'new',
  quota_minor: major(quota),
  ramp: '1',
  variable_target_minor: null,
  ...more,
})
const inputsOf = (
  plan: PayPlan,
  quota: number,
  credits: Credit[],
  more: Partial<StatementInputs> = {},
): StatementInputs => ({
  payee: 'olena',
  period: year,
  measured_from: year.from,
  plan,
  targets: plan.components.length > 0 ? [target(quota)] : [],
  credits,
  earlier: [],
  spiff_events: [],
  clawbacks: [],
  owed_minor: 0,
  ...more,
})
function paid(inputs: StatementInputs): Statement {
  const statement = statementOf(inputs)
  if (statement.kind === 'refused') throw new Error(JSON.stringify(statement.problems))
  return statement
}
const totalOf = (inputs: StatementInputs): number => paid(inputs).total_minor / 100
const amounts = (statement: Statement): number[] => statement.lines.map((line) => line.amount_minor / 100)
const kinds = (statement: Statement): [string, number][] =>
  statement.lines.map((line): [string, number] => [line.kind, line.amount_minor / 100])
const codes = (line: PayLine): Step['code'][] => line.because.map((step) => step.code)
const stepOf = (line: PayLine, code: Step['code']) => line.because.find((step) => step.code === code)?.params

describe('rates by attainment', () => {
  test('step: 500,000 on quota 375,000 with 6/8/10 % from 0/100/125 % = 22,500 + 7,500 + 3,125 = 33,125.00', () => {
    const statement = paid(inputsOf(planOf(sixEightTen), 375_000, [credit('a', 500_000)]))
    expect(statement.total_minor).toBe(33_125_00)
    expect(statement.attainments).toEqual([
      { component: 'new', credited_minor: 500_000_00, quota: '37500000', attainment: '4/3' },
    ])
    const bands = statement.lines[0]!.because.filter((step) => step.code === 'at_rate').map((step) => step.params)
    expect(bands).toEqual([
      { from: '0', to: '1', credit: '37500000', rate: '0.06', amount: '2250000' },
      { from: '1', to: '1.25', credit: '9375000', rate: '0.08', amount: '750000' },
      { from: '1.25', to: null, credit: '3125000', rate: '0.1', amount: '312500' },
    ])
  })
  test('step, two deals of 300,000 and 200,000 by day: 18,000; then 75,000 × 6 % + 93,750 × 8 % + 31,250 × 10 % = 15,125', () => {
    const credits = [credit('second', 200_000, '2026-03-01'), credit('first', 300_000, '2026-02-01')]
    expect(amounts(paid(inputsOf(planOf(sixEightTen), 375_000, credits)))).toEqual([18_000, 15_125])
  })
  test('flat: the same on everything at the band reached: 500,000 × 10 % = 50,000; at exactly 100 %, 8 %', () => {
    const flat = planOf({ ...sixEightTen, tiers: 'flat' })
    expect(totalOf(inputsOf(flat, 375_000, [credit('a', 500_000)]))).toBe(50_000)
    expect(totalOf(inputsOf(flat, 375_000, [credit('a', 375_000)]))).toBe(30_000)
    expect(totalOf(inputsOf(flat, 375_000, [credit('a', 374_999.99)]))).toBe(22_500)
  })
  test("step, Oracle's published example, 1/2/3/5 % from 0/1,000/3,000/8,000: 2 + 3 + 20 + 14 + 30 + 95 = 164", () => {
    const table: RateTable = {
      tiers: 'step',
      bands: ['0', '1', '3', '8'].map((from, i) => ({ from, rate: ['0.01', '0.02', '0.03', '0.05'][i]! })),
    }
    const each = [200, 300, 1500, 1200, 2000, 4500].map((amount) =>
      totalOf(inputsOf(planOf(table), 1000, [credit('a', amount)])),
    )
    expect(each).toEqual([2, 3, 20, 14, 30, 95])
  })
  test("interpolated, Oracle's published example, 10/40/100/2,000 a tier: 2 + 3 + 20 + 14 + 30 + 80 = 149", () => {
    const points = [0, 10, 50, 150, 2150].map((pays, i) => ({
      at: ['0', '1', '3', '8', '20'][i]!,
      pays_minor: major(pays),
    }))
    const plan = planOf({ tiers: 'interpolated', points })
    const each = [200, 300, 1500, 1200, 2000, 4500].map((amount) =>
      totalOf(inputsOf(plan, 1000, [credit('a', amount)])),
    )
    expect(each).toEqual([2, 3, 20, 14, 30, 80])
  })
  test('interpolated by shares of a variable target of 40,000: nothing to 50 %, all at 100 %; at 75 % half, 20,000; past the end it stays', () => {
    const plan = planOf({
      tiers: 'interpolated',
      points: [
        { at: '0', pays_target_share: '0' },
        { at: '0.5', pays_target_share: '0' },
        { at: '1', pays_target_share: '1' },
      ],
    })
    const of = (amount: number): number =>
      totalOf(
        inputsOf(plan, 100_000, [credit('a', amount)], {
          targets: [target(100_000, { variable_target_minor: 40_000_00 })],
        }),
      )
    expect([of(50_000), of(75_000), of(100_000), of(130_000)]).toEqual([0, 20_000, 40_000, 40_000])
  })
  test('base rate 30,000 / 420,000 = 1/14: 100,000 pays 7,142.857… = 7,142.86', () => {
    const plan = planOf({ tiers: 'step', bands: [{ from: '0', base_multiple: '1' }] })
    const targets = [target(420_000, { variable_target_minor: 30_000_00 })]
    const statement = paid(inputsOf(plan, 420_000, [credit('a', 100_000)], { targets }))
    expect(statement.total_minor).toBe(7_142_86)
    expect(stepOf(statement.lines[0]!, 'base_rate')).toEqual({
      variable_target_minor: 30_000_00,
      quota: '42000000',
      rate: '1/14',
    })
  })
  test('decelerator ½ below 80 %, accelerator 1½ above 100 %, base 10 %: 120,000 on 100,000 = 4,000 + 2,000 + 3,000 = 9,000', () => {
    const bands = [
      { from: '0', base_multiple: '0.5' },
      { from: '0.8', base_multiple: '1' },
      { from: '1', base_multiple: '1.5' },
    ]
    const targets = [target(100_000, { variable_target_minor: 10_000_00 })]
    const statement = paid(inputsOf(planOf({ tiers: 'step', bands }), 100_000, [credit('a', 120_000)], { targets }))
    expect(statement.total_minor).toBe(9_000_00)
    expect(codes(statement.lines[0]!).filter((code) => code.endsWith('celerator'))).toEqual([
      'decelerator',
      'accelerator',
    ])
  })
  test('threshold 50 %: 49,999.99 on 100,000 pays nothing and says so; 50,000 pays 6 % from the first unit, 3,000', () => {
    const plan = planOf(sixEightTen, {}, { threshold: '0.5' })
    const missed = paid(inputsOf(plan, 100_000, [credit('a', 49_999.99)]))
    expect(missed.total_minor).toBe(0)
    expect(codes(missed.lines[0]!)).toContain('threshold_missed')
    expect(totalOf(inputsOf(plan, 100_000, [credit('a', 50_000)]))).toBe(3_000)
  })
  test('ramp ½ halves the quota: 60,000 on 100,000 × ½ is 120 %: 50,000 × 6 % + 10,000 × 8 % = 3,800', () => {
    const inputs = inputsOf(planOf(sixEightTen), 100_000, [credit('a', 60_000)], {
      targets: [target(100_000, { ramp: '0.5' })],
    })
    expect(totalOf(inputs)).toBe(3_800)
    expect(paid(inputs).attainments[0]!.attainment).toBe('1.2')
  })
})

describe('caps say what they cap', () => {
  const capped = (cap: Cap, credits = [credit('a', 300_000), credit('b', 200_000)]): Statement =>
    paid(inputsOf(planOf(sixEightTen, {}, { caps: [cap] }), 375_000, credits))
  test('payout 20,000: the first deal pays 18,000, the second the 2,000 that are left', () => {
    const statement = capped({ on: 'payout', amount_minor: 20_000_00 })
    expect(amounts(statement)).toEqual([18_000, 2_000])
    expect(codes(statement.lines[0]!)).not.toContain('payout_capped')
    expect(stepOf(statement.lines[1]!, 'payout_capped')).toEqual({ cap_minor: 20_000_00, running: '3312500' })
  })
  test('rate 8 %: 22,500 + 125,000 × 8 % = 32,500', () => {
    expect(capped({ on: 'rate', rate: '0.08' }).total_minor).toBe(32_500_00)
  })
  test('credit 375,000: 22,500 and attainment 100 %', () => {
    const statement = capped({ on: 'credit', amount_minor: 375_000_00 })
    expect(statement.total_minor).toBe(22_500_00)
    expect(statement.attainments[0]!.attainment).toBe('1')
  })
  test("a deal's credit 200,000: 300,000 + 200,000 count as 400,000: 22,500 + 25,000 × 8 % = 24,500", () => {
    expect(capped({ on: 'deal_credit', amount_minor: 200_000_00 }).total_minor).toBe(24_500_00)
  })
})

describe('rounding', () => {
  test('0.10 three times at 5 %: running 0.005, 0.010, 0.015 rounds to 0.01, 0.01, 0.02: lines 0.01, 0, 0.01; not 3 × 0.01', () => {
    const plan = planOf({ tiers: 'flat', bands: [{ from: '0', rate: '0.05' }] })
    expect(
      amounts(
        paid(
          inputsOf(
            plan,
            100,
            ['a', 'b', 'c'].map((id) => credit(id, 0.1)),
          ),
        ),
      ),
    ).toEqual([0.01, 0, 0.01])
  })
})

describe('splits', () => {
  const deal = { id: 'd1', component: 'new', currency: 'UAH', amount_minor: 100_00, earned_on: '2026-02-01' }
  const direct = (payee: string, share: string) => ({ payee, share, role: 'direct' as const })
  const amountsOf = (result: ReturnType<typeof creditsOf>) =>
    result.kind === 'credits' ? result.credits.map((c) => [c.payee, c.role, c.amount_minor]) : result.problems
  test('100.00 in three thirds: 33.33 + 33.34 + 33.33; an overlay of a half adds 50.00', () => {
    const splits = [
      direct('c', '1/3'),
      direct('a', '1/3'),
      direct('b', '1/3'),
      { payee: 'se', share: '0.5', role: 'overlay' as const },
    ]
    expect(amountsOf(creditsOf(deal, splits))).toEqual([
      ['a', 'direct', 33_33],
      ['b', 'direct', 33_34],
      ['c', 'direct', 33_33],
      ['se', 'overlay', 50_00],
    ])
  })
  test('60 % + 50 % unmarked is over 1 and refused, with the place', () => {
    expect(amountsOf(creditsOf(deal, [direct('a', '0.6'), direct('b', '0.5')]))).toEqual([
      { code: 'direct_shares_over_1', at: ['splits'], params: { value: '1.1' } },
    ])
    expect(amountsOf(creditsOf(deal, [direct('a', '1.5')]))).toMatchObject([
      { code: 'share_not_0_to_1', at: ['splits', 0, 'share'] },
    ])
    expect(amountsOf(creditsOf(deal, [direct('a', '0.2'), direct('a', '0.1')]))).toMatchObject([
      { code: 'payee_twice', at: ['splits', 1, 'payee'] },
    ])
  })
})

describe('SPIFF', () => {
  test('500 for each event from 1 to 31 March: 31 March pays, 1 April does not and says so; quota is not asked', () => {
    const spiffs = [{ id: 'march', amount_minor: 500_00, during: { from: '2026-03-01', to: '2026-04-01' } }]
    const spiff_events = ['2026-03-01', '2026-03-31', '2026-04-01'].map((on) => ({
      id: on,
      spiff: 'march',
      deal: null,
      on,
    }))
    const statement = paid(inputsOf(planOf(null, { spiffs }), 0, [], { spiff_events }))
    expect(amounts(statement)).toEqual([500, 500, 0])
    expect(codes(statement.lines[2]!)).toEqual(['spiff_outside_dates'])
  })
})

describe('draw, guarantee, what is owed', () => {
  const tenPercent: RateTable = { tiers: 'flat', bands: [{ from: '0', rate: '0.1' }] }
  const month = (plan: PayPlan, sold: number, owed_minor: number, clawbacks: Clawback[] = []): Statement =>
    paid(inputsOf(plan, 100_000, sold > 0 ? [credit('a', sold)] : [], { owed_minor, clawbacks }))
  const line = (amount: number): PayLine => ({
    key: 'k',
    kind: 'commission',
    component: 'new',
    credit: 'old',
    deal: 'old',
    earned_on: '2026-01-05',
    clawback_until_on: '2026-04-05',
    plan: { id: 'reps', version: 1 },
    amount_minor: major(amount),
    because: [],
  })
  const undo = (amount: number): Clawback => ({
    id: 'c',
    statement: 's1',
    line: line(amount),
    on: '2026-03-01',
    undone: '1',
    taken_minor: 0,
  })

  test('recoverable draw 2,000: earning 500, 2,800, 4,000 pays 2,000 (owes 1,500), 2,000 (owes 700), 3,300 (owes 0)', () => {
    const plan = planOf(tenPercent, { draw: { kind: 'recoverable', amount_minor: 2_000_00 } })
    const first = month(plan, 5_000, 0)
    const second = month(plan, 28_000, first.owed_minor)
    const third = month(plan, 40_000, second.owed_minor)
    expect([first, second, third].map((s) => [s.total_minor / 100, s.owed_minor / 100])).toEqual([
      [2_000, 1_500],
      [2_000, 700],
      [3_300, 0],
    ])
    expect(kinds(second)).toEqual([
      ['commission', 2_800],
      ['recovery', -800],
    ])
  })
  test('non-recoverable draw 2,000: earning 500 pays 2,000 and owes nothing', () => {
    const first = month(planOf(tenPercent, { draw: { kind: 'non_recoverable', amount_minor: 2_000_00 } }), 5_000, 0)
    expect([first.total_minor, first.owed_minor]).toEqual([2_000_00, 0])
  })
  test('guarantee 1,000 before a draw of 1,500: earning 400 adds 600 free and 500 owed', () => {
    const guarantee = { amount_minor: 1_000_00, during: year }
    const plan = planOf(tenPercent, { guarantee, draw: { kind: 'recoverable', amount_minor: 1_500_00 } })
    const statement = month(plan, 4_000, 0)
    expect(kinds(statement)).toEqual([
      ['commission', 400],
      ['guarantee', 600],
      ['draw', 500],
    ])
    expect(statement.owed_minor).toBe(500_00)
  })
  test('a guarantee to the end of 2025 gives nothing in 2026', () => {
    const guarantee = { amount_minor: 1_000_00, during: { from: '2025-01-01', to: '2026-01-01' } }
    expect(month(planOf(tenPercent, { guarantee }), 4_000, 0).total_minor).toBe(400_00)
  })
  test('a guarantee does not forgive a clawback: 400 + 600 − 700 = 300', () => {
    const plan = planOf(tenPercent, { guarantee: { amount_minor: 1_000_00, during: year } })
    expect(month(plan, 4_000, 0, [undo(700)]).total_minor).toBe(300_00)
  })
  test('of 800 less a clawback of 700, 100 are left for the 1,000 owed: pays 0, 900 owed', () => {
    const statement = month(planOf(tenPercent), 8_000, 1_000_00, [undo(700)])
    expect(kinds(statement)).toEqual([
      ['commission', 800],
      ['clawback', -700],
      ['recovery', -100],
    ])
    expect([statement.total_minor, statement.owed_minor]).toEqual([0, 900_00])
  })
  test('a clawback of 700 from a month of 400 pays 0 and leaves 300 owed; the next 500 pay 200', () => {
    const first = month(planOf(tenPercent), 4_000, 0, [undo(700)])
    expect(kinds(first)).toEqual([
      ['commission', 400],
      ['clawback', -700],
      ['carried_forward', 300],
    ])
    expect([first.total_minor, first.owed_minor]).toEqual([0, 300_00])
    const second = month(planOf(tenPercent), 5_000, first.owed_minor)
    expect([second.total_minor, second.owed_minor]).toEqual([200_00, 0])
  })
})

describe('clawback', () => {
  const rate = (text: string): RateTable => ({ tiers: 'flat', bands: [{ from: '0', rate: text }] })
  const first = paid(inputsOf(planOf(rate('0.1')), 100_000, [credit('a', 333.33, '2026-01-10')]))
  const original = first.lines[0]!
  const later = (undone: string, taken_minor: number, on = '2026-02-10'): Statement => {
    const clawbacks = [{ id: 'c', statement: 's1', line: original, on, undone, taken_minor }]
    return paid(inputsOf(planOf(rate('0.05'), { version: 2 }), 100_000, [credit('b', 100_000)], { clawbacks }))
  }
  test('at the rate then: 333.33 × 10 % = 33.33 is taken back, though the plan now pays 5 %', () => {
    const statement = later('1', 0)
    expect(amounts(statement)).toEqual([5_000, -33.33])
    expect(statement.lines[1]!.because[0]).toEqual({
      code: 'original_line',
      params: { statement: 's1', key: original.key, plan: 'reps', plan_version: 1, amount_minor: 33_33 },
    })
  })
  test('half: 16.665 rounds to −16.67; the rest afterwards −16.66; paid after all: +16.67', () => {
    expect(amounts(later('0.5', 0))[1]).toBe(-16.67)
    expect(amounts(later('1', 16_67))[1]).toBe(-16.66)
    expect(amounts(later('0', 16_67))[1]).toBe(16.67)
  })
  test('earned on 10 January, 90 days: 10 April is in time, 11 April is not and says so', () => {
    expect(original.clawback_until_on).toBe('2026-04-10')
    expect(amounts(later('1', 0, '2026-04-10'))[1]).toBe(-33.33)
    const late = later('1', 0, '2026-04-11').lines[1]!
    expect([late.amount_minor, codes(late)]).toEqual([0, ['original_line', 'clawback_too_late']])
  })
})

describe('paid monthly on a yearly quota', () => {
  const january = { from: '2026-01-01', to: '2026-02-01' }
  const february = { from: '2026-02-01', to: '2026-03-01' }
  test('flat 5 % / 10 % from 100 %, quota 100: 60 pays 3; 60 more make 12, so 3 more for the first and 6 for the second', () => {
    const plan = planOf({
      tiers: 'flat',
      bands: [
        { from: '0', rate: '0.05' },
        { from: '1', rate: '0.1' },
      ],
    })
    const sold = credit('a', 60, '2026-01-15')
    expect(totalOf(inputsOf(plan, 100, [sold], { period: january }))).toBe(3)
    const earlier = [{ component: 'new', credit: 'a', amount_minor: 3_00 }]
    const second = paid(inputsOf(plan, 100, [sold, credit('b', 60)], { period: february, earlier }))
    expect(amounts(second)).toEqual([3, 6])
    expect(codes(second.lines[0]!)).toContain('paid_earlier')
  })
  test('a guarantee of January adds to January, 1,000 − 600 = 400, and not to February', () => {
    const plan = planOf(sixEightTen, { guarantee: { amount_minor: 1_000_00, during: january } })
    const sold = credit('a', 10_000, '2026-01-15')
    const first = paid(inputsOf(plan, 375_000, [sold], { period: january }))
    expect(kinds(first)).toEqual([
      ['commission', 600],
      ['guarantee', 400],
    ])
    const earlier = [{ component: 'new', credit: 'a', amount_minor: 600_00 }]
    expect(paid(inputsOf(plan, 375_000, [sold], { period: february, earlier })).lines).toEqual([])
  })
  test('nothing new: no lines', () => {
    const earlier = [{ component: 'new', credit: 'a', amount_minor: 18_000_00 }]
    expect(paid(inputsOf(planOf(sixEightTen), 375_000, [credit('a', 300_000)], { earlier })).lines).toEqual([])
  })
})

describe('replay', () => {
  const inputs = inputsOf(planOf(sixEightTen), 375_000, [credit('a', 300_000), credit('b', 200_000)])
  const stored = paid(inputs)
  const [first, second] = stored.lines as [PayLine, PayLine]
  test('a statement replays from its inputs, also after storage turned its keys around', () => {
    const { plan, key, ...rest } = first
    const turned = { ...stored, lines: [second, { ...rest, plan, key }] }
    expect(replay(JSON.parse(JSON.stringify(turned)) as Statement, inputs)).toEqual({
      kind: 'replayed',
      differences: [],
    })
  })
  test('a line paid 1 too much, a line left out, another plan version, a wrong total: each is named', () => {
    const differencesOf = (statement: Statement, from = inputs) => replay(statement, from)
    const more = { ...stored, lines: [{ ...first, amount_minor: first.amount_minor + 1 }, second] }
    const one = { key: first.key, stored_minor: 18_000_01, replayed_minor: 18_000_00 }
    expect(differencesOf(more)).toEqual({ kind: 'replayed', differences: [one] })
    expect(differencesOf({ ...stored, lines: [second] })).toEqual({
      kind: 'replayed',
      differences: [{ key: first.key, stored_minor: null, replayed_minor: 18_000_00 }],
    })
    const other = inputsOf(planOf(sixEightTen, { version: 2 }), 375_000, inputs.credits)
    expect(differencesOf(stored, other)).toMatchObject({ differences: [{ key: first.key }, { key: second.key }] })
    expect(differencesOf({ ...stored, total_minor: 1 })).toMatchObject({
      differences: [{ key: 'total', stored_minor: 1 }],
    })
  })
})
