-- Long work. Enqueued in the writer's transaction; a worker holds a job by a lease that it renews, and every
-- write it makes names its lease (fencing), so that a stale worker's write changes nothing.
create table jobs.job (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  payload jsonb not null,
  actor jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  attempt integer not null default 0,
  max_attempts integer not null default 8,
  run_at timestamptz not null,
  lease uuid,
  leased_until timestamptz,
  cancel_requested boolean not null default false,
  progress jsonb not null default '{}',
  result jsonb,
  error jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index job_ready on jobs.job (run_at) where status = 'queued';
create index job_leased on jobs.job (leased_until) where status = 'running';
create index job_recent on jobs.job (workspace_id, created_at desc);

alter table jobs.job enable row level security;
alter table jobs.job force row level security;
create policy own_workspace on jobs.job to kurs_app using (workspace_id = kurs.current_workspace());
create policy every_workspace on jobs.job to kurs_jobs using (true);
grant select, insert on jobs.job to kurs_app;
grant update (cancel_requested, status, finished_at) on jobs.job to kurs_app;
grant select, update on jobs.job to kurs_jobs;
