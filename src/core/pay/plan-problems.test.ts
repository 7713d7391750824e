import { describe, expect, test } from 'vitest'
import type { PayPlan, PlanComponent } from './plan.ts'
import { planProblems } from './plan-problems.ts'
import type { StatementInputs } from './statement-inputs.ts'
import { statementOf } from './statement.ts'

const good: PlanComponent = {
  id: 'new',
  table: {
    tiers: 'step',
    bands: [
      { from: '0', rate: '0.06' },
      { from: '1', rate: '0.08' },
    ],
  },
  threshold: null,
  caps: [],
}
const plan = (component: Partial<PlanComponent>, more: Partial<PayPlan> = {}): PayPlan => ({
  id: 'p',
  version: 1,
  currency: 'EUR',
  components: [{ ...good, ...component }],
  spiffs: [],
  draw: null,
  guarantee: null,
  clawback_days: null,
  ...more,
})
const found = (of: PayPlan): string[] => planProblems(of).map(({ code, at }) => `${code} ${at.join('.')}`)
const bandsFrom = (...from: string[]): PlanComponent['table'] => ({
  tiers: 'flat',
  bands: from.map((at) => ({ from: at, rate: '0.1' })),
})
const curve = (...points: [string, number][]): PlanComponent['table'] => ({
  tiers: 'interpolated',
  points: points.map(([at, pays_minor]) => ({ at, pays_minor })),
})

describe('a bad plan is told what is wrong and where', () => {
  test('a good one has nothing wrong', () => expect(found(plan({}))).toEqual([]))
  test.each<[string, PayPlan, string[]]>([
    ['no bands', plan({ table: { tiers: 'flat', bands: [] } }), ['empty components.0.table.bands']],
    ['bands from 10 %', plan({ table: bandsFrom('0.1') }), ['first_not_at_0 components.0.table.bands.0.from']],
    [
      'bands 0, 1.25, 1',
      plan({ table: bandsFrom('0', '1.25', '1') }),
      ['not_ascending components.0.table.bands.2.from'],
    ],
    ['bands 0, 1, 1.0', plan({ table: bandsFrom('0', '1', '1.0') }), ['not_ascending components.0.table.bands.2.from']],
    [
      'a rate of "6 %" and one below 0',
      plan({
        table: {
          tiers: 'step',
          bands: [
            { from: '0', rate: '6 %' },
            { from: '1', base_multiple: '-1' },
          ],
        },
      }),
      ['not_a_number components.0.table.bands.0.rate', 'negative components.0.table.bands.1.base_multiple'],
    ],
    ['a curve of one point', plan({ table: curve(['0', 0]) }), ['too_few_points components.0.table.points']],
    [
      'a curve that begins above 0 and falls',
      plan({ table: curve(['0', 5], ['1', 100], ['2', 50]) }),
      ['curve_not_from_0 components.0.table.points.0.pays_minor', 'curve_falls components.0.table.points.2.pays_minor'],
    ],
    ['a threshold of "half"', plan({ threshold: 'half' }), ['not_a_number components.0.threshold']],
    [
      'two caps on payout, one with half a unit',
      plan({
        caps: [
          { on: 'payout', amount_minor: 1.5 },
          { on: 'payout', amount_minor: 2 },
        ],
      }),
      ['amount_not_whole components.0.caps.0.amount_minor', 'cap_twice components.0.caps.1.on'],
    ],
    ['two components of one id', plan({}, { components: [good, good] }), ['id_twice components.1.id']],
    ['nothing that pays', plan({}, { components: [] }), ['empty components']],
    [
      'a SPIFF that ends before it begins',
      plan({}, { spiffs: [{ id: 's', amount_minor: 1, during: { from: '2026-02-01', to: '2026-01-01' } }] }),
      ['period_empty spiffs.0.during'],
    ],
    [
      'a guarantee until 30 February, a draw below 0, a clawback of a million days',
      plan(
        {},
        {
          guarantee: { amount_minor: 1, during: { from: '2026-01-01', to: '2026-02-30' } },
          draw: { kind: 'recoverable', amount_minor: -1 },
          clawback_days: 1_000_000,
        },
      ),
      ['negative draw.amount_minor', 'not_a_day guarantee.during.to', 'too_long clawback_days'],
    ],
  ])('%s', (_, of, problems) => expect(found(of)).toEqual(problems))
})

describe('a statement that cannot be made says why', () => {
  const credit = {
    id: 'a',
    component: 'new',
    deal: 'd',
    currency: 'EUR',
    deal_minor: 1,
    share: '1',
    amount_minor: 1,
    earned_on: '2026-01-05',
  }
  const target = { component: 'new', quota_minor: 100, ramp: '1', variable_target_minor: null }
  const inputs = (more: Partial<StatementInputs>): StatementInputs => ({
    payee: 'p',
    period: { from: '2026-01-01', to: '2026-02-01' },
    measured_from: '2026-01-01',
    plan: plan({}),
    targets: [target],
    credits: [credit],
    earlier: [],
    spiff_events: [],
    clawbacks: [],
    owed_minor: 0,
    ...more,
  })
  const refusal = (more: Partial<StatementInputs>): string[] => {
    const made = statementOf(inputs(more))
    return made.kind === 'refused' ? made.problems.map(({ code, at }) => `${code} ${at.join('.')}`) : ['made']
  }
  test.each<[string, Partial<StatementInputs>, string[]]>([
    ['nothing wrong', {}, ['made']],
    ['no target', { targets: [] }, ['no_target targets']],
    ['quota 0', { targets: [{ ...target, quota_minor: 0 }] }, ['not_positive targets.0.quota_minor']],
    [
      'a base rate without a variable target',
      { plan: plan({ table: { tiers: 'flat', bands: [{ from: '0', base_multiple: '1' }] } }) },
      ['no_variable_target targets.0.variable_target_minor'],
    ],
    ['a credit in hryvnias', { credits: [{ ...credit, currency: 'UAH' }] }, ['other_currency credits.0.currency']],
    ['a credit twice', { credits: [credit, credit] }, ['id_twice credits.1.id']],
    [
      'a credit of February',
      { credits: [{ ...credit, earned_on: '2026-02-01' }] },
      ['outside_period credits.0.earned_on'],
    ],
    ['a quota that begins after what is paid for', { measured_from: '2026-01-02' }, ['measured_late measured_from']],
    ['a negative credit', { credits: [{ ...credit, amount_minor: -5 }] }, ['negative credits.0.amount_minor']],
    [
      'earlier pay for nothing known',
      { earlier: [{ component: 'new', credit: 'z', amount_minor: 1 }] },
      ['earlier_credit_missing earlier.0.credit'],
    ],
    [
      'an unknown SPIFF',
      { spiff_events: [{ id: 'e', spiff: 's', deal: null, on: '2026-01-05' }] },
      ['unknown_spiff spiff_events.0.spiff'],
    ],
    ['a bad plan', { plan: plan({ threshold: 'x' }) }, ['not_a_number plan.components.0.threshold']],
    [
      'more money than whole numbers hold',
      { credits: ['a', 'b'].map((id) => ({ ...credit, id, amount_minor: Number.MAX_SAFE_INTEGER })) },
      ['amount_too_large '],
    ],
  ])('%s', (_, more, problems) => expect(refusal(more)).toEqual(problems))
})
