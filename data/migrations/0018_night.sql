-- What the night has to know: which looks at a month of routes were taken, so that each
-- is taken once, by whichever machine, and one that was missed is seen to be missing.
-- +goose Up
create table night (
  branch_id smallint not null references branch (id),
  month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  day date not null, -- the branch's day that the night began
  primary key (branch_id, month, day)
);
alter table night enable row level security;
alter table night force row level security;
create policy own_branches on night using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on night to binaan_app;

-- Routes planned before the territories in force were published know other ones.
-- Null for plans published earlier than this was kept.
alter table plan add column published_at timestamptz;
