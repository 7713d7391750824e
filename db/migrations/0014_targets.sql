-- A target: what a person, a team or (neither) the whole company is to reach of a metric in a period that begins on
-- starts_on. value: minor units of currency for money, else a count.
create table kurs.target (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  person_id uuid,
  team_id uuid,
  metric text not null,
  granularity text not null check (granularity in ('month', 'quarter', 'year')),
  starts_on date not null,
  value bigint not null check (value >= 0),
  currency text,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references kurs.person deferrable initially deferred,
  foreign key (workspace_id, team_id) references kurs.team deferrable initially deferred,
  check (person_id is null or team_id is null)
);
-- One of a kind among those that count. Not "nulls not distinct": servers before PostgreSQL 15 do not know it.
create unique index target_one on kurs.target (workspace_id, metric, granularity, starts_on,
  coalesce(person_id, team_id, '00000000-0000-0000-0000-000000000000')) where archived_at is null;
create index target_person on kurs.target (workspace_id, person_id);
create index target_team on kurs.target (workspace_id, team_id);

create table kurs.target_version (like kurs.target);
alter table kurs.target_version drop column version, drop column changed_at,
  add column valid_from timestamptz not null, add column valid_to timestamptz not null,
  add column set_from bigint not null, add column set_to bigint,
  add primary key (workspace_id, id, set_from, valid_from), add check (valid_from < valid_to);
create index target_version_live on kurs.target_version (workspace_id, id, valid_from) where set_to is null;
select kurs.raise_walls();
