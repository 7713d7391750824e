import type pg from 'pg'
import type { Manifest } from './manifest.ts'

/** What a restored Kurs does without: sessions and links end with the machine they were made for. */
const leftOut = new Set([
  'identity.session',
  'identity.setup_token',
  'identity.sign_in_failure',
  'identity.password_reset',
  'kurs.idempotency',
])

export type Table = { table: string; columns: string[]; key: string[] }

/** Every table that is kept, those referred to before those that refer (where the reference is checked at once). */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { needs: string[] }>(`
    select format('%I.%I', n.nspname, c.relname) as table,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select array_agg(a.attname::text order by k.ord) from pg_index i
        cross join lateral unnest(i.indkey) with ordinality k(attnum, ord)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary), '{}') as key,
      coalesce((select array_agg(distinct f.confrelid::regclass::text) from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and not f.condeferred and f.confrelid <> c.oid), '{}') as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('identity', 'jobs', 'kurs') and c.relkind = 'r' order by 1`)
  const wanted = rows.filter(({ table }) => !leftOut.has(table))
  const ordered: Table[] = []
  const place = (row: (typeof wanted)[number]): void => {
    if (ordered.includes(row)) return
    for (const need of wanted.filter(({ table }) => row.needs.includes(table))) place(need)
    ordered.push(row)
  }
  wanted.forEach(place)
  return ordered
}

const heads = `
  select workspace_id, seq::float8 as seq, encode(hmac, 'hex') as hmac, encode(seal, 'hex') as seal
  from kurs.chain_head order by workspace_id`

export const selectHeads = async (client: pg.Client): Promise<Manifest['heads']> =>
  (await client.query<Manifest['heads'][number]>(heads)).rows

/** Row-level security must not hide rows from a backup: with this, PostgreSQL refuses rather than leaves out. */
export const seeEverything = 'set local row_security = off'
