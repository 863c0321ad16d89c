-- Roads near a branch's desa, for the sketch on the phone. The set of the newest file is the one that counts; those before it stay as long as it can be undone.
-- +goose Up
alter table import drop constraint import_kind_check;
alter table import add constraint import_kind_check check (kind in ('areas', 'kader', 'households', 'visits', 'payments', 'roads'));

create table road_set (
  branch_id smallint not null,
  import_id bigint not null,
  source text not null, -- whose the roads are, to be told wherever they are shown
  roads integer not null,
  points integer not null,
  primary key (branch_id, import_id),
  foreign key (branch_id, import_id) references import (branch_id, id)
);
create table road_cell (
  branch_id smallint not null,
  import_id bigint not null,
  cell bigint not null, -- of resolution 8
  roads bytea not null, -- what lies in it of each road: class, name, steps, as geo.AppendRoad writes them
  primary key (branch_id, import_id, cell),
  foreign key (branch_id, import_id) references road_set (branch_id, import_id) on delete cascade
);

-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['road_set', 'road_cell'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
    execute format('grant select, insert, update, delete on %I to binaan_app', t);
  end loop;
end
$$;
-- +goose StatementEnd
