import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import { creditsOf } from './crediting.ts'
import type { PayLine } from './explanation.ts'
import type { RateTable } from './plan.ts'
import type { StatementInputs } from './statement-inputs.ts'
import { statementOf } from './statement.ts'

const text = fc.oneof(
  fc.constantFrom('0', '1', '0.5', '1/3', '-1', '1/0', '', 'NaN', '9'.repeat(300), '\u{d800}', '__proto__', 'a/b'),
  fc.string(),
)
const number = fc.oneof(
  fc.integer({ min: -5, max: 500 }),
  fc.constantFrom(NaN, Infinity, -0, 0.5, 2 ** 53, -(2 ** 53), 1e300),
)
const day = fc.oneof(fc.constantFrom('2026-01-01', '2026-01-15', '2026-02-01', '9999-12-31', '2026-02-30', ''), text)
const period = fc.record({ from: day, to: day })
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 3 })
const id = fc.constantFrom('a', 'b', '\u{d800}')
const band = fc.oneof(fc.record({ from: text, rate: text }), fc.record({ from: text, base_multiple: text }))
const point = fc.oneof(fc.record({ at: text, pays_minor: number }), fc.record({ at: text, pays_target_share: text }))
const table: fc.Arbitrary<RateTable> = fc.oneof(
  fc.record({ tiers: fc.constantFrom('flat' as const, 'step' as const), bands: some(band) }),
  fc.record({ tiers: fc.constant('interpolated' as const), points: some(point) }),
  fc.constant<RateTable>({ tiers: 'step', bands: [{ from: '0', rate: '0.1' }] }),
)
const component = fc.record({
  id,
  table,
  threshold: fc.option(text),
  caps: some(
    fc.oneof(
      fc.record({
        on: fc.constantFrom('deal_credit' as const, 'credit' as const, 'payout' as const),
        amount_minor: number,
      }),
      fc.record({ on: fc.constant('rate' as const), rate: text }),
    ),
  ),
})
const currency = fc.constantFrom('EUR', 'UAH')
const plan = fc.record({
  id: text,
  version: number,
  currency,
  components: some(component),
  spiffs: some(fc.record({ id, amount_minor: number, during: period })),
  draw: fc.option(
    fc.record({ kind: fc.constantFrom('recoverable' as const, 'non_recoverable' as const), amount_minor: number }),
  ),
  guarantee: fc.option(fc.record({ amount_minor: number, during: period })),
  clawback_days: fc.option(number),
})
const line: fc.Arbitrary<PayLine> = fc.record({
  key: text,
  kind: fc.constant('commission' as const),
  component: fc.option(text),
  credit: fc.option(text),
  deal: fc.option(text),
  earned_on: fc.option(day),
  clawback_until_on: fc.option(day),
  plan: fc.record({ id: text, version: number }),
  amount_minor: number,
  because: fc.constant([]),
})
const inputs: fc.Arbitrary<StatementInputs> = fc.record({
  payee: text,
  period,
  measured_from: day,
  plan,
  targets: some(
    fc.record({ component: id, quota_minor: number, ramp: text, variable_target_minor: fc.option(number) }),
  ),
  credits: some(
    fc.record({
      id,
      component: id,
      deal: text,
      currency,
      deal_minor: number,
      share: text,
      amount_minor: number,
      earned_on: day,
    }),
  ),
  earlier: some(fc.record({ component: id, credit: id, amount_minor: number })),
  spiff_events: some(fc.record({ id, spiff: id, deal: fc.option(text), on: day })),
  clawbacks: some(fc.record({ id, statement: text, line, on: day, undone: text, taken_minor: number })),
  owed_minor: number,
})

/** Inputs of the right shape, mostly good: every other field is drawn from good values only. */
const nearlyGood: fc.Arbitrary<StatementInputs> = inputs.map((of) => ({
  ...of,
  period: { from: '2026-01-01', to: '2026-02-01' },
  measured_from: '2026-01-01',
  owed_minor: 5,
  plan: {
    ...of.plan,
    currency: 'EUR',
    spiffs: [],
    guarantee: null,
    components: [{ id: 'a', threshold: null, caps: [], table: { tiers: 'step', bands: [{ from: '0', rate: '0.1' }] } }],
  },
  targets: [{ component: 'a', quota_minor: 10, ramp: '1', variable_target_minor: 5 }],
  credits: of.credits
    .slice(0, 1)
    .map((credit) => ({ ...credit, component: 'a', currency: 'EUR', share: '1', earned_on: '2026-01-15' })),
  earlier: [],
  spiff_events: [],
}))

describe('hostile inputs of the right shape', () => {
  test('are refused with a place or give whole amounts; nothing throws', () => {
    const kinds = { statement: 0, refused: 0 }
    fc.assert(
      fc.property(fc.oneof(inputs, nearlyGood), (of) => {
        const made = statementOf(of)
        kinds[made.kind]++
        if (made.kind === 'refused') {
          expect(made.problems.length).toBeGreaterThan(0)
          return
        }
        const amounts = [made.total_minor, made.owed_minor, ...made.lines.map(({ amount_minor }) => amount_minor)]
        expect(amounts.every(Number.isSafeInteger)).toBe(true)
        expect(made.total_minor).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: fuzzRuns(2000) },
    )
    expect(Math.min(kinds.statement, kinds.refused)).toBeGreaterThan(20)
  }, 3_600_000)
  test('splits too', () => {
    const split = fc.record({ payee: text, share: text, role: fc.constantFrom('direct' as const, 'overlay' as const) })
    const deal = fc.record({ id: text, component: text, currency: text, amount_minor: number, earned_on: day })
    fc.assert(
      fc.property(deal, some(split), (of, splits) => {
        const made = creditsOf(of, splits)
        if (made.kind === 'credits')
          expect(
            made.credits.every(({ amount_minor }) => Number.isSafeInteger(amount_minor) && amount_minor >= 0),
          ).toBe(true)
      }),
    )
  })
})
