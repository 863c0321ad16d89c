-- What an import found where it wrote, so that it can be undone: rows that it changed as they were, and the number of the
-- import in rows that it brought. Pages of households have room for next month's tenth, which then touches no index.
-- +goose Up
create table import_before (
  branch_id smallint not null,
  import_id bigint not null,
  noun text not null, -- the table
  key text not null, -- of the row in its branch
  row jsonb, -- what the import changed, as it was; null: there was no such row
  primary key (branch_id, import_id, noun, key),
  foreign key (branch_id, import_id) references import (branch_id, id) on delete cascade
);
alter table import_before enable row level security;
alter table import_before force row level security;
create policy own_branches on import_before using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on import_before to binaan_app;

alter table area add column import_id bigint not null default 0;
alter table kader add column import_id bigint not null default 0;
alter table household
  add column import_id bigint not null default 0,
  add column print bigint not null default 0; -- of the row of a file that told of it last; 0: not known
alter table visit add column import_id bigint not null default 0;
alter table payment add column import_id bigint not null default 0;

alter table import
  add column erase boolean not null default false, -- a blank cell takes away what is stored
  add column kept boolean not null default false, -- what it found is kept in import_before
  add column undone_at timestamptz,
  add column undone_by text not null default '';

-- A family that an undone import brought, and that a route names already, is withdrawn instead of deleted.
alter table household drop constraint household_arrears_status_check;
alter table household add check (arrears_status in ('aktif', 'dihapus', 'lunas', 'ditarik'));
create index stop_household on stop (branch_id, household_id);
alter table household set (fillfactor = 90);

-- The planner of queries knows nothing of a branch's first households until somebody looks, and the application's role may
-- not: its first month would be joined to a table that counts as empty.
-- +goose StatementBegin
create function look_at_households() returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  analyze household (branch_id, id, no_kk, desa, cell, lon, arrears_status);
end
$$;
-- +goose StatementEnd
revoke all on function look_at_households() from public;
grant execute on function look_at_households() to binaan_app;
