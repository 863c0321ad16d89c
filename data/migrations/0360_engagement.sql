-- What kader are to do at an hour of a day beside visits: meetings, candidates to be met, reports at village offices.
-- +goose Up
create table engagement (
  branch_id smallint not null references branch (id),
  id bigint not null,
  kader_id bigint not null,
  day date not null,
  open smallint not null check (open >= 0),
  minutes smallint not null check (minutes between 1 and 480 and open + minutes <= 1440),
  purpose text not null check (purpose in ('EDUKASI', 'DAFTAR_BARU', 'LAPOR_DESA')),
  place text not null check (place <> ''),
  desa text not null, -- empty: not known
  made_by bigint not null,
  made_at timestamptz not null default moment(),
  primary key (branch_id, id),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create index engagement_of_kader on engagement (branch_id, kader_id, day);
alter table engagement enable row level security;
alter table engagement force row level security;
create policy own_branches on engagement using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on engagement to binaan_app;
alter table stop add column engagement jsonb; -- as it was when the route was planned; null at a family and at a balai desa
