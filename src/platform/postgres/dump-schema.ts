import pg from 'pg'

const schemas = ['identity', 'jobs', 'kurs']

/**
 * The database's structure as text, the same for the same structure: what migrations lead to, to be read in a diff.
 * @param ownerUrl address of the role that owns the schema
 */
export async function dumpSchema(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const parts: string[] = []
    for (const [title, query] of Object.entries(questions)) {
      const { rows } = await client.query<{ line: string }>(query, [schemas])
      parts.push(`-- ${title}`, ...rows.map(({ line }) => line.trim()), '')
    }
    return parts.join('\n')
  } finally {
    await client.end()
  }
}

const questions: Record<string, string> = {
  'Tables and columns': `
    select format('%I.%I.%I %s%s%s', c.table_schema, c.table_name, c.column_name,
      format_type(a.atttypid, a.atttypmod), case c.is_nullable when 'NO' then ' not null' else '' end,
      coalesce(' default ' || c.column_default, '')) as line
    from information_schema.columns c
    join pg_attribute a on a.attrelid = format('%I.%I', c.table_schema, c.table_name)::regclass and a.attname = c.column_name
    where c.table_schema = any($1) order by c.table_schema, c.table_name, c.ordinal_position`,
  Constraints: `
    select format('%s: %s %s', n.conrelid::regclass, n.conname, pg_get_constraintdef(n.oid)) as line
    from pg_constraint n join pg_namespace s on s.oid = n.connamespace
    where s.nspname = any($1) and n.contype <> 'n' order by 1`,
  Indexes: `select indexdef as line from pg_indexes where schemaname = any($1) order by 1`,
  'Row-level security': `
    select format('%s: enabled %s, forced %s', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity) as line
    from pg_class c join pg_namespace s on s.oid = c.relnamespace where s.nspname = any($1) and c.relkind = 'r' order by 1`,
  Policies: `
    select format('%I.%I: %s to %s using (%s)', schemaname, tablename, policyname, roles, qual) as line
    from pg_policies where schemaname = any($1) order by 1`,
  Triggers: `
    select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace s on s.oid = c.relnamespace where s.nspname = any($1) and not t.tgisinternal order by 1`,
  'Functions and aggregates': `
    select format('%s.%s(%s) returns %s: %s', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
      pg_get_function_result(p.oid), regexp_replace(coalesce(p.prosrc, ''), '\\s+', ' ', 'g')) as line
    from pg_proc p join pg_namespace s on s.oid = p.pronamespace where s.nspname = any($1) order by 1`,
  Grants: `
    select format('%I.%I: %s to %s', table_schema, table_name, string_agg(privilege_type, ', ' order by privilege_type), grantee) as line
    from information_schema.role_table_grants where table_schema = any($1) and grantee like 'kurs%'
    group by table_schema, table_name, grantee order by 1`,
  'Grants on columns': `
    select format('%I.%I.%I: %s to %s', g.table_schema, g.table_name, g.column_name, g.privilege_type, g.grantee) as line
    from information_schema.role_column_grants g where g.table_schema = any($1) and g.grantee like 'kurs%' and not exists (
      select from information_schema.role_table_grants t where t.table_schema = g.table_schema and t.table_name = g.table_name
        and t.grantee = g.grantee and t.privilege_type = g.privilege_type) order by 1`,
}
