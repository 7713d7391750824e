-- The second wall: every table of the business schema shows only the rows of the transaction's workspace.
create function kurs.raise_walls() returns void language plpgsql as $$
declare t text;
begin
  for t in select tablename from pg_tables where schemaname = 'kurs' loop
    execute format('alter table kurs.%I enable row level security', t);
    execute format('alter table kurs.%I force row level security', t);
    if not exists (select from pg_policies where schemaname = 'kurs' and tablename = t) then
      execute format('create policy own_workspace on kurs.%I to kurs_app using (workspace_id = kurs.current_workspace())', t);
    end if;
    execute format('grant select, insert on kurs.%I to kurs_app', t);
    if t not in ('change', 'change_set', 'retraction') then
      execute format('grant update, delete on kurs.%I to kurs_app', t);
    end if;
  end loop;
end $$;
revoke execute on function kurs.raise_walls() from public;
select kurs.raise_walls();

-- The log is only ever added to.
create function kurs.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the change log is only ever added to (%)', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger only_added_to before update or delete or truncate on kurs.change_set for each statement execute function kurs.refuse_rewriting();
create trigger only_added_to before update or delete or truncate on kurs.change for each statement execute function kurs.refuse_rewriting();
create trigger only_added_to before update or delete or truncate on kurs.retraction for each statement execute function kurs.refuse_rewriting();

-- An injected set_config could move a transaction into another workspace; SET LOCAL cannot be injected.
do $$
begin
  revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
exception when insufficient_privilege then
  raise warning 'wall set_config: this server does not let its owner revoke set_config';
end $$;
