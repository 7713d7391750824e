import { expect } from 'vitest'
import type { Client } from '../client.ts'
import { joinAs, type TestServer } from '../server.ts'

/** One record of every kind; `spare` holds a second one where a record may refer to its own kind. */
export type UsedWorkspace = { slug: string; base: string; ids: Record<string, string>; spare: Record<string, string> }
export type Administrator = { client: Client; slug: string; base: string }

/** Uses everything once. `mark` stands in every text that is typed, so that it can be recognised wherever it turns up. */
export async function useWorkspace(server: TestServer, admin: Administrator, mark: string): Promise<UsedWorkspace> {
  const ids: Record<string, string> = {}
  const spare: Record<string, string> = {}
  const create = async (noun: string, body: unknown): Promise<string> => {
    const { status, body: made } = await admin.client.post<{ id: string }>(`${admin.base}/${noun}`, body)
    expect([status, noun, made]).toEqual([200, noun, made])
    return made.id
  }
  const make = async (noun: string, body: unknown): Promise<string> => (ids[noun] ??= await create(noun, body))
  const makeSpare = async (noun: string, body: unknown): Promise<string> => (spare[noun] ??= await create(noun, body))

  await make('people', { name: `Петро ${mark}` })
  await makeSpare('people', { name: `Інша ${mark}` })
  await make('teams', { name: `Київ ${mark}` })
  await makeSpare('teams', { name: `Україна ${mark}` })
  await make('memberships', { person_id: ids.people, team_id: ids.teams })
  const target = { metric: 'won_value', granularity: 'quarter', starts_on: '2026-01-01', value: 9_000_00 }
  await make('targets', { ...target, person_id: ids.people })
  await make('products', { name: `Річний план ${mark}`, list_price_minor: 100_00, currency: 'USD' })
  await make('currency_rates', { currency: 'USD', quote: 'UAH', rated_on: '2026-01-01', rate: '42.5' })
  await make('accounts', { name: `Сонях ${mark}`, attributes: { region: mark } })
  await makeSpare('accounts', { name: `Рекорд ${mark}` })
  await make('contacts', { name: `Марія ${mark}`, account_id: ids.accounts, email: `${mark}@example.com` })
  await make('pipelines', { name: `Продажі ${mark}` })
  const stage = { pipeline_id: ids.pipelines, position: 0, kind: 'open', probability_ratio: 0.2 }
  await make('stages', { ...stage, name: `Лід ${mark}`, forecast_category: 'pipeline' })
  const won = { ...stage, position: 1, kind: 'won', probability_ratio: 1, forecast_category: 'closed' }
  await makeSpare('stages', { ...won, name: `Виграно ${mark}` })
  const deal = { name: `Угода ${mark}`, stage_id: ids.stages, owner_id: ids.people, account_id: ids.accounts }
  await make('deals', { ...deal, amount_minor: 5_000_00, next_step: mark })
  await makeSpare('deals', { ...deal, owner_id: spare.people, stage_id: spare.stages, amount_minor: 7_000_00 })
  await make('activities', {
    kind: 'call',
    subject: `Дзвінок ${mark}`,
    deal_id: ids.deals,
    owner_id: ids.people,
    happened_at: '2026-01-02T10:00:00Z',
  })
  await make('views', { page: 'deals', name: `Мої ${mark}`, is_shared: true, state: { q: mark } })
  await make('api_keys', { name: `${mark} read only`, scopes: ['read'] })
  await make('invitations', { email: `${mark}-invited@example.com`, role: 'viewer' })
  const headers = { 'content-type': 'application/octet-stream', 'x-file-name': `${mark}.csv` }
  const bytes = Buffer.from(`name,sector\n${mark},it\n`)
  const file = await admin.client.call<{ file_id: string }>('POST', `${admin.base}/files`, bytes, headers)
  ids.files = file.body.file_id
  await make('imports', { file_id: ids.files })
  const job = await admin.client.post<{ job_id: string }>(`${admin.base}/imports/${ids.imports}/preview`)
  ids.jobs = job.body.job_id
  await server.worker.drain()
  await make('forecasts', {})
  ids.audit = (await admin.client.post<{ id: string }>(`${admin.base}/audit/verify`)).body.id
  await server.worker.drain()
  await joinAs(server, admin, 'viewer')
  const members = await admin.client.get<{ items: { id: string; role: string }[] }>(`${admin.base}/members`)
  ids.members = members.body.items.find(({ role }) => role === 'viewer')?.id ?? ''
  return { slug: admin.slug, base: admin.base, ids, spare }
}
