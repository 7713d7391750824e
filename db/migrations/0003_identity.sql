-- Who may sign in and to which workspaces. Global by nature: exceptions to row-level security, reached only by
-- the role kurs_identity (docs/adr/0003-workspaces.md). Secrets are stored hashed.
create table identity.account_user (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  language text not null default 'uk' check (language in ('uk', 'en')),
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create table identity.workspace (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  created_at timestamptz not null,
  archived_at timestamptz
);
create table identity.member (
  workspace_id uuid not null references identity.workspace,
  user_id uuid not null references identity.account_user,
  role text not null check (role in ('administrator', 'operations', 'manager', 'seller', 'viewer')),
  person_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, user_id)
);
create index member_user on identity.member (user_id);
create table identity.session (
  token_hash bytea primary key,
  user_id uuid not null references identity.account_user,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_user_id on identity.session (user_id);
create table identity.api_key (
  id uuid primary key,
  workspace_id uuid not null references identity.workspace,
  user_id uuid not null references identity.account_user,
  name text not null,
  token_hash bytea not null unique,
  prefix text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_key_workspace on identity.api_key (workspace_id);
create table identity.invitation (
  id uuid primary key,
  workspace_id uuid not null references identity.workspace,
  email text not null,
  role text not null check (role in ('administrator', 'operations', 'manager', 'seller', 'viewer')),
  person_id uuid,
  token_hash bytea not null unique,
  created_by uuid not null references identity.account_user,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create index invitation_workspace on identity.invitation (workspace_id);
create table identity.setup_token (
  token_hash bytea primary key,
  expires_at timestamptz not null
);
-- Failed sign-ins, for the rate limit: survives a restart.
create table identity.sign_in_failure (
  id bigint generated always as identity primary key,
  email text not null,
  address text not null,
  failed_at timestamptz not null
);
create index sign_in_failure_email on identity.sign_in_failure (email, failed_at);
grant select, insert, update, delete on all tables in schema identity to kurs_identity;
