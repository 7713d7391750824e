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
    select format('%I.%I: %s for %s to %s using (%s) with check (%s)', schemaname, tablename, policyname, lower(cmd), roles, qual,
      coalesce(with_check, '')) as line
    from pg_policies where schemaname = any($1) order by 1`,
  Triggers: `
    select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace s on s.oid = c.relnamespace where s.nspname = any($1) and not t.tgisinternal order by 1`,
  Functions: `
    select regexp_replace(pg_get_functiondef(p.oid), '\\s+', ' ', 'g') as line
    from pg_proc p join pg_namespace s on s.oid = p.pronamespace where s.nspname = any($1) and p.prokind in ('f', 'p') order by 1`,
  Aggregates: `
    select format('%s.%s(%s): %s over %s, from %s', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
      a.aggtransfn, a.aggtranstype::regtype, coalesce(a.agginitval, 'null')) as line
    from pg_proc p join pg_namespace s on s.oid = p.pronamespace join pg_aggregate a on a.aggfnoid = p.oid
    where s.nspname = any($1) order by 1`,
  Sequences: `
    select format('%s: %s from %s by %s', c.oid::regclass, q.seqtypid::regtype, q.seqstart, q.seqincrement) as line
    from pg_sequence q join pg_class c on c.oid = q.seqrelid join pg_namespace s on s.oid = c.relnamespace where s.nspname = any($1) order by 1`,
  Roles: `
    select format('%s: superuser %s, inherits %s, makes roles %s, makes databases %s, logs in %s, bypasses row-level security %s',
      rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolbypassrls) as line
    from pg_roles where rolname in ('kurs_app', 'kurs_identity', 'kurs_jobs') and $1::text[] is not null order by 1`,
  'Grants on schemas, sequences and functions': `
    select format('%s %s: %s to %s', o.kind, o.name, string_agg(x.privilege_type, ', ' order by x.privilege_type),
      case x.grantee when 0 then 'everybody' else x.grantee::regrole::text end) as line
    from (
      select 'schema' as kind, nspname::text as name, coalesce(nspacl, acldefault('n', nspowner)) as acl, nspowner as owner
      from pg_namespace where nspname = any($1 || array['public'])
      union all select 'sequence', c.oid::regclass::text, coalesce(c.relacl, acldefault('s', c.relowner)), c.relowner
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and n.nspname = any($1)
      union all select 'function', p.oid::regprocedure::text, coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any($1) or p.proname = 'set_config'
    ) o cross join lateral aclexplode(o.acl) x
    where x.grantee <> o.owner and not (o.name = 'public' and x.grantee::regrole::text like 'pg\\_%')
    group by o.kind, o.name, x.grantee order by 1`,
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
