import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../src/cli/run.ts'
import { writeGeneratedExport, type GeneratedExport } from './generated-export.ts'
import { password } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

let server: TestServer
let folder = ''
let env: NodeJS.ProcessEnv = {}
let truth: GeneratedExport

beforeAll(async () => {
  server = await startTestServer()
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  server.worker.start()
  folder = await mkdtemp(join(tmpdir(), 'kurs-cli-'))
  truth = await writeGeneratedExport(folder, 400)
  const { port } = server.app.server.address() as AddressInfo
  env = { KURS_URL: `http://127.0.0.1:${port}`, KURS_CONFIG_DIR: join(folder, 'config') }
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

async function kurs(argv: string[], input = '') {
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    out: (text: string) => void out.push(text),
    write: (bytes: Uint8Array) => void out.push(Buffer.from(bytes).toString('utf8')),
    err: (text: string) => void err.push(text),
    isTerminal: false,
    language: 'en' as const,
    env,
    readInput: () => Promise.resolve(input),
  }
  const code = await run(argv, terminal)
  return { code, out: out.join('\n'), err: err.join('\n'), json: <T>() => JSON.parse(out.join('\n')) as T }
}

test('the main job by commands alone: set-up, four files, numbers, forecast, undo', async () => {
  const setup = await kurs(
    [
      'setup',
      '--token',
      await server.setupToken(),
      '--email',
      'o@example.com',
      '--name',
      'Олена',
      '--password-stdin',
      '--workspace-name',
      'Сонях',
      '--currency',
      'USD',
    ],
    `${password}\n`,
  )
  expect([setup.code, setup.err]).toEqual([0, expect.stringContaining('soniakh')])
  expect((await stat(join(folder, 'config', 'credentials.json'))).mode & 0o777).toBe(0o600)
  let importId = ''
  for (const name of ['products', 'accounts', 'sales_teams', 'sales_pipeline']) {
    const dry = await kurs(['import', join(folder, `${name}.csv`), '--dry-run'])
    const done = await kurs(['import', join(folder, `${name}.csv`)])
    expect([name, done.code, done.err]).toEqual([name, 0, ''])
    const { id, report } = done.json<{ id: string; report: { entities: unknown } }>()
    expect(dry.json<{ report: { entities: unknown } }>().report.entities).toEqual(report.entities)
    importId = id
  }
  const rate = await kurs([
    'metrics',
    'query',
    '--metric',
    'close_rate',
    '--as-of',
    '2017-12-31',
    '--period',
    '{"from":"2016-01-01","to":"2018-01-01"}',
  ])
  expect(rate.json<{ total: unknown }>().total).toMatchObject({
    numerator: truth.wonCount,
    denominator: truth.wonCount + truth.lostCount,
  })
  const forecast = await kurs(['forecasts', 'create', '--as-of', '2017-11-15', '--wait'])
  expect(forecast.json<{ status: string; result: { windows: unknown[] } }>()).toMatchObject({
    status: 'done',
    result: { windows: [{}, {}] },
  })
  expect((await kurs(['imports', 'undo', importId, '--wait'])).json<{ status: string }>().status).toBe('undone')
  expect((await kurs(['deals', 'list'])).json()).toEqual({ items: [], next_cursor: null })
}, 90_000)

test('a bad row refuses the whole file, names row, column and reason, and leaves everything as it was; leaving bad rows out takes the rest', async () => {
  const path = join(folder, 'bad.csv')
  await writeFile(path, 'product,series,sales_price\nFine,S,10\nBroken,S,ten\nAlso fine,S,12\nFourth,S,7\nFifth,S,9\n')
  const refused = await kurs(['import', path, '--kind', 'products'])
  expect(refused.code).toBe(2)
  expect(refused.json<{ items: unknown[] }>().items).toEqual([
    expect.objectContaining({ row: 3, column: 'sales_price', value: 'ten', code: 'not_a_number' }),
  ])
  expect((await kurs(['products', 'list', '--search', 'Fine'])).json<{ items: unknown[] }>().items).toEqual([])
  const taken = await kurs(['import', path, '--kind', 'products', '--skip-bad-rows'])
  expect(taken.json<{ report: unknown }>().report).toMatchObject({
    refused_count: 1,
    entities: { product: { created: 4 } },
  })
})

test('answers are exactly the API’s JSON in a pipe; errors are sentences on standard error with their own exit codes', async () => {
  const missing = await kurs(['deals', 'get', '00000000-0000-4000-8000-000000000000'])
  expect([missing.code, missing.out]).toEqual([5, ''])
  expect(missing.err).toContain('does not exist')
  expect((await kurs(['accounts', 'create'])).code).toBe(2)
  expect((await kurs(['accounts', 'no-such-verb'])).code).toBe(2)
  const created = await kurs(['accounts', 'create', '--name', 'Ромашка'])
  const { id, version } = created.json<{ id: string; version: number }>()
  expect((await kurs(['accounts', 'update', id, '--name', 'Ромашка 2'])).code).toBe(8)
  expect((await kurs(['accounts', 'update', id, '--name', 'Ромашка 2', '--version', String(version)])).code).toBe(0)
  expect((await kurs(['accounts', 'update', id, '--name', 'Ромашка 3', '--version', String(version)])).code).toBe(6)
  const stranger = await kurs(['--api-key', 'kurs_nobodynobodynobodynobodynobody', 'deals', 'list'])
  expect(stranger.code).toBe(3)
  const away = await kurs(['--url', 'http://127.0.0.1:9', 'deals', 'list'])
  expect(away.code).toBe(11)
})

test('help teaches: every operation of the catalogue has a command with its summary', async () => {
  const help = await kurs(['deals', '--help'])
  expect([help.code, help.out]).toEqual([0, expect.stringContaining('timeline')])
  expect((await kurs(['import', '--help'])).out).toContain('--dry-run')
})

test('a whole list as a CSV file: words in the header, money as decimals, the list’s own filter; without a filter all pages', async () => {
  for (const name of ['products', 'accounts', 'sales_teams', 'sales_pipeline'])
    await kurs(['import', join(folder, `${name}.csv`)])
  const path = join(folder, 'deals.csv')
  const filter = JSON.stringify([{ field: 'status', op: 'eq', value: 'won' }])
  const asked = ['deals', 'export', '--filter', filter, '--columns', 'name,amount_minor,currency', '--language', 'uk']
  expect((await kurs([...asked, '--out', path])).code).toBe(0)
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n')
  const { items } = (await kurs(['deals', 'list', '--filter', filter, '--limit', '1'])).json<{
    items: { name: string; amount_minor: number; currency: string }[]
  }>()
  expect(lines[0]).toBe('\uFEFFУгода,Сума,Валюта')
  expect(lines).toHaveLength(1 + truth.wonCount)
  expect(lines[1]).toContain(`${((items[0]?.amount_minor ?? 0) / 100).toFixed(2)},${items[0]?.currency}`)
  const all = (await kurs(['deals', 'export', '--columns', 'name'])).out.trimEnd().split('\r\n')
  expect(all).toHaveLength(1 + truth.dealCount)
  expect((await kurs(['deals', 'export', '--columns', 'name,secret'])).code).toBe(2)
})

test('a name that a spreadsheet would run as a formula leaves as text', async () => {
  await kurs(['accounts', 'create', '--name', '=HYPERLINK("http://evil")'])
  const { out } = await kurs(['accounts', 'export', '--columns', 'name', '--search', 'HYPERLINK'])
  expect(out.trimEnd()).toBe(`name\r\n"'=HYPERLINK(""http://evil"")"`)
})
