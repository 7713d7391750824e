-- What is done by the clock of a workspace. A slot is a local day: it is taken by moving last_slot_on on, under the
-- row's lock, in the transaction that enqueues its job, so that each slot has one job however many schedulers there are.
create table jobs.schedule (
  workspace_id uuid not null,
  kind text not null,
  at_time text not null check (at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  -- ISO, 1 Monday – 7 Sunday; null: every day.
  week_day smallint check (week_day between 1 and 7),
  is_paused boolean not null default false,
  -- Slots before this moment are nobody's: the schedule was made, or went on after a pause, then.
  since_at timestamptz not null,
  last_slot_on date,
  last_job_id uuid,
  -- Slots that the last job stands for besides its own: they passed while Kurs was not running.
  missed_count integer not null default 0,
  primary key (workspace_id, kind)
);
alter table jobs.schedule enable row level security;
alter table jobs.schedule force row level security;
create policy own_workspace on jobs.schedule to kurs_app using (workspace_id = kurs.current_workspace());
create policy every_workspace on jobs.schedule to kurs_jobs using (true);
grant select, insert, update on jobs.schedule to kurs_app;
grant select on jobs.schedule to kurs_jobs;
