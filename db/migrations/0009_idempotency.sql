-- A write that a caller named with a key of its own, and what it answered: a caller whose connection broke asks
-- again with the same key and gets that answer, not a second effect. Written in the write's own transaction.
-- answer null: it held a secret that is told once. Not business data; kept two days.
create table kurs.idempotency (
  workspace_id uuid not null,
  caller uuid not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  answer jsonb,
  created_at timestamptz not null,
  primary key (workspace_id, caller, key)
);
create index idempotency_created on kurs.idempotency (workspace_id, created_at);
select kurs.raise_walls();
