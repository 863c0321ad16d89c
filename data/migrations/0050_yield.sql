-- What a visit brings is split into cash of the month and later sums, and brought to
-- the level of a dated rule or of the branch's own payments.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('yield', '2016-10-01', null, '{"perVisit":247000,"visits":2000,"spreadPercent":20}',
  'Surakarta 2024: Rp5,5 miliar dari 22.254 kunjungan (dihitung); Pekanbaru 2017 Rp27.000; bobot dan sebaran asumsi');

alter table figures
  add column level jsonb, -- of a visit, as the blocks' expectations have it; null: not worked out yet
  add column since date; -- of the first file of households
-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
update figures set since = as_of;
alter table figures alter column since set not null;
alter table route add column cash bigint not null default 0;
alter table stop add column cash bigint not null default 0;
alter table route_month add column outlook jsonb not null default '{}';
