-- When kader do not work, and which days a kader's planned month is about: a day
-- without a route in the newest month that covers it has none, whatever older plans say.
-- +goose Up
create table kader_away (
  branch_id smallint not null references branch (id),
  kader_id bigint not null,
  first date not null,
  last date not null,
  why text not null check (why in ('sakit', 'cuti', 'izin', 'lain')),
  created_at timestamptz not null default now(),
  primary key (branch_id, kader_id, first),
  foreign key (branch_id, kader_id) references kader (branch_id, id),
  check (first <= last)
);
alter table kader_away enable row level security;
alter table kader_away force row level security;
create policy own_branches on kader_away using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on kader_away to binaan_app;

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
alter table route_month add column first date, add column last date;
update route_month m
set first = greatest((p.request->>'day')::date, (p.request->>'month' || '-01')::date),
  last = ((p.request->>'month' || '-01')::date + interval '1 month - 1 day')::date
from plan p
where p.branch_id = m.branch_id and p.id = m.plan_id;
alter table route_month alter column first set not null, alter column last set not null;
create index route_month_cover on route_month (branch_id, kader_id, last, plan_id);
