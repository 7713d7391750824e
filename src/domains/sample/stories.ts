import { addMonths, dayNumber, type Day } from '../../base/calendar.ts'
import { contractStage, sandbagger, slippingProduct } from './company.ts'

/**
 * What was planted in the sample company for an analyst to find. Tests look for each with the product's own lists and
 * metrics; no screen tells them.
 */
export type Stories = ReturnType<typeof storiesUntil>

export function storiesUntil(endOn: Day) {
  const [first, last] = [dayNumber(addMonths(endOn, -36)), dayNumber(endOn)]
  const springYear = endOn.slice(5) >= '07-01' ? Number(endOn.slice(0, 4)) : Number(endOn.slice(0, 4)) - 1
  return {
    /** From this day on lawyers see every contract: the stage takes 2.6 times as long. */
    bottleneck: { stage: contractStage, from: last - 400, factor: 2.6 },
    /** Enters deals late and low, closes them sooner and above what he said. */
    sandbagger: { seller: sandbagger, said: 0.7 },
    /** Promised too early, pushed again and again. */
    slipping: { product: slippingProduct, factor: 1.9 },
    /** Brings an ever larger share of new business. */
    rising: { region: 'Захід' as const, from: 0.16, to: 0.42 },
    /** A campaign brings many who have no money: the close rate of that spring falls, and only theirs. */
    spring: {
      from: dayNumber(`${springYear}-02-10`),
      to: dayNumber(`${springYear}-05-15`),
      source: 'Реклама в соцмережах',
      reason: 'Немає фінансування',
      wonShare: 0.03,
    },
    /** Attacks on the power grid: at first everybody waits, then everybody wants storage. */
    shock: { from: first + 110, to: first + 185, storageUntil: first + 420 },
    /** The same company twice under a name written otherwise; deals without account or amount; closing days gone by. */
    gaps: { duplicateCount: 24, withoutAccount: 0.02, withoutAmount: 0.04, forgotten: 0.03 },
  } as const
}
