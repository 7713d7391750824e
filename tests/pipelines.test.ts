import { afterAll, beforeAll, expect, test } from 'vitest'
import { setUp, type Client } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

let server: TestServer
let client: Client
let base = ''
beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
}, 60_000)
afterAll(() => server.close())

type Stage = { id: string; version: number; name: string; position: number; probability_ratio: number }
type Pipeline = { id: string; version: number; name: string; stages: Stage[] }
const open = { kind: 'open', probability_ratio: 0.2, forecast_category: 'pipeline' }
const won = { kind: 'won', probability_ratio: 1, forecast_category: 'closed' }
const make = async (name: string): Promise<Pipeline> => {
  const stages = ['Lead', 'Offer'].map((stage) => ({ name: stage, ...open })).concat({ name: 'Won', ...won })
  return (await client.post<Pipeline>(`${base}/pipelines/create-with-stages`, { name, stages })).body
}
const seen = ({ id, version }: Stage) => ({ id, version })
const names = ({ stages }: Pipeline): string[] => stages.map(({ name, position }) => `${position} ${name}`)

test('a pipeline and its stages come into being together, in one change set', async () => {
  const made = await make('Нові клієнти')
  expect(names(made)).toEqual(['0 Lead', '1 Offer', '2 Won'])
  const { body } = await client.get<{ items: { operation: string; change_count: number }[] }>(`${base}/audit?limit=1`)
  expect(body.items[0]).toMatchObject({ operation: 'pipelines.create_with_stages', change_count: 4 })
})

test('nothing of it exists when it could not be used: no open stage, no won one', async () => {
  const before = (await client.get<{ items: unknown[] }>(`${base}/stages`)).body.items.length
  for (const [stages, kind] of [
    [[{ name: 'Lead', ...open }], 'won'],
    [[{ name: 'Won', ...won }], 'open'],
  ] as const) {
    const { status, body } = await client.post(`${base}/pipelines/create-with-stages`, { name: 'Half', stages })
    expect([status, body['reason'], body['params']]).toEqual([400, 'stage_missing', { kind }])
  }
  expect((await client.get<{ items: unknown[] }>(`${base}/stages`)).body.items).toHaveLength(before)
})

test('order, names, a new stage and an archived one are saved together; what stays as it was gets no version', async () => {
  const { id, version, stages } = await make('Партнери')
  const [lead, offer, last] = stages as [Stage, Stage, Stage]
  const { status, body } = await client.post<Pipeline>(`${base}/pipelines/${id}/update-with-stages`, {
    version,
    name: 'Партнери й дилери',
    stages: [
      { ...seen(offer), name: 'Пропозиція', ...open, probability_ratio: 0.5 },
      { name: 'Договір', ...open },
      { ...seen(last), name: 'Won', ...won },
    ],
    archive_stages: [seen(lead)],
  })
  expect([status, body.name, names(body)]).toEqual([200, 'Партнери й дилери', ['0 Пропозиція', '1 Договір', '2 Won']])
  expect(body.stages.map((stage) => [stage.version, stage.probability_ratio])).toEqual([
    [2, 0.5],
    [1, 0.2],
    [1, 1],
  ])
  const archived = await client.get<{ archived_at: string | null }>(`${base}/stages/${lead.id}`)
  expect(archived.body.archived_at).not.toBeNull()
})

test('a stage somebody added meanwhile is not overruled; a stale version is told; without versions nothing is done', async () => {
  const { id, version, stages } = await make('Поновлення')
  const again = stages.map((stage) => ({
    ...seen(stage),
    name: `${stage.name}!`,
    ...(stage.position < 2 ? open : won),
  }))
  const ask = (body: unknown) => client.post(`${base}/pipelines/${id}/update-with-stages`, body)
  const without = await ask({ stages: again, name: 'x' })
  expect([without.status, without.body['reason']]).toEqual([428, 'version'])
  const unversioned = await ask({ version, stages: again.map((stage) => ({ ...stage, version: undefined })) })
  expect(unversioned.status).toBe(428)
  const added = await client.post(`${base}/stages`, { pipeline_id: id, name: 'Тендер', position: 5, ...open })
  expect(added.status).toBe(200)
  const stale = await ask({ version, stages: again })
  expect([stale.status, stale.body['reason']]).toEqual([409, 'stages_changed'])
  const { body } = await client.get<{ items: Stage[] }>(`${base}/stages?limit=100`)
  expect(body.items.filter(({ name }) => name.endsWith('!'))).toEqual([])
})
