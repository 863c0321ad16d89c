-- A family that a file of households should have named and did not: what that means by the dated rule arrears.missing, and who they
-- were at each import.
-- +goose Up
alter table household drop constraint household_arrears_status_check;
alter table household add check (arrears_status in ('aktif', 'dihapus', 'lunas', 'ditarik', 'pindah'));

alter table import add column absent bigint not null default 0; -- families that it should have named
create table import_absent (
  branch_id smallint not null,
  import_id bigint not null,
  household_id bigint not null,
  since date not null, -- of the first file that lacked it
  means text not null check (means in ('UNKNOWN', 'PAID_UP', 'MOVED_BRANCH')), -- by the rule of the file's day
  primary key (branch_id, import_id, household_id),
  foreign key (branch_id, import_id) references import (branch_id, id) on delete cascade,
  foreign key (branch_id, household_id) references household (branch_id, id) on delete cascade
);
create index import_absent_household on import_absent (branch_id, household_id);
alter table import_absent enable row level security;
alter table import_absent force row level security;
create policy own_branches on import_absent using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on import_absent to binaan_app;
