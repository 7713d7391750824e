-- Every record: version for optimistic locking, changed_at = when its latest change took effect.
create table kurs.workspace (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  currency text not null,
  time_zone text not null,
  fiscal_year_start_month integer not null check (fiscal_year_start_month between 1 and 12),
  week_start integer not null check (week_start between 1 and 7),
  languages text[] not null,
  primary key (workspace_id, id),
  check (id = workspace_id)
);

create table kurs.person (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  external_id text,
  email text,
  title text,
  attributes jsonb,
  primary key (workspace_id, id)
);
create table kurs.team (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  external_id text,
  parent_id uuid,
  lead_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references kurs.team deferrable initially deferred,
  foreign key (workspace_id, lead_id) references kurs.person deferrable initially deferred
);
create table kurs.membership (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  person_id uuid not null,
  team_id uuid not null,
  from_on date,
  to_on date,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references kurs.person deferrable initially deferred,
  foreign key (workspace_id, team_id) references kurs.team deferrable initially deferred,
  check (to_on is null or from_on is null or to_on >= from_on)
);
create index membership_person on kurs.membership (workspace_id, person_id);
create index membership_team on kurs.membership (workspace_id, team_id);

create table kurs.product (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  external_id text,
  family text,
  list_price_minor bigint,
  currency text,
  primary key (workspace_id, id)
);
create table kurs.pipeline (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  external_id text,
  position integer not null default 0,
  primary key (workspace_id, id)
);
create table kurs.stage (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  pipeline_id uuid not null,
  name text not null,
  external_id text,
  position integer not null,
  kind text not null check (kind in ('open', 'won', 'lost')),
  probability_ratio numeric(5, 4) not null check (probability_ratio between 0 and 1),
  forecast_category text not null check (forecast_category in ('pipeline', 'best_case', 'commit', 'closed', 'omitted')),
  primary key (workspace_id, id),
  foreign key (workspace_id, pipeline_id) references kurs.pipeline deferrable initially deferred
);

create table kurs.account (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  external_id text,
  parent_id uuid,
  owner_id uuid,
  attributes jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references kurs.account deferrable initially deferred,
  foreign key (workspace_id, owner_id) references kurs.person deferrable initially deferred
);
create table kurs.contact (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  external_id text,
  account_id uuid,
  owner_id uuid,
  email text,
  phone text,
  title text,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references kurs.account deferrable initially deferred,
  foreign key (workspace_id, owner_id) references kurs.person deferrable initially deferred
);

-- created_on/closed_on: days in the workspace's zone. amount_estimated: the list price stands in for a missing amount.
-- created_known false: first known at import. history_known false: the source told only creation and closing.
-- close_rate: reporting currency per unit of the deal's currency, frozen when the deal closed.
create table kurs.deal (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  name text not null,
  external_id text,
  account_id uuid,
  contact_id uuid,
  owner_id uuid,
  product_id uuid,
  pipeline_id uuid not null,
  stage_id uuid not null,
  status text not null check (status in ('open', 'won', 'lost')),
  amount_minor bigint,
  currency text not null,
  amount_estimated boolean not null default false,
  close_on date,
  created_on date not null,
  created_known boolean not null default true,
  history_known boolean not null default true,
  closed_on date,
  close_rate numeric(20, 10),
  next_step text,
  next_step_on date,
  loss_reason text,
  source text,
  forecast_category text check (forecast_category in ('pipeline', 'best_case', 'commit', 'omitted')),
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references kurs.account deferrable initially deferred,
  foreign key (workspace_id, contact_id) references kurs.contact deferrable initially deferred,
  foreign key (workspace_id, owner_id) references kurs.person deferrable initially deferred,
  foreign key (workspace_id, product_id) references kurs.product deferrable initially deferred,
  foreign key (workspace_id, pipeline_id) references kurs.pipeline deferrable initially deferred,
  foreign key (workspace_id, stage_id) references kurs.stage deferrable initially deferred
);
create index deal_account on kurs.deal (workspace_id, account_id);
create index deal_owner on kurs.deal (workspace_id, owner_id);
create index deal_stage on kurs.deal (workspace_id, stage_id);
create index deal_created on kurs.deal (workspace_id, created_on, id);
create index deal_close on kurs.deal (workspace_id, close_on, id);

create table kurs.activity (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  kind text not null check (kind in ('call', 'email', 'meeting', 'task', 'note', 'event')),
  subject text not null,
  external_id text,
  deal_id uuid,
  account_id uuid,
  contact_id uuid,
  owner_id uuid,
  happened_at timestamptz,
  due_on date,
  is_done boolean not null default true,
  body text,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references kurs.deal deferrable initially deferred,
  foreign key (workspace_id, account_id) references kurs.account deferrable initially deferred,
  foreign key (workspace_id, contact_id) references kurs.contact deferrable initially deferred,
  foreign key (workspace_id, owner_id) references kurs.person deferrable initially deferred
);
create index activity_deal on kurs.activity (workspace_id, deal_id, happened_at);
create index activity_owner on kurs.activity (workspace_id, owner_id, happened_at);

-- rate: how many units of quote one unit of currency bought on that day.
create table kurs.currency_rate (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  currency text not null,
  quote text not null,
  rated_on date not null,
  rate numeric(20, 10) not null check (rate > 0),
  primary key (workspace_id, id),
  unique (workspace_id, currency, quote, rated_on)
);

-- External ids are how a source's rows find their records again.
do $$
declare t text;
begin
  foreach t in array array['person','team','product','pipeline','stage','account','contact','deal','activity'] loop
    execute format('create unique index %I on kurs.%I (workspace_id, external_id)', t || '_external', t);
  end loop;
  foreach t in array array['person','team','product','pipeline','stage','account','contact','deal'] loop
    execute format('create index %I on kurs.%I (workspace_id, name, id)', t || '_name', t);
  end loop;
end $$;

-- Versions: what was so in the world (valid_from ≤ t < valid_to), as Kurs knew it between two change sets
-- (set_to null = still what is known). Two clocks: docs/adr/0004-two-clocks.md.
do $$
declare t text;
begin
  foreach t in array array['workspace','person','team','membership','product','pipeline','stage','account','contact','deal'] loop
    execute format('create table kurs.%I (like kurs.%I)', t || '_version', t);
    execute format('alter table kurs.%I drop column version, drop column changed_at,
      add column valid_from timestamptz not null, add column valid_to timestamptz not null,
      add column set_from bigint not null, add column set_to bigint,
      add primary key (workspace_id, id, set_from, valid_from), add check (valid_from < valid_to)', t || '_version');
    execute format('create index %I on kurs.%I (workspace_id, id, valid_from) where set_to is null', t || '_live', t || '_version');
  end loop;
end $$;
