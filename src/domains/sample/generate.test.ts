import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fileText, sampleFiles } from './files.ts'
import { generateCompany } from './generate.ts'
import type { Deal } from './deals.ts'

const endOn = '2025-11-20'
const company = generateCompany(7, endOn)
const { span, stories, deals } = company
const digest = (seed: number, day: string): string => {
  const made = generateCompany(seed, day)
  const hash = createHash('sha256')
  for (const kind of sampleFiles) hash.update(fileText(kind, made, 'UAH'))
  return hash.digest('hex')
}
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
const closeRate = (some: readonly Deal[]): number =>
  some.filter(({ status }) => status === 'won').length / some.filter(({ status }) => status !== 'open').length

describe('the sample company', () => {
  test('the same seed and day give the same bytes; another seed or day gives others', () => {
    const first = digest(7, endOn)
    expect(digest(7, endOn)).toBe(first)
    expect(digest(8, endOn)).not.toBe(first)
    expect(digest(7, '2025-11-21')).not.toBe(first)
  }, 120_000)

  test('nothing happens outside its three years, and nothing on a day off', () => {
    for (const { createdOn, closedOn, events } of deals) {
      expect(createdOn >= span.first && (closedOn ?? createdOn) <= span.last).toBe(true)
      expect(events.every(({ day }) => day >= createdOn && day <= (closedOn ?? span.last))).toBe(true)
    }
    expect(deals.filter(({ createdOn }) => !span.isWorkday(createdOn))).toEqual([])
  })

  test('every deal’s log ends in the state that its row tells', () => {
    for (const deal of deals) {
      const last = (field: string): string | undefined => deal.events.findLast((event) => event.field === field)?.after
      expect([deal.id, last('stage')]).toEqual([deal.id, deal.stage])
      expect([deal.id, last('close_on')]).toEqual([deal.id, deal.closeOn === null ? undefined : span.day(deal.closeOn)])
      if (deal.amount !== null) expect([deal.id, last('amount')]).toEqual([deal.id, String(deal.amount)])
    }
  })
})

describe('its stories are there', () => {
  /** Days each deal that passed the stage spent in it, by the day it came in. */
  const stays = (stage: string): { from: number; days: number }[] =>
    deals.flatMap(({ events }) => {
      const moves = events.filter(({ field }) => field === 'stage')
      const place = moves.findIndex(({ after }) => after === stage)
      const [into, outOf] = [moves[place], moves[place + 1]]
      return place >= 0 && into && outOf ? [{ from: into.day, days: outOf.day - into.day }] : []
    })

  test('the bottleneck: contracts stay nearly twice as long since the change, or longer', () => {
    const { stage, from } = stories.bottleneck
    const all = stays(stage)
    const before = mean(all.filter((one) => one.from < from).map(({ days }) => days))
    const after = mean(all.filter((one) => one.from >= from).map(({ days }) => days))
    expect(after / before).toBeGreaterThan(1.8)
  })

  test('the sandbagger: wins above what he said all along, and long before the day he named', () => {
    const won = deals.filter(({ status, pipeline }) => status === 'won' && pipeline.key === 'new')
    const rise = (deal: Deal): number =>
      Number(deal.amount) / Number(deal.events.find(({ field }) => field === 'amount')?.after)
    const named = won.filter(({ amount }) => amount !== null)
    const his = named.filter(({ events }) => events[0]?.who === stories.sandbagger.seller)
    const others = named.filter(({ events }) => events[0]?.who !== stories.sandbagger.seller)
    expect(his.length).toBeGreaterThan(20)
    expect(mean(his.map(rise))).toBeGreaterThan(1.3)
    expect(mean(others.map(rise))).toBeLessThan(1.05)
  })

  test('the slipping product: its close date is moved at least half again as often', () => {
    const pushes = ({ events }: Deal): number => events.filter(({ field }) => field === 'close_on').length - 1
    const of = (isIt: boolean): number =>
      mean(
        deals
          .filter(({ status, pipeline, product }) => {
            const isNewWin = status === 'won' && pipeline.key === 'new'
            return isNewWin && (product?.name === stories.slipping.product) === isIt
          })
          .map(pushes),
      )
    expect(of(true) / of(false)).toBeGreaterThan(1.5)
  })

  test('the rising region: from a fifth of new business to over a third', () => {
    const share = (from: number, to: number): number => {
      const begun = deals.filter(({ createdOn, account }) => account && createdOn >= from && createdOn < to)
      return begun.filter(({ account }) => account?.region === stories.rising.region).length / begun.length
    }
    expect(share(span.first, span.first + 365)).toBeLessThan(0.28)
    expect(share(span.last - 365, span.last)).toBeGreaterThan(0.33)
  })

  test('the spring: the close rate falls, and not without those of the campaign', () => {
    const { from, to, source } = stories.spring
    const begun = (low: number, high: number): Deal[] =>
      deals.filter(({ createdOn, pipeline }) => pipeline.key === 'new' && createdOn >= low && createdOn < high)
    const [spring, yearBefore] = [begun(from, to), begun(from - 365, to - 365)]
    expect(closeRate(spring)).toBeLessThan(closeRate(yearBefore) - 0.08)
    expect(closeRate(spring.filter((deal) => deal.source !== source))).toBeGreaterThan(closeRate(yearBefore) - 0.08)
  })

  test('the shock: less than two thirds of the deals of as long a time before', () => {
    const { from, to } = stories.shock
    const begun = (low: number, high: number): number =>
      deals.filter(({ createdOn }) => createdOn >= low && createdOn < high).length / (high - low)
    expect(begun(from, to)).toBeLessThan(begun(span.first, from) * 0.67)
  })

  test('duplicates and gaps: 24 companies twice, deals without account, amount, or with a day gone by', () => {
    expect(company.accounts.filter(({ duplicateOf }) => duplicateOf !== null)).toHaveLength(24)
    const open = deals.filter(({ status }) => status === 'open')
    expect(deals.filter(({ account }) => account === null).length).toBeGreaterThan(50)
    expect(open.filter(({ amount }) => amount === null).length).toBeGreaterThan(3)
    expect(open.filter(({ closeOn }) => closeOn !== null && closeOn < span.last).length).toBeGreaterThan(20)
  })
})
