-- A list as somebody likes to see it: its filter, order, columns, under a name. Personal, or shared with the workspace.
create table kurs.view (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  user_id uuid not null,
  page text not null check (page in ('deals', 'accounts', 'activities')),
  name text not null,
  is_shared boolean not null,
  state jsonb not null,
  primary key (workspace_id, id)
);
create unique index view_name on kurs.view (workspace_id, user_id, page, lower(name)) where archived_at is null;
select kurs.raise_walls();
