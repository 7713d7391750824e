import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Caller } from './caller.ts'
import type { CrowdPlace, Steps } from './crowd.ts'
import { goods, idOf } from './deal-history.ts'

export const peerOf = (deed: string): string => `${deed} (peer)`
const page = 50

/** Lists as screens ask for them; `$1` of the peer's statement is what `of` says. */
const lists: Record<string, { query: (turn: number) => object; peer: string; of: (turn: number) => unknown[] }> = {
  'list of open deals by close date': {
    query: () => ({ filter: [{ field: 'status', op: 'eq', value: 'open' }], sort: 'close_on' }),
    peer: `where status = 'open' order by close_on, id`,
    of: () => [],
  },
  'list of a seller’s deals, largest first': {
    query: (turn) => ({
      filter: [{ field: 'owner_id', op: 'eq', value: idOf(3, turn % 200) }],
      sort: 'amount_minor',
      direction: 'desc',
    }),
    peer: `where owner_id = $1 order by amount_minor desc nulls last, id desc`,
    of: (turn) => [idOf(3, turn % 200)],
  },
  'list of all deals, largest first': {
    query: () => ({ sort: 'amount_minor', direction: 'desc' }),
    peer: `order by amount_minor desc nulls last, id desc`,
    of: () => [],
  },
  'board column: deals of a stage by close date': {
    query: (turn) => ({ filter: [{ field: 'stage_id', op: 'eq', value: idOf(5, turn % 4) }], sort: 'close_on' }),
    peer: `where stage_id = $1 order by close_on, id`,
    of: (turn) => [idOf(5, turn % 4)],
  },
  'search of deals by a word and a number': {
    query: (turn) => ({ search: `${goods[turn % goods.length]} ${turn % 97}${turn % 89}` }),
    peer: `where name ilike '%' || $1 || '%' and name ilike '%' || $2 || '%' order by created_on, id`,
    of: (turn) => [goods[turn % goods.length], `${turn % 97}${turn % 89}`],
  },
}
const nextPage = 'list of open deals by close date, page after page'
export const deeds = [...Object.keys(lists), nextPage, 'get a deal', 'create a deal', 'change a deal']

/** What each deed does once, and its peer, on connections of the peer's own. */
export function stepsOf({ base, dealCount }: CrowdPlace, caller: Caller, pool: pg.Pool): Steps {
  const steps: Steps = {}
  for (const [name, { query, peer, of }] of Object.entries(lists)) {
    steps[name] = (turn) => caller.get(`${base}/deals`, { ...query(turn), limit: page })
    const statement = { name, text: `select * from public.bench_deal ${peer} limit ${page + 1}` }
    steps[peerOf(name)] = async (turn) => pool.query({ ...statement, values: of(turn) })
  }
  const anyDeal = (turn: number): string => idOf(1, (turn * 7919) % dealCount)
  steps['get a deal'] = (turn) => caller.get(`${base}/deals/${anyDeal(turn)}`)
  steps[peerOf('get a deal')] = (turn) =>
    pool.query({ name: 'get', text: 'select * from public.bench_deal where id = $1', values: [anyDeal(turn)] })
  return { ...steps, ...pagers(base, caller, pool), ...writers(base, caller, pool, dealCount) }
}

/** Each caller goes on from where its last page ended. */
function pagers(base: string, caller: Caller, pool: pg.Pool): Steps {
  const cursors = new Map<number, string | null>()
  const places = new Map<number, { close_on: string; id: string }>()
  const query = lists['list of open deals by close date']!.query(0)
  return {
    [nextPage]: async (_turn, client) => {
      const cursor = cursors.get(client)
      const asked = { ...query, limit: page, ...(typeof cursor === 'string' ? { cursor } : {}) }
      cursors.set(client, (await caller.get<{ next_cursor: string | null }>(`${base}/deals`, asked)).next_cursor)
    },
    [peerOf(nextPage)]: async (_turn, client) => {
      const { close_on, id } = places.get(client) ?? { close_on: '0001-01-01', id: idOf(1, 0) }
      const text = `select *, close_on::text as day from public.bench_deal where status = 'open' and (close_on, id) > ($1, $2)
        order by close_on, id limit ${page + 1}`
      const { rows } = await pool.query<{ day: string; id: string }>({ name: 'next', text, values: [close_on, id] })
      const last = rows.at(-2)
      if (last !== undefined) places.set(client, { close_on: last.day, id: last.id })
    },
  }
}

/** No two callers write to the same deal: what is measured is writing, not waiting for each other. */
function writers(base: string, caller: Caller, pool: pg.Pool, dealCount: number): Steps {
  const versions = new Map<string, number>()
  const ownDeal = (turn: number, client: number): string =>
    idOf(1, (client * 1000 + (turn % 1000)) % Math.max(1, dealCount))
  const values = { name: 'Made by a benchmark', account_id: idOf(2, 1), owner_id: idOf(3, 1) }
  const made = { ...values, stage_id: idOf(5, 0), amount_minor: 125_000 }
  const columns = [...Object.keys(made), 'id', 'workspace_id', 'version', 'changed_at', 'status']
  return {
    'create a deal': () => caller.send('POST', `${base}/deals`, made),
    [peerOf('create a deal')]: () =>
      twoStatements(pool, [
        {
          name: 'create',
          text: `insert into public.bench_deal (${columns.join(', ')})
            select $1, $2, $3, $4, $5, $6, workspace_id, 1, now(), 'open' from public.bench_deal limit 1`,
          values: [...Object.values(made), randomUUID()],
        },
        logOf(idOf(1, 0), made),
      ]),
    'change a deal': async (turn, client) => {
      const id = ownDeal(turn, client)
      const known = versions.get(id) ?? (await caller.get<{ version: number }>(`${base}/deals/${id}`)).version
      const body = { version: known, next_step: `Call ${turn}` }
      versions.set(id, (await caller.send<{ version: number }>('PATCH', `${base}/deals/${id}`, body)).version)
    },
    [peerOf('change a deal')]: (turn, client) =>
      twoStatements(pool, [
        {
          name: 'change',
          text: 'update public.bench_deal set next_step = $2, version = version + 1 where id = $1',
          values: [ownDeal(turn, client), `Call ${turn}`],
        },
        logOf(ownDeal(turn, client), { next_step: `Call ${turn}` }),
      ]),
  }
}

const logOf = (id: string, after: object): pg.QueryConfig => ({
  name: 'log',
  text: 'insert into public.bench_log (deal_id, after) values ($1, $2)',
  values: [id, JSON.stringify(after)],
})

async function twoStatements(pool: pg.Pool, statements: readonly pg.QueryConfig[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const statement of statements) await client.query(statement)
    await client.query('commit')
  } finally {
    client.release()
  }
}
