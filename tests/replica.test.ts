import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountEntity, contactEntity } from '../src/domains/accounts/index.ts'
import { activityEntity } from '../src/domains/activities/index.ts'
import { currencyRateEntity } from '../src/domains/catalogue/index.ts'
import { dealEntity } from '../src/domains/deals/index.ts'
import { personEntity } from '../src/domains/people/index.ts'
import { pipelineEntity, stageEntity } from '../src/domains/pipelines/index.ts'
import '../src/domains/targets/index.ts'
import { inRead } from '../src/platform/execute.ts'
import { undoImport } from '../src/platform/history/undo.ts'
import { sql, type Sql } from '../src/platform/postgres/query.ts'
import { analyticTables, type Tables } from '../src/platform/replica/replica.ts'
import { createReplicas, type Replicas } from '../src/platform/replica/replicas.ts'
import { createTestWorkspace } from './workspace.ts'

type World = Awaited<ReturnType<typeof createTestWorkspace>>
let world: World
let dataDir: string
let replicas: Replicas
const engines: Replicas[] = []
const pipelineId = randomUUID()
const stageIds = [randomUUID(), randomUUID(), randomUUID()]
const [stageId = ''] = stageIds

const replicasIn = (folder: string, engine: 'duckdb' | 'postgres' = 'duckdb'): Replicas => {
  const { database, log } = world.runtime
  const made = createReplicas({ dataDir: folder, database, log, engine })
  engines.push(made)
  return made
}
const ask = <Row>(of: Replicas, build: (tables: Tables) => Sql<Row>, knownAsOf?: string) =>
  inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) => of.of(world.actor, db).ask(build, knownAsOf))
const everything = async (of: Replicas, knownAsOf?: string): Promise<Record<string, string[]>> => {
  const contents: Record<string, string[]> = {}
  for (const table of analyticTables) {
    const { rows } = await ask(of, (tables) => sql`select * from ${tables(table)} r`, knownAsOf)
    contents[table] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return contents
}

beforeAll(async () => {
  world = await createTestWorkspace()
  dataDir = await mkdtemp(join(tmpdir(), 'kurs-replica-'))
  replicas = replicasIn(dataDir)
  await world.write(async ({ changes }) => {
    changes.create(pipelineEntity, pipelineId, { name: 'New business', position: 0 })
    for (const [position, id] of stageIds.entries())
      changes.create(stageEntity, id, {
        pipeline_id: pipelineId,
        name: `Stage ${position}`,
        position,
        kind: 'open',
        probability_ratio: 0.1234,
        forecast_category: 'pipeline',
      })
  })
})
afterAll(async () => {
  for (const engine of engines) await engine.close()
  await world.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** Stays the long way: each deal's versions walked in order of time. */
async function walkedStays(of: Replicas): Promise<string[]> {
  type Version = { id: string; stage_id: string; valid_from: string }
  const { rows } = await ask(
    of,
    (tables) => sql<Version>`select id, stage_id, valid_from from ${tables('deal_version')} d order by id, valid_from`,
  )
  const stays: { id: string; stage_id: string; entered_at: string; left_at: string; is_first: boolean }[] = []
  for (const { id, stage_id, valid_from } of rows) {
    const last = stays.at(-1)
    if (last?.id === id && last.stage_id === stage_id) continue
    if (last?.id === id) last.left_at = valid_from
    const is_first = !stays.some((stay) => stay.id === id && stay.stage_id === stage_id)
    stays.push({ id, stage_id, entered_at: valid_from, left_at: '9999-12-31T00:00:00Z', is_first })
  }
  return stays.map((stay) => JSON.stringify(stay)).sort()
}

const minute = (n: number): string => new Date(Date.UTC(2026, 1, 1, 0, n)).toISOString()
const deal = (name: string): Record<string, unknown> => ({
  pipeline_id: pipelineId,
  stage_id: stageId,
  status: 'open',
  currency: 'USD',
  amount_minor: 1250,
  amount_estimated: false,
  created_on: '2026-02-01',
  created_known: true,
  history_known: true,
  close_rate: 41.1234567891,
  name,
})
/** Everything a CSV on the way could spoil. */
const texts = ['', ' ', 'a,b', '"', 'line\nend', "o'k", 'Ґанок «їжак»', '\\N', 'NULL', '\t|', '-', '\r\n"', '\r', '\\.']

const edit = fc.record({
  kind: fc.constantFrom('create', 'create', 'edit', 'backdate', 'import', 'undo', 'activity', 'rate', 'account'),
  text: fc.constantFrom(...texts),
  pick: fc.nat(9),
  back: fc.nat(20),
})

describe('the replica', () => {
  test('caught up step by step, it equals one built anew and PostgreSQL itself, after any sequence of writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 3, maxLength: 12 }), async (edits) => {
        const ids: string[] = []
        const imports: string[] = []
        for (const [i, e] of edits.entries()) {
          world.clock.now = minute(30 + i)
          await apply(e, ids, imports)
          if (e.pick % 3 === 0) await ask(replicas, (tables) => sql`select 1 from ${tables('deal_version')} r`)
        }
        const caughtUp = await everything(replicas)
        const fresh = await mkdtemp(join(dataDir, 'fresh-'))
        const rebuilt = replicasIn(fresh)
        expect(caughtUp.stage_stay).toEqual(await walkedStays(replicas))
        expect(await everything(rebuilt)).toEqual(caughtUp)
        expect(await everything(replicasIn(fresh, 'postgres'))).toEqual(caughtUp)
        await rebuilt.close()
      }),
      { numRuns: 12 },
    )
  }, 180_000)

  test('known as of the moment between two writes, PostgreSQL answers what the replica answered then', async () => {
    await apply({ kind: 'create', text: 'x', pick: 1, back: 0 }, [], [])
    await apply({ kind: 'rate', text: 'x', pick: 5, back: 0 }, [], [])
    await apply({ kind: 'activity', text: 'x', pick: 5, back: 0 }, [], [])
    const then = await everything(replicas)
    const head = await inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
      db.first<{ recorded_at: string }>(
        sql`select recorded_at from kurs.chain_head where workspace_id = ${world.actor.workspaceId}`,
      ),
    )
    const ids: string[] = []
    for (const kind of ['create', 'edit', 'activity', 'rate', 'account'] as const)
      await apply({ kind, text: 'later', pick: 0, back: 0 }, ids, [])
    expect(await everything(replicas)).not.toEqual(then)
    expect(await everything(replicas, head?.recorded_at)).toEqual(then)
  })

  test('a deleted, a corrupt and a foreign file are built anew without anybody noticing', async () => {
    const before = await everything(replicas)
    const folder = join(dataDir, 'replica')
    const file = join(folder, `${world.actor.workspaceId}.duckdb`)
    await rm(file)
    expect(await everything(replicas)).toEqual(before)
    await replicas.close()
    await writeFile(file, 'not a database at all, but long enough to be looked at'.repeat(200))
    expect(await everything(replicas)).toEqual(before)
    expect(await readdir(join(folder, 'exchange'))).toEqual([])
  })

  test('its SQL reaches no file of the machine, and no other workspace', async () => {
    await expect(ask(replicas, () => sql`select * from read_csv('/etc/passwd')`)).rejects.toThrow(
      /disabled by configuration/,
    )
    await expect(ask(replicas, () => sql`attach ${sql.lit(join(dataDir, 'other.duckdb'))} as other`)).rejects.toThrow()
  })

  test('40 questions among 10 writes: each sees a whole state at least as new as its own beginning', async () => {
    const name = `crowd ${randomUUID()}`
    const writes = Array.from({ length: 10 }, () =>
      world.write(async ({ changes }) => {
        changes.create(dealEntity, randomUUID(), deal(name))
        changes.create(dealEntity, randomUUID(), deal(name))
      }),
    )
    const questions = Array.from({ length: 40 }, () =>
      ask(
        replicas,
        (tables) => sql<{ n: number }>`
        select count(*) as n from ${tables('deal_version')} d where d.name = ${name}`,
      ),
    )
    const answers = await Promise.all(questions)
    await Promise.all(writes)
    expect(answers.every(({ rows }) => (rows[0]?.n ?? 1) % 2 === 0)).toBe(true)
    const last = await ask(
      replicas,
      (tables) => sql<{ n: number }>`
      select count(*) as n from ${tables('deal_version')} d where d.name = ${name}`,
    )
    expect(last.rows).toEqual([{ n: 20 }])
  })
})

test('seven workspaces at once, more than files stay open: each gets its own answer, again and again', async () => {
  const { database } = world.runtime
  const actors = Array.from({ length: 7 }, () => ({ ...world.actor, workspaceId: randomUUID() }))
  for (const [i, { workspaceId }] of actors.entries()) {
    await database.transaction(
      'kurs_app',
      workspaceId,
      async (db) => {
        await db.query(sql`insert into kurs.chain_head (workspace_id) values (${workspaceId})`)
        await db.query(sql`
          insert into kurs.person_version (workspace_id, id, name, valid_from, valid_to, set_from)
          select ${workspaceId}, gen_random_uuid(), 'x', now(), 'infinity', 1 from generate_series(1, cast(${i + 1} as integer))`)
      },
      { access: 'write' },
    )
  }
  const answers = await Promise.all(
    [...actors, ...actors.toReversed(), ...actors].map((actor) =>
      inRead({ ...world.runtime }, actor, { source: 'test' }, ({ db }) =>
        replicas
          .of(actor, db)
          .ask((tables) => sql<{ n: number }>`select count(*) as n from ${tables('person_version')} p`),
      ),
    ),
  )
  expect(answers.map(({ rows }) => rows[0]?.n)).toEqual([1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1, 1, 2, 3, 4, 5, 6, 7])
})

describe('reporting rates to UAH', () => {
  const rate = (currency: string, quote: string, rated_on: string, value: number) =>
    world.write(async ({ changes }) =>
      changes.create(currencyRateEntity, randomUUID(), { currency, quote, rated_on, rate: value }),
    )

  test('yen, forints: 100 minor JPY·0.25 UAH = 2500 kopiykas; crosses and inverses; the last rate stands until the next', async () => {
    const other = await createTestWorkspace()
    const otherDir = await mkdtemp(join(tmpdir(), 'kurs-replica-'))
    const saved = world
    world = other
    const own = replicasIn(otherDir)
    try {
      await rate('JPY', 'UAH', '2026-01-10', 0.25)
      await rate('JPY', 'UAH', '2026-01-20', 0.5)
      await rate('UAH', 'PLN', '2026-01-05', 0.1)
      await rate('HUF', 'EUR', '2026-01-02', 0.0025)
      await rate('HUF', 'EUR', '2026-01-08', 0.005)
      await rate('UAH', 'EUR', '2026-01-04', 0.02)
      const { rows } = await ask(
        own,
        (tables) => sql`
        select * from ${tables('reporting_rate')} r order by currency, from_on`,
      )
      expect(rows).toEqual([
        { currency: 'EUR', from_on: '2026-01-04', to_on: '9999-12-31', factor: 50 },
        { currency: 'HUF', from_on: '2026-01-04', to_on: '2026-01-08', factor: 0.125 },
        { currency: 'HUF', from_on: '2026-01-08', to_on: '9999-12-31', factor: 0.25 },
        { currency: 'JPY', from_on: '2026-01-10', to_on: '2026-01-20', factor: 25 },
        { currency: 'JPY', from_on: '2026-01-20', to_on: '9999-12-31', factor: 50 },
        { currency: 'PLN', from_on: '2026-01-05', to_on: '9999-12-31', factor: 10 },
        { currency: 'UAH', from_on: '0001-01-01', to_on: '9999-12-31', factor: 1 },
      ])
    } finally {
      world = saved
      await own.close()
      await other.close()
      await rm(otherDir, { recursive: true, force: true })
    }
  })
})

type Edit = { kind: string; text: string; pick: number; back: number }

async function apply(e: Edit, ids: string[], imports: string[]): Promise<void> {
  const id = ids[e.pick % Math.max(ids.length, 1)]
  if (e.kind === 'activity') {
    await world.write(async ({ changes }) =>
      changes.create(activityEntity, randomUUID(), {
        kind: 'call',
        subject: `s${e.text}`,
        body: e.text,
        happened_at: minute(e.back),
        is_done: true,
        deal_id: id ?? null,
      }),
    )
  } else if (e.kind === 'rate') {
    const day = String(1 + e.back).padStart(2, '0')
    await world.write(async ({ db, changes }) => {
      const stored = await db.first<{ id: string; version: number }>(sql`
        select id, version from kurs.currency_rate
        where workspace_id = ${world.actor.workspaceId} and rated_on = cast(${`2026-01-${day}`} as date)`)
      if (stored) await changes.update(currencyRateEntity, stored.id, stored.version, { rate: e.pick + 2 })
      else
        changes.create(currencyRateEntity, randomUUID(), {
          currency: 'USD',
          quote: 'UAH',
          rated_on: `2026-01-${day}`,
          rate: e.pick + 1,
        })
    })
  } else if (e.kind === 'account') {
    await world.write(async ({ changes }) => {
      changes.create(accountEntity, randomUUID(), {
        name: `a${e.text}`,
        attributes: { sector: e.text, size: e.pick / 4, hot: true },
      })
      changes.create(contactEntity, randomUUID(), { name: 'c', email: e.text })
      changes.create(personEntity, randomUUID(), { name: 'p', attributes: null })
    })
  } else if (e.kind === 'import') {
    const importId = randomUUID()
    await world.write(
      async ({ changes }) => {
        const made = randomUUID()
        changes.create(dealEntity, made, deal(`imported ${e.text}`), minute(e.back))
        if (id) {
          const stored = await changes.lock(dealEntity, id)
          await changes.update(dealEntity, id, stored.version, { next_step: `imported ${e.text}${e.pick}` })
        }
      },
      { source: 'import', importId },
    )
    imports.push(importId)
  } else if (e.kind === 'undo') {
    const importId = imports.pop()
    if (!importId) return
    await world.write(({ db, changes }) => undoImport(db, world.actor.workspaceId, importId, changes), {
      source: 'test',
      undoesImportId: importId,
    })
  } else if (e.kind === 'create' || !id) {
    const made = randomUUID()
    ids.push(made)
    await world.write(async ({ changes }) => changes.create(dealEntity, made, deal(`n${e.text}`), minute(e.back)))
  } else {
    await world.write(async ({ changes }) => {
      const stored = await changes.lock(dealEntity, id)
      const patch = { loss_reason: e.text, amount_minor: e.pick, stage_id: stageIds[e.pick % 3] }
      await changes.update(dealEntity, id, stored.version, patch, e.kind === 'backdate' ? minute(25) : undefined)
    })
  }
}
