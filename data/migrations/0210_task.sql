-- What follows from a deviation: who does something about it until when, and what came of it. Notes say why a month in an area is as it is.
-- +goose Up
create table task (
  branch_id smallint not null references branch (id),
  id bigint not null,
  deviation text not null check (deviation in ('SILENT', 'DROP', 'BROKEN', 'BELOW')),
  kader_id bigint not null,
  owner bigint not null,
  due date not null,
  what text not null,
  opened_by bigint not null,
  opened date not null,
  closed date, -- by the branch's day
  closed_by bigint,
  outcome text not null default '',
  cleared boolean, -- the deviation stood no longer when the task was closed
  primary key (branch_id, id),
  foreign key (branch_id, kader_id) references kader (branch_id, id),
  check ((closed is null) = (outcome = '') and (closed is null) = (closed_by is null) and (closed is null) = (cleared is null))
);
create unique index task_open on task (branch_id, kader_id, deviation) where closed is null;
create table month_note (
  branch_id smallint not null references branch (id),
  id bigint not null,
  day date not null,
  area text not null, -- '' is the branch
  cause text not null check (cause in ('BENCANA', 'TARIF', 'BERKAS', 'LAIN')),
  text text not null check (text <> ''),
  made_by bigint not null,
  made_at timestamptz not null default moment(),
  primary key (branch_id, id)
);
create index month_note_day on month_note (branch_id, day);

-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['task', 'month_note'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
    execute format('grant select, insert, update, delete on %I to binaan_app', t);
  end loop;
end
$$;
-- +goose StatementEnd
