-- Who read or changed what. Rows are only ever added.
-- +goose Up
create table audit (
  branch_id smallint not null references branch (id),
  id uuid not null,
  at timestamptz not null default now(),
  account_id bigint not null,
  act text not null,
  reason text not null default '',
  households bigint[] not null default '{}',
  primary key (branch_id, id)
);
create index audit_at on audit (branch_id, at);
