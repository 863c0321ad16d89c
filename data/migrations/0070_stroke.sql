-- The edit log of a draft: strokes are added, never changed. The rows of territory and territory_block are the fold
-- of a plan's strokes over what it was before them.
-- +goose Up
alter table plan add column revision integer not null default 0; -- how many strokes there are

create table stroke (
  branch_id smallint not null,
  plan_id bigint not null,
  revision integer not null check (revision > 0), -- that it made
  id uuid not null, -- by the client
  made_on integer not null,
  changes jsonb not null,
  undo uuid,
  reason text not null default '',
  made_by text not null,
  made_at timestamptz not null default moment(),
  primary key (branch_id, plan_id, revision),
  unique (branch_id, plan_id, id),
  unique (branch_id, plan_id, undo),
  foreign key (branch_id, plan_id) references plan (branch_id, id) on delete cascade
);
alter table stroke enable row level security;
alter table stroke force row level security;
create policy own_branches on stroke using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert on stroke to binaan_app;
