-- Second territories: who approved one, and the blocks of those that are proposed.
-- +goose Up
alter table territory add column approval jsonb; -- by whom, on what day, with what note; null: no merangkap

create table merangkap_block (
  branch_id smallint not null,
  plan_id bigint not null,
  kader_id bigint not null, -- to whom it is proposed
  desa text not null,
  cell bigint not null,
  primary key (branch_id, plan_id, desa, cell),
  foreign key (branch_id, plan_id) references plan (branch_id, id) on delete cascade,
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
alter table merangkap_block enable row level security;
alter table merangkap_block force row level security;
create policy own_branches on merangkap_block using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on merangkap_block to binaan_app;
