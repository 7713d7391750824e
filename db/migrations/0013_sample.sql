-- The sample company of a workspace, while there is one. `id` marks its change sets as an import's id does, so that all
-- of them can be taken back; `done_count` says how many of its steps are in, so that loading goes on where it ended.
create table kurs.sample (
  workspace_id uuid not null,
  id uuid not null,
  seed bigint not null,
  end_on date not null,
  done_count integer not null default 0,
  job_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id)
);
select kurs.raise_walls();
