import pg from 'pg'

/**
 * Sees every row that anybody writes, at the moment it is committed: a trigger on each table notes the table in the
 * writer's own transaction. That a session or a key was seen is no change.
 */
export type RowWatch = {
  /** Tables written since the last call, each with what was done to it; empty when nothing was. Cost: one statement. */
  written(): Promise<string[]>
  /** Every row of every table as one text a table, for a comparison that does not lean on the triggers. */
  checksum(): Promise<string[]>
  /** Statements as the owner of the schema. */
  owner: pg.Client
  close(): Promise<void>
}

const seenColumns: Record<string, string> = { 'identity.session': 'seen_at', 'identity.api_key': 'used_at' }

export async function watchRows(ownerUrl: string): Promise<RowWatch> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const found = await owner.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('kurs', 'identity', 'jobs') and c.relkind in ('r', 'p') order by 1`)
  const tables = found.rows.map(({ name }) => name)
  await owner.query(`
    create schema watch;
    create table watch.written (name text not null);
    create function watch.note() returns trigger language plpgsql security definer set search_path = watch as $$
    begin
      if tg_op <> 'UPDATE' or tg_nargs = 0 or to_jsonb(old) - tg_argv[0] <> to_jsonb(new) - tg_argv[0] then
        insert into watch.written values (lower(tg_op) || ' ' || tg_table_schema || '.' || tg_table_name);
      end if;
      return null;
    end $$;
    ${tables
      .map(
        (table) => `create trigger watch after insert or update or delete on ${table}
          for each row execute function watch.note(${seenColumns[table] ? `'${seenColumns[table]}'` : ''});`,
      )
      .join('\n')}`)
  const written = async (): Promise<string[]> => {
    const { rows } = await owner.query<{ name: string }>('delete from watch.written returning name')
    return [...new Set(rows.map(({ name }) => name))].sort()
  }
  const sumOf = async (table: string): Promise<string> => {
    const seen = seenColumns[table] ? `- '${seenColumns[table]}'` : ''
    const { rows } = await owner.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended((to_jsonb(t) ${seen})::text, 0)), 0) as sum from ${table} t`,
    )
    return `${table} ${rows[0]?.sum}`
  }
  const checksum = async (): Promise<string[]> => {
    const sums: string[] = []
    for (const table of tables) sums.push(await sumOf(table))
    return sums
  }
  return { written, checksum, owner, close: () => owner.end() }
}
