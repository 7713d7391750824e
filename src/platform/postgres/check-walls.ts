import { acceptableWalls } from '../config.ts'
import type { Database } from './database.ts'
import { sql } from './query.ts'

/** A wall between workspaces that this server does not hold, and what holds it up again. */
export type BrokenWall = { wall: string; what: string; mend: string; isAcceptable: boolean }

/** Thrown at start: every wall that is down and was not accepted. */
export class WallsDownError extends Error {
  constructor(walls: readonly BrokenWall[]) {
    const lines = walls.map(({ wall, what, mend, isAcceptable }) => {
      const otherwise = isAcceptable ? ` Or go without it knowingly: KURS_ACCEPT_WALLS=${wall}` : ''
      return `Wall ${wall} is down: ${what}. ${mend}${otherwise}`
    })
    super(lines.join('\n'))
    this.name = 'WallsDownError'
  }
}

/**
 * Looks whether the database holds what keeps workspaces apart when a query is wrong (docs/adr/0003-workspaces.md).
 * @param accepted names of walls the operator goes without; only those that a managed server may refuse can be
 * @returns walls that are down and accepted, to be warned of
 * @throws WallsDownError
 */
export async function checkWalls(database: Database, accepted: readonly string[]): Promise<BrokenWall[]> {
  const down = await findBrokenWalls(database)
  const refused = down.filter(({ wall, isAcceptable }) => !isAcceptable || !accepted.includes(wall))
  if (refused.length > 0) throw new WallsDownError(refused)
  return down
}

type Found = { wall: string; what: string; mend: string }

/** Every wall that is down, accepted or not. */
export async function findBrokenWalls(database: Database): Promise<BrokenWall[]> {
  const found = await database.transaction('kurs_app', null, async (db) => [
    ...(await db.query(selectWideRoles)),
    ...(await db.query(selectOpenTables)),
    ...(await db.query(selectSetConfig)),
  ])
  return found.map((row) => ({ ...row, isAcceptable: acceptableWalls.includes(row.wall) }))
}

const ownLogin = `Give DATABASE_URL a login of its own: create role kurs_login login noinherit password '…';`

/** The application's login could step over row-level security, or run programs and read files on the server. */
const selectWideRoles = sql<Found>`
  select 'narrow_login' as wall, r.rolname || ' is ' || w.what as what, ${ownLogin} as mend
  from pg_roles r cross join lateral (values
    (r.rolsuper, 'a superuser'), (r.rolbypassrls, 'one who bypasses row-level security'), (r.rolcreaterole, 'one who makes roles'),
    (exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('kurs', 'identity', 'jobs') and c.relowner = r.oid), 'the owner of tables'),
    (exists (select from pg_roles p where p.rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
      and pg_has_role(r.oid, p.oid, 'member') and not r.rolsuper), 'one who reaches the server''s files or programs')
  ) w(is_so, what)
  where r.rolname in (session_user, 'kurs_app', 'kurs_identity', 'kurs_jobs') and w.is_so
  limit 1`

/** A table of the business schema without forced row-level security. */
const selectOpenTables = sql<Found>`
  select 'row_security' as wall, c.oid::regclass || ' does not force row-level security' as what,
    'Somebody changed the schema by hand: alter table ' || c.oid::regclass || ' enable row level security, force row level security;' as mend
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'kurs' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)
  limit 1`

/** An injected set_config could move a transaction into another workspace. Only a superuser can take it away. */
const selectSetConfig = sql<Found>`
  select 'set_config' as wall, 'the application may execute set_config' as what,
    'A superuser can mend it: revoke execute on function pg_catalog.set_config(text, text, boolean) from public;' as mend
  where has_function_privilege(session_user, 'pg_catalog.set_config(text, text, boolean)', 'execute')
    or has_function_privilege('kurs_app', 'pg_catalog.set_config(text, text, boolean)', 'execute')`
