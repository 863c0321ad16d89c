-- Whom a kader greets before visiting: RT, RW and officials of a desa. Courtesy reports at their offices are read by day, as
-- registrations and meetings are.
-- +goose Up
create table official (
  branch_id smallint not null references branch (id),
  id bigint not null,
  desa text not null,
  post text not null check (post in ('RT', 'RW', 'DUSUN', 'DESA', 'KECAMATAN', 'PKK', 'TOKOH')),
  unit text not null default '', -- which RT, RW or dusun
  name text not null check (name <> ''),
  phone text not null default '',
  primary key (branch_id, id),
  foreign key (branch_id, desa) references area (branch_id, code)
);
create index official_desa on official (branch_id, desa);
alter table official enable row level security;
alter table official force row level security;
create policy own_branches on official using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on official to binaan_app;
drop index event_activity;
create index event_activity on event (branch_id, at) where type in ('DAFTAR_BARU', 'EDUKASI', 'LAPOR_DESA');
create index event_lead on event (branch_id, id) where type = 'DAFTAR_BARU' and household_id is null;
