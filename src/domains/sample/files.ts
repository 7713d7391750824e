import type { Activity } from './activities.ts'
import { companyName, mailDomain, products, sellers } from './company.ts'
import type { Deal, DealField } from './deals.ts'
import type { SampleCompany } from './generate.ts'
import { inLatin } from './names.ts'
import { currencies, type Currency } from './rates.ts'

/** The kinds of files, in the order in which they are loaded: what is referred to comes first. */
export const sampleFiles = [
  'currency_rates',
  'products',
  'people',
  'accounts',
  'contacts',
  'deals',
  'deal_history_fields',
  'activities',
] as const
export type SampleFile = (typeof sampleFiles)[number]

type Cell = string | number | null
type Sheet = { head: readonly string[]; rows: Cell[][] }

/**
 * One file as a customer would hand it over: semicolons, Ukrainian headings.
 * @param quote the currency that rates are told in: the workspace's
 */
export function fileText(kind: SampleFile, company: SampleCompany, quote: Currency): string {
  const { head, rows } = sheets[kind](company, quote)
  return [head, ...rows].map((cells) => cells.map(written).join(';')).join('\n') + '\n'
}

const written = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell)
  return /[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const fieldNames: Readonly<Record<DealField, string>> = {
  stage: 'Етап',
  amount: 'Сума',
  close_on: 'Дата закриття',
  owner: 'Відповідальний',
}

const sheets: Readonly<Record<SampleFile, (company: SampleCompany, quote: Currency) => Sheet>> = {
  currency_rates: ({ rates, span }, quote) => ({
    head: ['Дата', 'Код валюти', 'Курс'],
    rows: rates.days.flatMap((day) =>
      currencies
        .filter((one) => one !== quote)
        .map((one) => [span.day(day), one, (rates.on(one, day) / rates.on(quote, day)).toFixed(8)]),
    ),
  }),
  products: () => ({
    head: ['Код', 'Назва', 'Категорія', 'Ціна', 'Валюта'],
    rows: products.map(({ code, name, family, price }) => [code, name, family, price, 'UAH']),
  }),
  people: () => ({
    head: ['Табельний номер', 'ПІБ', 'Посада', 'Електронна пошта'],
    rows: sellers.map(({ name, title }, i) => [
      `П-${String(i + 1).padStart(2, '0')}`,
      name,
      title,
      `${inLatin(name)}@${mailDomain}`,
    ]),
  }),
  accounts: ({ accounts, keepers }) => ({
    head: ['Код', 'Назва', 'Регіон', 'Місто', 'Галузь', 'Працівників', 'Відповідальний'],
    rows: accounts.map((one) => [
      one.id,
      one.name,
      one.region,
      one.city,
      one.industry,
      one.employees,
      keepers.get(one.id)?.name ?? null,
    ]),
  }),
  contacts: ({ contacts }) => ({
    head: ['Код', 'ПІБ', 'Посада', 'Компанія', 'Електронна пошта', 'Телефон'],
    rows: contacts.map((one) => [one.id, one.name, one.title, one.accountId, one.email, one.phone]),
  }),
  deals: ({ deals, span }) => ({
    head: [
      'Номер',
      'Назва',
      'Компанія',
      'Контакт',
      'Відповідальний',
      'Товар',
      'Воронка',
      'Етап',
      'Сума',
      'Валюта',
      'Дата створення',
      'Дата закриття',
      'Наступний крок',
      'Причина програшу',
      'Джерело',
    ],
    rows: deals.map((one) => [
      one.id,
      one.name,
      one.account?.id ?? null,
      one.contact?.id ?? null,
      one.owner.name,
      one.product?.code ?? null,
      one.pipeline.name,
      one.stage,
      one.amount,
      one.currency,
      span.day(one.createdOn),
      one.closeOn === null ? null : span.day(one.closeOn),
      one.nextStep,
      one.lossReason,
      one.source,
    ]),
  }),
  deal_history_fields: ({ deals, span }) => ({
    head: ['Угода', 'Поле', 'Було', 'Стало', 'Коли', 'Хто'],
    rows: deals.flatMap((deal: Deal) =>
      deal.events.map(({ day, time, field, before, after, who }) => [
        deal.id,
        fieldNames[field],
        before,
        after,
        `${span.day(day)} ${time}`,
        who,
      ]),
    ),
  }),
  activities: ({ activities, span }) => ({
    head: ['ID', 'Тип', 'Тема', 'Угода', 'Компанія', 'Контакт', 'Відповідальний', 'Дата', 'Строк', 'Виконано'],
    rows: activities.map((one: Activity) => [
      one.id,
      one.kind,
      one.subject,
      one.deal.id,
      one.deal.account?.id ?? null,
      one.deal.contact?.id ?? null,
      one.deal.owner.name,
      one.day === null ? null : `${span.day(one.day)} ${one.time}`,
      one.dueOn === null ? null : span.day(one.dueOn),
      one.isDone ? 'так' : 'ні',
    ]),
  }),
}

/** What the file is called when it is handed over. */
export const fileName = (kind: SampleFile): string => `${companyName} · ${kind}.csv`
