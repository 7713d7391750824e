-- A forecast as it was made: inputs (as of, seq, settings) and the whole result, never changed afterwards.
-- kind: recorded = made then, about what was then the present; reconstructed = made later from what was valid then.
create table kurs.forecast_run (
  workspace_id uuid not null,
  id uuid not null,
  as_of_on date not null,
  kind text not null check (kind in ('recorded', 'reconstructed')),
  status text not null check (status in ('queued', 'done', 'failed')),
  settings jsonb not null,
  seq bigint,
  result jsonb,
  job_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index forecast_run_recent on kurs.forecast_run (workspace_id, as_of_on, created_at desc);
select kurs.raise_walls();
