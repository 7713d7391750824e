import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dealEntity } from '../src/domains/deals/index.ts'
import { pipelineEntity, stageEntity } from '../src/domains/pipelines/index.ts'
import { inRead } from '../src/platform/execute.ts'
import { undoImport } from '../src/platform/history/undo.ts'
import { sql } from '../src/platform/postgres/query.ts'
import { createTestWorkspace } from './workspace.ts'

type World = Awaited<ReturnType<typeof createTestWorkspace>>
let world: World
const pipelineId = randomUUID()
const stageId = randomUUID()

beforeAll(async () => {
  world = await createTestWorkspace()
  await world.write(async ({ changes }) => {
    changes.create(pipelineEntity, pipelineId, { name: 'New business', position: 0 })
    changes.create(stageEntity, stageId, {
      pipeline_id: pipelineId,
      name: 'Lead',
      position: 0,
      kind: 'open',
      probability_ratio: 0.1,
      forecast_category: 'pipeline',
    })
  })
})
afterAll(() => world.close())

const minute = (n: number): string => new Date(Date.UTC(2026, 1, 1, 0, n)).toISOString()
const baseDeal = {
  pipeline_id: pipelineId,
  stage_id: stageId,
  status: 'open',
  currency: 'UAH',
  amount_estimated: false,
  created_on: '2026-02-01',
  created_known: true,
  history_known: true,
}

/** What a naive person would keep: every fact with when it took effect, when it was learned, and when taken back. */
type Fact = {
  deal: number
  validAt: number
  learned: number
  takenBack: number
  order: number
  patch: Record<string, unknown>
}
const fields = ['name', 'amount_minor', 'next_step'] as const

function naiveState(facts: Fact[], deal: number, at: number, knownAt: number): Record<string, unknown> | null {
  const live = facts
    .filter((f) => f.deal === deal && f.learned <= knownAt && f.takenBack > knownAt && f.validAt <= at)
    .sort((a, b) => a.validAt - b.validAt || a.order - b.order)
  if (live.length === 0) return null
  const state: Record<string, unknown> = Object.assign({}, ...live.map((f) => f.patch))
  return Object.fromEntries([...fields, 'archived_at'].map((field) => [field, state[field] ?? null]))
}

const edit = fc.record({
  kind: fc.constantFrom('edit', 'edit', 'backdate', 'import', 'undo'),
  deal: fc.nat(3),
  field: fc.constantFrom(...fields),
  value: fc.nat(4),
  back: fc.nat(30),
})

test('after random edits, backdated edits and undone imports, any past as known at any moment equals a naive model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 4, maxLength: 18 }), async (edits) => {
      const ids = [0, 1, 2, 3].map(() => randomUUID())
      const facts: Fact[] = []
      const seqs: { step: number; seq: number }[] = []
      const imports: { id: string; step: number; created: number[]; updated: number[] }[] = []
      let order = 0
      for (const [i, e] of edits.entries()) {
        const step = i + 40
        world.clock.now = minute(step)
        await apply(e, step, ids, facts, imports, () => order++)
        const head = await inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
          db.first<{ seq: number }>(
            sql`select seq from kurs.chain_head where workspace_id = ${world.actor.workspaceId}`,
          ),
        )
        seqs.push({ step, seq: head?.seq ?? 0 })
      }
      for (const { step: known, seq } of seqs.filter((_, i) => i % 3 === 0 || i === seqs.length - 1)) {
        for (const at of [5, 20, 38, 45, 52, 60]) {
          const stored = await statesAt(ids, minute(at), seq)
          const naive = ids.map((_, deal) => naiveState(facts, deal, at, known))
          expect(stored).toEqual(naive)
        }
      }
      expect(await currentStates(ids)).toEqual(ids.map((_, deal) => naiveState(facts, deal, 1e6, 1e6)))
    }),
    { numRuns: 25 },
  )
}, 120_000)

/** Ids are never used again: a removed deal that comes back comes under a new id. */
const wasOnce = (facts: Fact[], deal: number): boolean => facts.some((f) => f.deal === deal)

type Edit = { kind: string; deal: number; field: (typeof fields)[number]; value: number; back: number }

async function apply(
  e: Edit,
  step: number,
  ids: string[],
  facts: Fact[],
  imports: { id: string; step: number; created: number[]; updated: number[] }[],
  next: () => number,
): Promise<void> {
  const id = ids[e.deal] as string
  const value = e.field === 'amount_minor' ? e.value : `v${e.value}`
  const exists = naiveState(facts, e.deal, 1e6, step) !== null
  const learn = (validAt: number, patch: Record<string, unknown>): void =>
    void facts.push({ deal: e.deal, validAt, learned: step, takenBack: Infinity, order: next(), patch })
  if (e.kind === 'import') return importTwo(e, step, ids, facts, imports, next)
  if (e.kind === 'undo') return undoLast(step, ids, facts, imports, next)
  if (!exists) {
    if (wasOnce(facts, e.deal)) return
    await world.write(async ({ changes }) => changes.create(dealEntity, id, { ...baseDeal, name: 'first' }))
    return learn(step, { name: 'first' })
  }
  const birth = Math.min(...facts.filter((f) => f.deal === e.deal && f.takenBack === Infinity).map((f) => f.validAt))
  const validAt = e.kind === 'backdate' ? Math.max(birth, step - e.back) : step
  await world.write(async ({ changes }) => {
    const stored = await changes.lock(dealEntity, id)
    await changes.update(
      dealEntity,
      id,
      stored.version,
      { [e.field]: value },
      e.kind === 'backdate' ? minute(validAt) : undefined,
    )
  })
  const current = naiveState(facts, e.deal, 1e6, step)
  if (e.kind === 'backdate' || current?.[e.field] !== value) learn(validAt, { [e.field]: value })
}

/** An import touches two deals: it creates those that are not there and changes the others. */
async function importTwo(
  e: Edit,
  step: number,
  ids: string[],
  facts: Fact[],
  imports: { id: string; step: number; created: number[]; updated: number[] }[],
  next: () => number,
): Promise<void> {
  const importId = randomUUID()
  const run = { id: importId, step, created: [] as number[], updated: [] as number[] }
  await world.write(
    async ({ changes }) => {
      for (const deal of [e.deal, (e.deal + 1) % 4]) {
        const id = ids[deal] as string
        const state = naiveState(facts, deal, 1e6, step)
        if (state === null) {
          if (wasOnce(facts, deal)) continue
          changes.create(dealEntity, id, { ...baseDeal, name: `imported ${e.value}` })
          run.created.push(deal)
          facts.push({
            deal,
            validAt: step,
            learned: step,
            takenBack: Infinity,
            order: next(),
            patch: { name: `imported ${e.value}` },
          })
        } else {
          const stored = await changes.lock(dealEntity, id)
          await changes.update(dealEntity, id, stored.version, { next_step: `import ${e.value}` })
          if (state.next_step === `import ${e.value}`) continue
          run.updated.push(deal)
          facts.push({
            deal,
            validAt: step,
            learned: step,
            takenBack: Infinity,
            order: next(),
            patch: { next_step: `import ${e.value}` },
          })
        }
      }
    },
    { source: 'import', importId },
  )
  imports.push(run)
}

async function undoLast(
  step: number,
  ids: string[],
  facts: Fact[],
  imports: { id: string; step: number; created: number[]; updated: number[] }[],
  next: () => number,
): Promise<void> {
  const run = imports.pop()
  if (!run) return
  await world.write(({ db, changes }) => undoImport(db, world.actor.workspaceId, run.id, changes), {
    source: 'test',
    undoesImportId: run.id,
  })
  for (const deal of [...run.created, ...run.updated]) {
    const mine = facts.filter((f) => f.deal === deal && f.learned === run.step && f.takenBack === Infinity)
    const later = facts.some((f) => f.deal === deal && f.learned > run.step && f.takenBack === Infinity)
    if (run.created.includes(deal) && later) {
      facts.push({
        deal,
        validAt: step,
        learned: step,
        takenBack: Infinity,
        order: next(),
        patch: { archived_at: 'set' },
      })
    } else mine.forEach((f) => (f.takenBack = step))
  }
  void ids
}

type Row = { id: string; archived_at: string | null } & Record<string, unknown>
const shown = (ids: string[], rows: Row[]): (Record<string, unknown> | null)[] =>
  ids.map((id) => {
    const row = rows.find((r) => r.id === id)
    if (!row) return null
    return {
      ...Object.fromEntries(fields.map((field) => [field, row[field] ?? null])),
      archived_at: row.archived_at ? 'set' : null,
    }
  })

async function statesAt(ids: string[], at: string, seq: number): Promise<(Record<string, unknown> | null)[]> {
  const { workspaceId } = world.actor
  const rows = await inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
    db.query<Row>(sql`
    select v.* from kurs.deal_version v
    join kurs.change_set f on f.workspace_id = v.workspace_id and f.set_id = v.set_from and f.seq <= ${seq}
    left join kurs.change_set t on t.workspace_id = v.workspace_id and t.set_id = v.set_to
    where v.workspace_id = ${workspaceId} and v.id in (${sql.join(ids)}) and v.valid_from <= ${at} and v.valid_to > ${at}
      and (t.seq is null or t.seq > ${seq})`),
  )
  expect(rows.length).toBe(new Set(rows.map((r) => r.id)).size)
  return shown(ids, rows)
}

async function currentStates(ids: string[]): Promise<(Record<string, unknown> | null)[]> {
  const rows = await inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
    db.query<Row>(
      sql`select * from kurs.deal where workspace_id = ${world.actor.workspaceId} and id in (${sql.join(ids)})`,
    ),
  )
  return shown(ids, rows)
}

test('two editors of one version: the second is told so and shown the record as it stands', async () => {
  const id = randomUUID()
  world.clock.now = '2026-03-01T00:00:00.000Z'
  await world.write(async ({ changes }) => changes.create(dealEntity, id, { ...baseDeal, name: 'one' }))
  await world.write(async ({ changes }) => changes.update(dealEntity, id, 1, { name: 'two' }))
  await expect(
    world.write(async ({ changes }) => changes.update(dealEntity, id, 1, { name: 'three' })),
  ).rejects.toMatchObject({
    code: 'conflict',
    reason: 'stale',
    params: { current: { name: 'two', version: 2 } },
  })
  await expect(
    world.write(async ({ changes }) => changes.update(dealEntity, id, undefined, { name: 'x' })),
  ).rejects.toMatchObject({
    code: 'version_required',
  })
})

test('20 writers at once get consecutive seqs without a gap', async () => {
  const seqOf = () =>
    inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
      db.query<{ seq: number }>(
        sql`select seq from kurs.change_set where workspace_id = ${world.actor.workspaceId} order by seq`,
      ),
    )
  const before = (await seqOf()).length
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      world.write(async ({ changes }) => changes.create(dealEntity, randomUUID(), { ...baseDeal, name: `deal ${i}` })),
    ),
  )
  const seqs = (await seqOf()).map((row) => row.seq)
  expect(seqs.length).toBe(before + 20)
  expect(seqs).toEqual(seqs.map((_, i) => i + 1))
})

test('the log refuses to be rewritten, also by the application itself', async () => {
  await expect(
    world.write(({ db }) =>
      db.query(sql`update kurs.change set after = '{}' where workspace_id = ${world.actor.workspaceId}`),
    ),
  ).rejects.toThrow(/permission denied/)
})
