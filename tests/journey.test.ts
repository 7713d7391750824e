import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeGeneratedExport, type GeneratedExport } from './generated-export.ts'
import { Imports, type Imported } from './imports.ts'
import { hasRealData, realFile } from './real-data.ts'
import { type Client, setUp } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

const files = ['products', 'accounts', 'sales_teams', 'sales_pipeline'] as const
const wholePast = encodeURIComponent(JSON.stringify({ from: '2016-01-01', to: '2018-01-01' }))

type Number_ = { total: { value: number; numerator: number; denominator: number | null } }

describe.each([
  { name: 'a generated export with a real one’s quirks', isReal: false },
  { name: 'the real export', isReal: true },
])('over HTTP alone, $name', ({ isReal }) => {
  let server: TestServer
  let client: Client
  let base = ''
  let folder = ''
  let truth: GeneratedExport
  let imports: Imports

  beforeAll(async () => {
    if (isReal && !hasRealData) return
    server = await startTestServer()
    ;({ client, base } = await setUp(server))
    imports = new Imports(client, base, () => server.worker.drain())
    folder = await mkdtemp(join(tmpdir(), 'kurs-export-'))
    truth = isReal
      ? { dealCount: 8800, wonCount: 4238, lostCount: 2473, openCount: 2089, wonMinor: 1_000_553_400 }
      : await writeGeneratedExport(folder)
  }, 60_000)
  afterAll(async () => {
    await server?.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  const importFile = async (name: string): Promise<Imported> => {
    const bytes = await readFile(isReal ? realFile(`crm/${name}.csv`) : join(folder, `${name}.csv`))
    const { id } = await imports.draft(`${name}.csv`, bytes)
    const previewed = await imports.run('preview', id)
    expect([name, previewed.status, previewed.report.refused_count]).toEqual([name, 'ready', 0])
    const applied = await imports.run('apply', id)
    expect([name, applied.status]).toEqual([name, 'applied'])
    expect(applied.report.entities).toEqual(previewed.report.entities)
    return applied
  }
  const metric = async (id: string): Promise<Number_['total']> =>
    (await client.get<Number_>(`${base}/metrics/query?metric=${id}&as_of=2017-12-31&period=${wholePast}`)).body.total

  test.skipIf(isReal && !hasRealData)(
    'four files in, the dry run told the truth, the numbers are those counted from the file',
    async () => {
      for (const name of files) await importFile(name)
      const [rate, won, lost, value] = [
        await metric('close_rate'),
        await metric('won_count'),
        await metric('lost_count'),
        await metric('won_value'),
      ]
      expect([rate.numerator, rate.denominator]).toEqual([truth.wonCount, truth.wonCount + truth.lostCount])
      expect([won.value, lost.value, value.value]).toEqual([truth.wonCount, truth.lostCount, truth.wonMinor])
      if (isReal) expect((rate.value * 100).toFixed(2)).toBe('63.15')
    },
    120_000,
  )

  test.skipIf(isReal && !hasRealData)(
    'the forecast as of a past day shows its evidence, and a second run gives the same digits',
    async () => {
      const runs: string[] = []
      for (let i = 0; i < 2; i++) {
        const { body } = await client.post<{ id: string; kind: string }>(`${base}/forecasts`, { as_of: '2017-11-15' })
        await server.worker.drain()
        const { body: run } = await client.get<{ status: string; kind: string; result: { windows: Window[] } }>(
          `${base}/forecasts/${body.id}`,
        )
        expect([run.status, run.kind]).toEqual(['done', 'reconstructed'])
        runs.push(JSON.stringify(run.result))
        for (const window of run.result.windows) assertWindow(window)
      }
      expect(runs[1]).toBe(runs[0])
    },
    120_000,
  )

  test.skipIf(isReal && !hasRealData)(
    'undo of the deals: no deal is left, and nothing the other files brought is touched',
    async () => {
      const { body } = await client.get<{ items: Imported[] }>(`${base}/imports`)
      const deals = body.items.find(({ kind }) => kind === 'deals')
      expect((await imports.run('undo', deals?.id ?? '')).status).toBe('undone')
      expect((await client.get<{ items: unknown[] }>(`${base}/deals?archived=with`)).body.items).toEqual([])
      expect((await client.get<{ items: unknown[] }>(`${base}/accounts?limit=5`)).body.items).toHaveLength(5)
      expect((await metric('won_count')).value).toBe(0)
    },
    120_000,
  )

  test.skipIf(isReal && !hasRealData)(
    'the replica is built anew as a job that shows its progress, and numbers are what they were',
    async () => {
      const { body } = await client.post<{ job_id: string }>(`${base}/replica/rebuild`)
      await server.worker.drain()
      const job = (await client.get<{ status: string; kind: string }>(`${base}/jobs/${body.job_id}`)).body
      expect([job.kind, job.status]).toEqual(['replica_rebuild', 'succeeded'])
      const status = (await client.get<{ seq: number; head_seq: number }>(`${base}/replica/get`)).body
      expect(status.seq).toBe(status.head_seq)
    },
    60_000,
  )
})

type Window = {
  headline: { method: string; reason: string }
  won_minor: number
  forecasts: Record<string, { kind: string; value_minor: number; parts: Record<string, number> }>
  origins: { is_over: boolean }[]
  teams: { value_minor: number }[]
}

/** The parts add up to the number, the teams add up to the company, and there is a past to judge by. */
function assertWindow(window: Window): void {
  const said = window.forecasts[window.headline.method]
  expect(said?.kind).toBe('forecast')
  expect(Object.values(said?.parts ?? {}).reduce((a, b) => a + b, 0)).toBe(said?.value_minor)
  expect(window.teams.reduce((sum, team) => sum + team.value_minor, 0)).toBe(said?.value_minor)
  expect(window.origins.filter((origin) => origin.is_over).length).toBeGreaterThanOrEqual(8)
  expect(said?.value_minor).toBeGreaterThanOrEqual(window.won_minor)
}
