-- Evaluation packs are made by a branch's own cadence, a dated rule, and stay as they were made.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('evaluation', '2016-10-01', null, '{"every":["month","quarter"],"waitDays":3}', 'Bekasi: tiap bulan; Surakarta: tiap triwulan; hari menunggu berkas: asumsi');

create table evaluation_pack (
  branch_id smallint not null references branch (id),
  period text not null, -- 2026, 2026-Q4, 2026-11, 2026-11-W2
  last date not null, -- of the period
  made_at timestamptz not null default moment(),
  xlsx bytea not null,
  pdf bytea not null,
  primary key (branch_id, period)
);
alter table evaluation_pack enable row level security;
alter table evaluation_pack force row level security;
create policy own_branches on evaluation_pack using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on evaluation_pack to binaan_app;
