-- An import from the file's arrival to its undo. Not business data: it has no versions of its own; what it did
-- to records is in the change log under its id.
create table kurs.import (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null default 1,
  file_id uuid not null,
  file_name text not null,
  file_size bigint not null,
  kind text not null,
  status text not null check (status in ('draft', 'previewing', 'ready', 'applying', 'applied', 'refused', 'failed', 'undoing', 'undone', 'cancelled')),
  shape jsonb not null,
  mapping jsonb not null,
  report jsonb,
  job_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  applied_at timestamptz,
  undone_at timestamptz,
  primary key (workspace_id, id)
);
create index import_recent on kurs.import (workspace_id, created_at desc, id);

create table kurs.import_mapping (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  mapping jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);
select kurs.raise_walls();
