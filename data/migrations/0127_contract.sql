-- Contracts (PKS) of kader, as they were signed; what holds at present stands with the kader. Candidates on their way to become one.
-- +goose Up
create table contract (
  branch_id smallint not null references branch (id),
  id bigint not null,
  kader_id bigint not null,
  number text not null check (number <> ''),
  valid_from date not null,
  valid_to date not null check (valid_from <= valid_to),
  made_at timestamptz not null default moment(),
  primary key (branch_id, id),
  unique (branch_id, number),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create index contract_kader on contract (branch_id, kader_id, valid_from);
create table candidate (
  branch_id smallint not null references branch (id),
  id bigint not null,
  name text not null check (name <> ''),
  phone text not null default '',
  desa text not null,
  stage text not null check (stage in ('DIUSULKAN', 'WAWANCARA', 'DILATIH', 'DIPILIH', 'TIDAK_DIPILIH')),
  since timestamptz not null default moment(),
  primary key (branch_id, id),
  foreign key (branch_id, desa) references area (branch_id, code)
);
-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['contract', 'candidate'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
  end loop;
end
$$;
-- +goose StatementEnd
grant select, insert, update, delete on contract, candidate to binaan_app;
