-- What a map of a branch may tell of: its families in parts, one division for a quarter, and how a family finds its part.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('privacy', '2016-10-01', null, '{"least":10,"percent":60,"unit":100}', 'asumsi: 10 KK dan 60 % sebagai patokan kerahasiaan statistik');

create table partition (
  branch_id smallint not null references branch (id),
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  rule jsonb not null, -- by which it was made
  made_at timestamptz not null default moment(),
  primary key (branch_id, quarter)
);
create table part (
  branch_id smallint not null,
  quarter date not null,
  id integer not null,
  kind text not null check (kind in ('cell', 'rest', 'unplaced')),
  resolution smallint not null, -- as fine as a cell of; 0: no finer than desa
  unit integer not null,
  desa text[] not null, -- all of the group
  region text not null, -- the lowest kecamatan of those into which groups reach from this one's
  cells bigint[] not null, -- of resolution 9, in which it is drawn
  primary key (branch_id, quarter, id),
  foreign key (branch_id, quarter) references partition (branch_id, quarter) on delete cascade
);
create table part_place (
  branch_id smallint not null,
  quarter date not null,
  desa text not null,
  cell bigint not null, -- of resolution 7, 8 or 9; 0: elsewhere in the desa; -1: without a place
  part_id integer not null,
  primary key (branch_id, quarter, desa, cell),
  foreign key (branch_id, quarter, part_id) references part (branch_id, quarter, id) on delete cascade
);
create index part_place_part on part_place (branch_id, quarter, part_id);

-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['partition', 'part', 'part_place'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
    execute format('grant select, insert, update, delete on %I to binaan_app', t);
  end loop;
end
$$;
-- +goose StatementEnd
