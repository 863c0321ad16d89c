-- What supervisors do about their kader's days: a day's route that another kader makes, and what they saw when they went
-- along. A hand-over that was taken back stays: what was recorded under it may come in late.
-- +goose Up
create table route_handover (
  branch_id smallint not null references branch (id),
  id uuid not null,
  day date not null,
  from_kader bigint not null,
  to_kader bigint not null check (to_kader <> from_kader),
  households bigint[] not null, -- in the order of the route
  account_id bigint not null,
  made_at timestamptz not null default moment(),
  withdrawn_at timestamptz,
  primary key (branch_id, id),
  foreign key (branch_id, from_kader) references kader (branch_id, id),
  foreign key (branch_id, to_kader) references kader (branch_id, id)
);
create unique index route_handover_stands on route_handover (branch_id, day, from_kader) where withdrawn_at is null;
create index route_handover_to on route_handover (branch_id, to_kader, day);
create table ride_along (
  branch_id smallint not null references branch (id),
  kader_id bigint not null,
  day date not null,
  account_id bigint not null, -- of who went along
  said text not null,
  said_at timestamptz not null default moment(),
  primary key (branch_id, kader_id, day, account_id),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['route_handover', 'ride_along'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
  end loop;
end
$$;
-- +goose StatementEnd
grant select, insert, update, delete on route_handover, ride_along to binaan_app;
