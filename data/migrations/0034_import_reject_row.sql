-- A refused row as the file had it, to be mended and sent again.
-- +goose Up
create table import_reject_row (
  branch_id smallint not null,
  import_id bigint not null,
  line bigint not null,
  cells text[] not null, -- in the order of the import's columns
  primary key (branch_id, import_id, line),
  foreign key (branch_id, import_id) references import (branch_id, id) on delete cascade
);
alter table import_reject_row enable row level security;
alter table import_reject_row force row level security;
create policy own_branches on import_reject_row using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on import_reject_row to binaan_app;
