-- Whom a supervisor looks after, from a day on, as the office says; where it has said nothing, the file of kader does.
-- +goose Up
create table supervision (
  branch_id smallint not null references branch (id),
  kader_id bigint not null,
  first date not null,
  account_id bigint, -- null: every supervisor of the branch
  said_by bigint not null,
  said_at timestamptz not null default moment(),
  primary key (branch_id, kader_id, first),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
alter table supervision enable row level security;
alter table supervision force row level security;
create policy own_branches on supervision using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on supervision to binaan_app;
