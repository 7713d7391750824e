-- The end of a chain is sealed, so that cutting sets off its end is seen (docs/adr/0014-audit-of-access.md).
alter table kurs.chain_head add column seal bytea not null default '\x';

-- A session has a number of its own, so that its owner can see it and end it from elsewhere.
alter table identity.session
  add column id uuid not null default gen_random_uuid() unique,
  add column device text not null default '',
  add column address text not null default '';

-- A link to choose a new password. workspace_id: made by an administrator there; null: on the server's own machine.
create table identity.password_reset (
  token_hash bytea primary key,
  user_id uuid not null references identity.account_user,
  workspace_id uuid references identity.workspace,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index password_reset_user on identity.password_reset (user_id);
grant select, insert, update, delete on identity.password_reset to kurs_identity;
