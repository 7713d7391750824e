-- Foreign keys of an import are checked row by row at its commit, each by a plan made from what ANALYZE last saw. Where
-- that was an empty table with room in it (a dry run rolled back, then autovacuum), every index whose first column is
-- the workspace looks as good as the primary key, and 262,200 checks that each read the whole workspace do not end.
-- So a transaction that more than doubled a referenced table counts it again before it commits. Tables that
-- somebody else counts at the moment are skipped: nobody waits. Row counts of ANALYZE are seen by all at once.
create function kurs.analyze_grown() returns void language plpgsql security definer set search_path = '' as $$
declare grown text;
begin
  select string_agg(c.oid::regclass::text, ', ') into grown
  from pg_catalog.pg_class c
  where c.relnamespace = 'kurs'::regnamespace and c.relkind = 'r'
    and pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) > greatest(c.reltuples, 1000)
    and exists (select from pg_catalog.pg_constraint f where f.contype = 'f' and f.confrelid = c.oid);
  if grown is not null then
    execute 'analyze (skip_locked) ' || grown;
  end if;
end $$;
revoke execute on function kurs.analyze_grown() from public;
grant execute on function kurs.analyze_grown() to kurs_app;
