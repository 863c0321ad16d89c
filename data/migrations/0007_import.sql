-- Files that came in, and what was refused of them.
-- +goose Up
create table import (
  branch_id smallint not null references branch (id),
  id bigint not null,
  kind text not null check (kind in ('areas', 'kader', 'households', 'visits', 'payments')),
  file text not null,
  digest bytea, -- of the file's bytes
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  as_of date not null,
  dry_run boolean not null,
  forced boolean not null,
  stage text not null default '',
  done bigint not null default 0,
  total bigint not null default 0,
  rows bigint not null default 0,
  accepted bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  duplicate bigint not null default 0,
  rejected bigint not null default 0,
  columns jsonb not null default '[]',
  warnings jsonb not null default '[]',
  error text not null default '',
  created_by text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (branch_id, id),
  check (state <> 'done' or rows = accepted + updated + unchanged + duplicate + rejected)
);
create table import_reject (
  branch_id smallint not null,
  import_id bigint not null,
  line bigint not null,
  field text not null,
  value text not null,
  reason text not null,
  primary key (branch_id, import_id, line, field),
  foreign key (branch_id, import_id) references import (branch_id, id) on delete cascade
);
create table column_map (
  branch_id smallint not null references branch (id),
  kind text not null,
  headings jsonb not null, -- heading of the file to field of ours
  primary key (branch_id, kind)
);
