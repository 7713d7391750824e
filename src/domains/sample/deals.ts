import type { Account, Contact } from './accounts.ts'
import type { Chance } from './chance.ts'
import {
  contractStage,
  lossReasons,
  lostStage,
  pipelines,
  products,
  slippingProduct,
  sources,
  storageFamily,
  teamOfRegion,
  wonStage,
  type SamplePipeline,
  type SampleProduct,
  type Seller,
  type Team,
} from './company.ts'
import { regions, type Region } from './names.ts'
import { currencies, type Currency, type Rates } from './rates.ts'
import type { Span } from './span.ts'
import type { Staff } from './staff.ts'
import type { Stories } from './stories.ts'

export type DealField = 'stage' | 'amount' | 'close_on' | 'owner'
export type DealEvent = { day: number; time: string; field: DealField; before: string; after: string; who: string }
export type Deal = {
  id: string
  name: string
  account: Account | null
  contact: Contact | null
  owner: Seller
  product: SampleProduct | null
  pipeline: SamplePipeline
  stage: string
  status: 'open' | 'won' | 'lost'
  amount: number | null
  currency: Currency
  createdOn: number
  closeOn: number | null
  closedOn: number | null
  nextStep: string
  lossReason: string
  source: string
  events: DealEvent[]
}

export type Company = {
  chance: Chance
  span: Span
  stories: Stories
  rates: Rates
  staff: Staff
  accounts: readonly Account[]
  contactsOf: ReadonlyMap<string, readonly Contact[]>
}

/** How busy a month is: quiet in January and in the summer, busy before the year's end. */
const seasons = [0.7, 0.92, 1.05, 1.1, 1, 1, 0.82, 0.78, 1.12, 1.25, 1.18, 0.95]
const workdaysOfMonth = 20.7

/** Every deal of the three years in the order they began, each with what happened to it up to the last day. */
export function makeDeals(company: Company): Deal[] {
  const { span, chance } = company
  const byRegion = new Map(regions.map((region) => [region, company.accounts.filter((one) => one.region === region)]))
  const deals: Deal[] = []
  for (let day = span.first; day <= span.last; day++) {
    if (!span.isWorkday(day)) continue
    for (const pipeline of pipelines) {
      const count = chance.times((pipeline.monthly / workdaysOfMonth) * demand(company, pipeline, day))
      for (let i = 0; i < count; i++) deals.push(new Story(company, pipeline, day, deals.length, byRegion).told())
    }
  }
  return deals
}

function demand({ span, stories }: Company, pipeline: SamplePipeline, day: number): number {
  const growth = 0.85 + 0.32 * span.progress(day)
  const season = pipeline.key === 'renewal' ? 1 : (seasons[span.month(day) - 1] ?? 1)
  const { shock, spring } = stories
  const waiting = day >= shock.from && day < shock.to && pipeline.key !== 'renewal' ? 0.4 : 1
  const campaign = pipeline.key === 'new' && day >= spring.from && day < spring.to ? 1.55 : 1
  return growth * season * waiting * campaign
}

/** One deal from its first day on. */
class Story {
  readonly #c: Company
  readonly #deal: Deal
  readonly #skill: number
  #expected = 0

  constructor(
    company: Company,
    pipeline: SamplePipeline,
    day: number,
    place: number,
    byRegion: ReadonlyMap<Region, readonly Account[]>,
  ) {
    this.#c = company
    const { chance, staff, stories, rates } = company
    const region = regionOf(company, day)
    const account = chance.pick(byRegion.get(region) ?? [])
    const team: Team =
      pipeline.key === 'new' ? teamOfRegion[region] : pipeline.key === 'partner' ? 'Партнери' : 'Розвиток клієнтів'
    const owner = staff.ownerFor(team, day)
    const product = chance.weighted(products, (one) => this.#weight(one, pipeline, day))
    const isCampaign = pipeline.key === 'new' && day >= stories.spring.from && day < stories.spring.to
    const currency = chance.weighted(currencies, (one) => (one === 'UAH' ? 76 : one === 'EUR' ? 16 : 8))
    const count = product.price < 200_000 ? chance.whole(1, 4) : 1
    const size = product.price * count * chance.between(0.82, 1.2)
    const contacts = company.contactsOf.get(account.id) ?? []
    this.#skill = owner.skill * (0.6 + 0.4 * staff.ramp(owner, day))
    this.#deal = {
      id: `У-${String(place + 1).padStart(5, '0')}`,
      name: `${product.name} · ${bareName(account.name)}`,
      account: chance.happens(stories.gaps.withoutAccount) ? null : account,
      contact: contacts.length === 0 ? null : chance.pick(contacts),
      owner,
      product,
      pipeline,
      stage: pipeline.stages[0]?.name ?? '',
      status: 'open',
      amount: rounded(size / rates.on(currency, day), currency),
      currency,
      createdOn: day,
      closeOn: null,
      closedOn: null,
      nextStep: '',
      lossReason: '',
      source: isCampaign && chance.happens(0.5) ? stories.spring.source : sourceOf(company, pipeline),
      events: [],
    }
  }

  #weight(product: SampleProduct, pipeline: SamplePipeline, day: number): number {
    const { shock } = this.#c.stories
    const isWanted = product.family === storageFamily && day >= shock.to && day < shock.storageUntil
    return (product.weight[pipeline.key] ?? 0) * (isWanted ? 2.4 : 1)
  }

  told(): Deal {
    const { chance, span, stories } = this.#c
    const deal = this.#deal
    const stages = deal.pipeline.stages.filter(({ kind }) => kind === 'open')
    const isWon = chance.happens(this.#wonShare())
    const lastStage = isWon ? stages.length - 1 : chance.weighted([0, 1, 2, 3].slice(0, stages.length), (i) => 5 - i)
    const entered = this.#entries(stages, lastStage)
    const isForgotten = !isWon && chance.happens(stories.gaps.forgotten)
    const end = isForgotten ? Infinity : this.#closing(entered.pop() ?? deal.createdOn, isWon)
    const isClosed = end <= span.last
    const alive = isClosed ? end : span.last + 1
    this.#begin(end)
    const final = this.#finalAmount(isWon)
    for (const [i, day] of entered.entries()) {
      const [before, after] = [stages[i], stages[i + 1]]
      if (!before || !after || day >= alive) break
      this.#event(day, 'stage', before.name, after.name)
      deal.stage = after.name
      if (i === stages.length - 3 && final !== null && !this.#isSandbagged()) this.#setAmount(day, final)
    }
    this.#push(alive, isForgotten)
    this.#handOver(alive)
    if (isClosed) this.#close(end, isWon, final)
    else this.#leaveOpen()
    deal.events.sort((a, b) => a.day - b.day)
    return deal
  }

  #isSandbagged(): boolean {
    return this.#deal.owner.name === this.#c.stories.sandbagger.seller && this.#deal.pipeline.key === 'new'
  }

  #wonShare(): number {
    const { stories } = this.#c
    const { source, pipeline, createdOn } = this.#deal
    if (source === stories.spring.source) return stories.spring.wonShare
    const isShaken = createdOn >= stories.shock.from && createdOn < stories.shock.to
    const recommended = source === 'Рекомендація' ? 1.2 : source === 'Холодний дзвінок' ? 0.75 : 1
    const slow = this.#deal.product?.name === slippingProduct ? 0.85 : 1
    return Math.min(0.95, pipeline.wonShare * this.#skill * recommended * slow * (isShaken ? 0.7 : 1))
  }

  /** The days on which the deal leaves its stages one after another, up to the one it is won or lost in. */
  #entries(stages: SamplePipeline['stages'], lastStage: number): number[] {
    const { chance, span, stories } = this.#c
    const days: number[] = []
    let day = this.#deal.createdOn
    for (const stage of stages.slice(0, lastStage + 1)) {
      let mean = stage.days
      if (stage.name === contractStage && day >= stories.bottleneck.from) mean *= stories.bottleneck.factor
      if (this.#deal.product?.name === slippingProduct) mean *= stories.slipping.factor
      if (day >= stories.shock.from && day < stories.shock.to) mean *= 1.7
      if (this.#isSandbagged()) mean *= 0.25
      day = span.workday(day + chance.duration(mean))
      days.push(day)
    }
    return days
  }

  /** What would be signed in the first weeks of January is rather signed before the holidays. */
  #closing(day: number, isWon: boolean): number {
    const { chance, span } = this.#c
    const text = span.day(day)
    if (!isWon || text.slice(5, 7) !== '01' || Number(text.slice(8)) > 25 || !chance.happens(0.55)) return day
    let before = day - Number(text.slice(8)) - chance.whole(4, 14)
    while (!span.isWorkday(before)) before--
    return before > this.#deal.createdOn + 10 ? before : day
  }

  #begin(end: number): void {
    const { chance, span } = this.#c
    const { createdOn, pipeline, events, amount, owner, stage } = this.#deal
    const usual = pipeline.stages.reduce((sum, { days }) => sum + days, 0)
    const late = this.#isSandbagged() && end < Infinity ? end + chance.whole(20, 45) : null
    const hoped = span.workday(late ?? Math.round(createdOn + usual * chance.between(0.75, 1.45)))
    this.#expected = chance.happens(0.45) ? Math.max(span.monthEnd(hoped), createdOn + 5) : hoped
    if (this.#isSandbagged() && amount !== null)
      this.#deal.amount = rounded(amount * this.#c.stories.sandbagger.said, this.#deal.currency)
    const at = { day: createdOn, time: '00:00', before: '', who: owner.name }
    events.push({ ...at, field: 'stage', after: stage })
    if (!chance.happens(this.#c.stories.gaps.withoutAmount))
      events.push({ ...at, field: 'amount', after: String(this.#deal.amount) })
    else this.#deal.amount = null
    events.push({ ...at, field: 'close_on', after: span.day(this.#expected) })
  }

  /** What it comes to in the end; null where nobody ever wrote an amount. */
  #finalAmount(isWon: boolean): number | null {
    const { chance, stories } = this.#c
    const { amount, currency } = this.#deal
    if (amount === null) return null
    if (this.#isSandbagged()) return isWon ? rounded(amount / stories.sandbagger.said, currency) : amount
    return chance.happens(0.4) ? amount : rounded(amount * chance.between(0.8, 1.12), currency)
  }

  /** As long as the deal lives, an expected day gone by is moved on; some forget to. */
  #push(alive: number, isForgotten: boolean): void {
    const { chance, span } = this.#c
    const isCareless = chance.happens(0.05)
    const most = isForgotten ? 3 : 12
    for (let count = 0; count < most; count++) {
      const day = span.workday(this.#expected - chance.whole(0, 3))
      if (this.#expected >= alive || day >= alive || day > span.last || day <= this.#deal.createdOn) return
      if (isCareless && count > 0) return
      this.#setCloseOn(day, span.workday(day + chance.whole(14, 45)))
    }
  }

  #handOver(alive: number): void {
    const { staff } = this.#c
    const leaves = staff.leavesOn(this.#deal.owner)
    if (leaves === null || leaves >= alive || leaves <= this.#deal.createdOn) return
    const team = staff.teamOf(this.#deal.owner, leaves - 1)
    const lead = staff.leadOf(team ?? 'Центр')
    this.#event(this.#c.span.workday(leaves), 'owner', this.#deal.owner.name, lead.name)
    this.#deal.owner = lead
  }

  #close(day: number, isWon: boolean, final: number | null): void {
    const { chance, stories } = this.#c
    const deal = this.#deal
    if (final !== null && isWon) this.#setAmount(Math.max(deal.createdOn + 1, day - 1), final)
    this.#event(day, 'stage', deal.stage, isWon ? wonStage : lostStage, '18:00')
    if (day !== this.#expected) this.#setCloseOn(day, day, '18:00')
    deal.stage = isWon ? wonStage : lostStage
    deal.status = isWon ? 'won' : 'lost'
    deal.closedOn = day
    deal.closeOn = day
    if (isWon) return
    deal.lossReason = deal.source === stories.spring.source ? stories.spring.reason : chance.pick(lossReasons)
  }

  #leaveOpen(): void {
    const { chance } = this.#c
    this.#deal.closeOn = this.#expected
    if (chance.happens(0.7)) this.#deal.nextStep = chance.pick(nextSteps)
  }

  #setAmount(day: number, amount: number): void {
    const before = this.#deal.amount
    if (before === null || before === amount) return
    this.#event(day, 'amount', String(before), String(amount), '16:30')
    this.#deal.amount = amount
  }

  #setCloseOn(day: number, expected: number, time?: string): void {
    const { span } = this.#c
    this.#event(day, 'close_on', span.day(this.#expected), span.day(expected), time)
    this.#expected = expected
  }

  #event(day: number, field: DealField, before: string, after: string, time?: string): void {
    const { chance } = this.#c
    const minute = String(chance.whole(0, 59)).padStart(2, '0')
    const clock = time ?? `${String(chance.whole(9, 15)).padStart(2, '0')}:${minute}`
    this.#deal.events.push({ day, time: clock, field, before, after, who: this.#deal.owner.name })
  }
}

const nextSteps = [
  'Узгодити дату обстеження',
  'Надіслати оновлений кошторис',
  'Зустріч із головним інженером',
  'Погодити графік платежів',
  'Отримати відповідь юристів',
  'Уточнити потужність підключення',
  'Показати об’єкт, що вже працює',
] as const

function regionOf({ chance, span, stories: { rising } }: Company, day: number): Region {
  const share = rising.from + (rising.to - rising.from) * span.progress(day)
  if (chance.happens(share)) return rising.region
  return chance.weighted(['Центр', 'Південь', 'Схід'] as const, (one) =>
    one === 'Центр' ? 55 : one === 'Схід' ? 25 : 20,
  )
}

function sourceOf({ chance }: Company, pipeline: SamplePipeline): string {
  if (pipeline.key === 'partner') return 'Партнер'
  if (pipeline.key !== 'new') return 'Наявний клієнт'
  return chance.weighted(sources, (one) =>
    one === 'Сайт' ? 34 : one === 'Рекомендація' ? 26 : one === 'Партнер' ? 8 : 16,
  )
}

/** Prices are round: to a thousand hryvnias, to a hundred of the others. */
const rounded = (amount: number, currency: Currency): number => {
  const step = currency === 'UAH' ? 1000 : 100
  return Math.max(step, Math.round(amount / step) * step)
}

const bareName = (name: string): string => /«(.+)»/.exec(name)?.[1] ?? name.split(',')[0] ?? name
