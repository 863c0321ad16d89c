-- Plans and their units. The plan row is the fact, a River job only the errand.
-- +goose Up
create table plan (
  branch_id smallint not null references branch (id),
  id bigint not null,
  kind text not null check (kind in ('territory', 'route')),
  name text not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  request jsonb not null,
  seed bigint not null,
  published_from date,
  certificate jsonb,
  result jsonb, -- findings, recruitment and the like of a finished territory plan
  error text not null default '',
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (branch_id, id),
  check (published_from is null or (kind = 'territory' and state = 'done'))
);
create unique index plan_published on plan (branch_id, published_from) where published_from is not null;

create table plan_unit (
  branch_id smallint not null,
  plan_id bigint not null,
  unit text not null, -- 'branch', a kecamatan's code, or a kader's number
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  progress real not null default 0 check (progress between 0 and 1),
  note text not null default '',
  error text not null default '',
  finished_at timestamptz,
  primary key (branch_id, plan_id, unit),
  foreign key (branch_id, plan_id) references plan (branch_id, id) on delete cascade
);

create table territory (
  branch_id smallint not null,
  plan_id bigint not null,
  id integer not null,
  kader_id bigint, -- null: nobody yet
  kecamatan text not null,
  merangkap boolean not null,
  locked boolean not null,
  households integer not null,
  eligible integer not null,
  members integer not null,
  arrears bigint not null,
  expected bigint not null,
  primary key (branch_id, plan_id, id),
  foreign key (branch_id, plan_id) references plan (branch_id, id) on delete cascade,
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create table territory_block (
  branch_id smallint not null,
  plan_id bigint not null,
  desa text not null,
  cell bigint not null,
  territory_id integer not null,
  primary key (branch_id, plan_id, desa, cell),
  foreign key (branch_id, plan_id, territory_id) references territory (branch_id, plan_id, id) on delete cascade
);
create index territory_block_territory on territory_block (branch_id, plan_id, territory_id);

create table route (
  branch_id smallint not null,
  plan_id bigint not null,
  kader_id bigint not null,
  day date not null,
  leave smallint not null,
  return smallint not null,
  ride integer not null,
  expected bigint not null,
  proven boolean not null,
  few text not null,
  reserve bigint[] not null,
  primary key (branch_id, plan_id, kader_id, day),
  foreign key (branch_id, plan_id) references plan (branch_id, id) on delete cascade,
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create index route_day on route (branch_id, kader_id, day, plan_id);
create table stop (
  branch_id smallint not null,
  plan_id bigint not null,
  kader_id bigint not null,
  day date not null,
  seq smallint not null,
  household_id bigint, -- null at a balai desa
  arrive smallint not null,
  begin_at smallint not null,
  window_open smallint not null,
  window_close smallint not null,
  ride integer not null,
  ride_time integer not null,
  expected bigint not null,
  contact real not null,
  reasons text[] not null check (cardinality(reasons) <= 3),
  probability real not null,
  desa text not null,
  primary key (branch_id, plan_id, kader_id, day, seq),
  foreign key (branch_id, plan_id, kader_id, day) references route (branch_id, plan_id, kader_id, day) on delete cascade,
  foreign key (branch_id, household_id) references household (branch_id, id)
);
create table route_month (
  branch_id smallint not null,
  plan_id bigint not null,
  kader_id bigint not null,
  travel text not null,
  certificate jsonb not null,
  left_out jsonb not null,
  primary key (branch_id, plan_id, kader_id),
  foreign key (branch_id, plan_id) references plan (branch_id, id) on delete cascade,
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
