-- Roles own nothing and cannot log in; the application's login is granted them NOINHERIT and takes one per
-- transaction with SET LOCAL ROLE, so a connection outside a transaction can read nothing at all.
do $$
begin
  if not exists (select from pg_roles where rolname = 'kurs_app') then create role kurs_app nologin nobypassrls; end if;
  if not exists (select from pg_roles where rolname = 'kurs_identity') then create role kurs_identity nologin nobypassrls; end if;
  if not exists (select from pg_roles where rolname = 'kurs_jobs') then create role kurs_jobs nologin nobypassrls; end if;
end $$;

create schema kurs;
create schema identity;
create schema jobs;
revoke all on schema public from public;
grant usage on schema kurs to kurs_app, kurs_jobs;
grant usage on schema identity to kurs_identity;
grant usage on schema jobs to kurs_app, kurs_jobs;

-- The workspace of the current transaction; null (no rows at all) when none is set.
create function kurs.current_workspace() returns uuid language sql stable parallel safe
  return nullif(current_setting('kurs.workspace_id', true), '')::uuid;

-- Running fold of partial states: later keys win.
create aggregate kurs.jsonb_merge(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}', parallel = safe);

-- One row per workspace: the end of its chain of change sets. Locked only by a writer's last statement.
create table kurs.chain_head (
  workspace_id uuid primary key,
  seq bigint not null default 0,
  recorded_at timestamptz not null default '-infinity',
  hmac bytea not null default '\x'
);

-- set_id orders writers of one record (they hold its row lock); seq, gapless per workspace, is taken last.
create sequence kurs.change_set_id;
grant usage on sequence kurs.change_set_id to kurs_app;

create table kurs.change_set (
  workspace_id uuid not null,
  set_id bigint not null,
  seq bigint not null,
  operation text not null,
  actor jsonb not null,
  source text not null,
  reason text,
  import_id uuid,
  undoes_import_id uuid,
  valid_at timestamptz not null,
  recorded_at timestamptz not null,
  change_count bigint not null,
  digest bytea not null,
  prev_hmac bytea not null,
  hmac bytea not null,
  primary key (workspace_id, set_id),
  unique (workspace_id, seq)
);
create index change_set_recorded on kurs.change_set (workspace_id, recorded_at, seq);

-- One row per record and moment touched. `before`/`after` hold only the fields that changed; after is what folds.
-- Payload and salt lie apart from the digest that the chain covers, so erasing a person keeps the chain whole.
create table kurs.change (
  workspace_id uuid not null,
  entity text not null,
  entity_id uuid not null,
  version integer not null,
  ord integer not null default 0,
  set_id bigint not null,
  kind text not null check (kind in ('create', 'update', 'undo')),
  valid_at timestamptz not null,
  before jsonb,
  after jsonb,
  salt bytea not null default uuid_send(gen_random_uuid()),
  digest bytea not null,
  primary key (workspace_id, entity, entity_id, version, ord)
);
create index change_set_of on kurs.change (workspace_id, set_id, entity, entity_id);

-- The changes that set_id took back: those of retracted_set_id on one record.
create table kurs.retraction (
  workspace_id uuid not null,
  entity text not null,
  entity_id uuid not null,
  retracted_set_id bigint not null,
  set_id bigint not null,
  primary key (workspace_id, entity, entity_id, retracted_set_id)
);
create index retraction_set on kurs.retraction (workspace_id, set_id, entity, entity_id);
