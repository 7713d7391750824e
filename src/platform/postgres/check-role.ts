import type { Database } from './database.ts'
import { sql } from './query.ts'

/** Refuses to run with an application login that could step over row-level security or run programs. */
export async function assertNarrowRole(database: Database): Promise<void> {
  const rows = await database.transaction('kurs_app', null, (db) =>
    db.query<{ rolname: string; what: string }>(sql`
      select r.rolname, case when r.rolsuper then 'superuser' when r.rolbypassrls then 'bypassrls' when r.rolcreaterole then 'createrole'
        else 'the owner of tables' end as what
      from pg_roles r
      where r.rolname in (session_user, 'kurs_app', 'kurs_identity', 'kurs_jobs')
        and (r.rolsuper or r.rolbypassrls or r.rolcreaterole
          or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('kurs', 'identity', 'jobs') and c.relowner = r.oid))`),
  )
  const [row] = rows
  if (row) {
    throw new Error(
      `The application's database login must be narrow, but ${row.rolname} is ${row.what}. Give DATABASE_URL a login of its own: create role kurs_login login noinherit password '…';`,
    )
  }
}
