import { addDays } from '../../base/calendar.ts'
import { lineKey, type PayLine, type Step } from './explanation.ts'
import type { PayPlan, SpiffEvent } from './plan.ts'

/**
 * A line for each event: its SPIFF's sum on a day of [from, to), 0 outside, with the reason either way.
 * In: a validated plan and events of its SPIFFs. Out: by day, then id. Cost: O(n log n).
 */
export function spiffLines(plan: PayPlan, events: readonly SpiffEvent[]): PayLine[] {
  const spiffs = new Map(plan.spiffs.map((spiff) => [spiff.id, spiff]))
  const keyOf = (event: SpiffEvent): string => JSON.stringify([event.on, event.id, event.spiff])
  return events
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .flatMap((event): PayLine[] => {
      const spiff = spiffs.get(event.spiff)
      if (spiff === undefined) return []
      const { from, to } = spiff.during
      const dated = { spiff: spiff.id, on: event.on, from, to }
      const isInside = event.on >= from && event.on < to
      const because: Step = isInside
        ? { code: 'spiff', params: { ...dated, amount_minor: spiff.amount_minor } }
        : { code: 'spiff_outside_dates', params: dated }
      return [
        {
          key: lineKey('spiff', spiff.id, event.id),
          kind: 'spiff',
          component: null,
          credit: null,
          deal: event.deal,
          earned_on: event.on,
          clawback_until_on: plan.clawback_days === null ? null : addDays(event.on, plan.clawback_days),
          plan: { id: plan.id, version: plan.version },
          amount_minor: isInside ? spiff.amount_minor : 0,
          because: [because],
        },
      ]
    })
}
