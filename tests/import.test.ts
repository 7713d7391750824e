import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyFile } from '../src/domains/imports/apply.ts'
import { closeRate } from '../src/domains/deals/index.ts'
import { importedEntities } from '../src/domains/imports/file-kinds.ts'
import { importOperations } from '../src/domains/imports/index.ts'
import type { ImportRecord } from '../src/domains/imports/schema.ts'
import { execute, inRead } from '../src/platform/execute.ts'
import { currentTable } from '../src/platform/history/entity.ts'
import { undoImport } from '../src/platform/history/undo.ts'
import { sql } from '../src/platform/postgres/query.ts'
import { businessExport } from './business-export.ts'
import { hasRealData, realFile } from './real-data.ts'
import { createTestWorkspace } from './workspace.ts'

type World = Awaited<ReturnType<typeof createTestWorkspace>>
let world: World
beforeAll(async () => {
  world = await createTestWorkspace()
  world.clock.now = '2026-11-23T08:00:00.000Z'
})
afterAll(() => world.close())

async function propose(path: string): Promise<ImportRecord> {
  const { files } = world.runtime
  const about = { id: randomUUID(), name: basename(path), stored_at: world.clock.now, stored_by: 'test' }
  const file = await files.save(world.actor.workspaceId, about, createReadStream(path))
  return execute(world.runtime, importOperations[0], world.actor, { file_id: file.id }, { source: 'test' })
}

async function apply(proposed: ImportRecord) {
  const { path } = await world.runtime.files.get(world.actor.workspaceId, proposed.file_id)
  const file = { path, shape: proposed.shape as never, kind: proposed.kind, mapping: proposed.mapping }
  return world.write((context) => applyFile(context, file, async () => undefined), {
    source: 'import',
    importId: proposed.id,
    statementTimeoutMs: 300_000,
  })
}

const undo = (id: string) =>
  world.write(({ db, changes }) => undoImport(db, world.actor.workspaceId, id, changes), {
    source: 'import',
    undoesImportId: id,
    statementTimeoutMs: 300_000,
  })

const exported = (): Promise<string> => businessExport(world.runtime.database, world.actor.workspaceId)

const count = (fragment: ReturnType<typeof sql<{ n: number }>>) =>
  inRead(world.runtime, world.actor, { source: 'test' }, async ({ db }) => (await db.first(fragment))?.n)

/**
 * Logged values that the database would write otherwise (2026-01-01T00:00:00Z): equal values would look changed.
 * Looks at every sixteenth record.
 */
async function strangelyWritten(): Promise<string[]> {
  const strange: string[] = []
  for (const entity of importedEntities) {
    const n = await count(sql<{ n: number }>`
      select count(*) as n from kurs.change c, lateral (
        select jsonb_object_agg(k.key, to_jsonb(t) -> k.key) as stored
        from jsonb_populate_record(null::${currentTable(entity)}, c.after) t, jsonb_object_keys(c.after) k(key) group by t) s
      where c.workspace_id = ${world.actor.workspaceId} and c.entity = ${entity.name} and c.after <> s.stored
        and c.entity_id < '10000000-0000-0000-0000-000000000000'`)
    if (n !== 0) strange.push(`${entity.name}: ${n}`)
  }
  return strange
}

describe.skipIf(!hasRealData)('a real CRM export', () => {
  test('four files: 8,800 deals, 4,238 won of 6,711 closed, every reference found, nothing refused', async () => {
    for (const name of ['products', 'accounts', 'sales_teams', 'sales_pipeline']) {
      const proposed = await propose(realFile(`crm/${name}.csv`))
      const report = await apply(proposed)
      expect(report.refused, name).toEqual([])
    }
    const { workspaceId } = world.actor
    const of = (status: string) =>
      sql<{ n: number }>`select count(*) as n from kurs.deal where workspace_id = ${workspaceId} and status = ${status}`
    expect([await count(of('won')), await count(of('lost')), await count(of('open'))]).toEqual([4238, 2473, 2089])
    expect(
      await count(
        sql<{
          n: number
        }>`select count(*) as n from kurs.deal where workspace_id = ${workspaceId} and created_on is not null and not created_known`,
      ),
    ).toBe(500)
    expect(
      await count(
        sql<{
          n: number
        }>`select count(*) as n from kurs.deal where workspace_id = ${workspaceId} and account_id is null`,
      ),
    ).toBe(1425)
    expect(
      await count(sql<{ n: number }>`select count(*) as n from kurs.product where workspace_id = ${workspaceId}`),
    ).toBe(7)
    expect(
      await count(sql<{ n: number }>`select count(*) as n from kurs.account where workspace_id = ${workspaceId}`),
    ).toBe(85)
    expect(
      await count(
        sql<{
          n: number
        }>`select count(*) as n from kurs.deal where workspace_id = ${workspaceId} and status = 'open' and amount_estimated`,
      ),
    ).toBe(2089)
    expect(
      await count(
        sql<{
          n: number
        }>`select sum(amount_minor)::bigint as n from kurs.deal where workspace_id = ${workspaceId} and status = 'won'`,
      ),
    ).toBe(1000553400)
    expect(await strangelyWritten()).toEqual([])
  }, 120_000)

  test('the same file again changes nothing', async () => {
    const before = await exported()
    const report = await apply(await propose(realFile('crm/sales_pipeline.csv')))
    expect(report.entities.deal).toEqual({ created: 0, updated: 0, unchanged: 8800 })
    expect(await exported()).toBe(before)
  }, 120_000)

  test('the corrected file, then its undo: the business export is byte-equal again', async () => {
    const before = await exported()
    const proposed = await propose(realFile('crm/sales_pipeline_iso.csv'))
    proposed.mapping.options.estimate_amounts = false
    const report = await apply(proposed)
    expect(report.entities.deal?.updated).toBe(2089)
    expect(await exported()).not.toBe(before)
    expect(await undo(proposed.id)).toMatchObject({ restored_count: 2089, removed_count: 0, archived_count: 0 })
    expect(await exported()).toBe(before)
  }, 180_000)
})

/** By Kurs: how many deals stood in each stage at that moment. */
async function stageCountsAsOf(at: string): Promise<Record<string, number>> {
  const { workspaceId } = world.actor
  const rows = await inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
    db.query<{ name: string; n: number }>(sql`
      select s.name, count(*) as n from kurs.deal_version v
      join kurs.deal d on d.workspace_id = v.workspace_id and d.id = v.id and d.history_known
      join kurs.stage s on s.workspace_id = v.workspace_id and s.id = v.stage_id
      where v.workspace_id = ${workspaceId} and v.set_to is null and v.valid_from <= ${at} and v.valid_to > ${at}
      group by s.name`),
  )
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
}

/** By hand from the log: the last A_ event of every case up to that moment, ties by the file's order. */
async function rawStageCounts(path: string, at: string): Promise<Record<string, number>> {
  const until = Date.parse(at)
  const last = new Map<string, { at: number; stage: string }>()
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()) })
  for await (const line of lines) {
    const [deal = '', event = '', , timestamp = ''] = line.split(',')
    const moment = Date.parse(timestamp)
    if (!event.startsWith('A_') || moment > until) continue
    const before = last.get(deal)
    if (!before || moment >= before.at) last.set(deal, { at: moment, stage: event })
  }
  const counts: Record<string, number> = {}
  for (const { stage } of last.values()) counts[stage] = (counts[stage] ?? 0) + 1
  return counts
}

describe.skipIf(!hasRealData)('the national bank’s rates', () => {
  test('36,509 days of rates, each once; the same file again changes nothing; a day’s rate is the file’s', async () => {
    const report = await apply(await propose(realFile('nbu_fx_daily.csv.gz')))
    expect([report.refused_count, report.entities.currency_rate]).toEqual([
      0,
      { created: 36_509, updated: 0, unchanged: 0 },
    ])
    const again = await apply(await propose(realFile('nbu_fx_daily.csv.gz')))
    expect(again.entities.currency_rate).toEqual({ created: 0, updated: 0, unchanged: 36_509 })
    expect(await strangelyWritten()).toEqual([])
    const { workspaceId } = world.actor
    const rate = await inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
      closeRate(db, workspaceId, 'EUR', 'PLN', '2022-07-21'),
    )
    expect(rate).toBeCloseTo((await rateInFile('EUR', '2022-07-21')) / (await rateInFile('PLN', '2022-07-21')), 6)
  }, 300_000)
})

async function rateInFile(currency: string, day: string): Promise<number> {
  const lines = createInterface({ input: createReadStream(realFile('nbu_fx_daily.csv.gz')).pipe(createGunzip()) })
  for await (const line of lines) if (line.startsWith(`${day},${currency},`)) return Number(line.split(',')[2])
  return Number.NaN
}

describe.skipIf(!hasRealData)('a real event log', () => {
  test('13,087 deals; stage counts as of 2012-01-15 12:00 UTC; undo leaves nothing behind', async () => {
    const before = await exported()
    const proposed = await propose(realFile('bpic2012.csv.gz'))
    expect(proposed.kind).toBe('deal_history_stages')
    expect(proposed.mapping.options.stage_prefix).toBe('A_')
    const report = await apply(proposed)
    expect(report.entities.deal).toEqual({ created: 13087, updated: 0, unchanged: 0 })
    expect(report.entities.activity?.created).toBe(262200)
    expect(await strangelyWritten()).toEqual([])
    const at = '2012-01-15T12:00:00Z'
    expect(await stageCountsAsOf(at)).toEqual(await rawStageCounts(realFile('bpic2012.csv.gz'), at))
    await undo(proposed.id)
    expect(await exported()).toBe(before)
  }, 600_000)
})
