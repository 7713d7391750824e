import type { Chance } from './chance.ts'
import type { Span } from './span.ts'

export const currencies = ['UAH', 'EUR', 'USD'] as const
export type Currency = (typeof currencies)[number]
/** Hryvnias for one unit, by day; weekends keep Friday's. */
export type Rates = { on: (currency: Currency, day: number) => number; days: readonly number[] }

/** The rates of the sample company, its own: the dollar drifts from 36.6 up, the euro around 1.09 of it. */
export function makeRates(chance: Chance, span: Span): Rates {
  const usd = new Map<number, number>()
  const eur = new Map<number, number>()
  const days: number[] = []
  let [dollar, euroInDollars] = [36.6, 1.09]
  for (let day = span.first; day <= span.last; day++) {
    if (span.isWorkday(day) || day === span.first) {
      const target = 36.6 + 6.4 * Math.min(1, 1.4 * span.progress(day))
      dollar += 0.02 * (target - dollar) + chance.between(-0.06, 0.065)
      euroInDollars += 0.02 * (1.1 - euroInDollars) + chance.between(-0.004, 0.004)
      days.push(day)
    }
    usd.set(day, round(dollar))
    eur.set(day, round(dollar * euroInDollars))
  }
  const clamp = (day: number): number => Math.max(span.first, Math.min(span.last, day))
  return {
    on: (currency, day) => (currency === 'UAH' ? 1 : ((currency === 'USD' ? usd : eur).get(clamp(day)) ?? 1)),
    days,
  }
}

const round = (rate: number): number => Math.round(rate * 10_000) / 10_000
