-- The outlines of a quarter's parts and units as tiles are cut from them: made once with the division, since to make them costs a hundred times as much as to read them.
-- +goose Up
create table part_layer (
  branch_id smallint not null,
  quarter date not null,
  layer text not null check (layer in ('parts', 'units')),
  form smallint not null, -- in which outlines are written; another is made anew
  outlines bytea not null,
  primary key (branch_id, quarter, layer),
  foreign key (branch_id, quarter) references partition (branch_id, quarter) on delete cascade
);
alter table part_layer alter outlines set storage external; -- deltas hardly pack
alter table part_layer enable row level security;
alter table part_layer force row level security;
create policy own_branches on part_layer using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on part_layer to binaan_app;
