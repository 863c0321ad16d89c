-- Families whose place no file tells well: what a file said of it and could not be believed stays to be looked at, and what
-- an officer decided about it. Rulings are added; whether one still holds is seen by comparing it with the family.
-- +goose Up
alter table household add column said_lon double precision; -- where a file said that it is, and it was not believed
alter table household add column said_lat double precision;
alter table household add column doubt text not null default '' check (doubt in ('', 'outside', 'pile'));
alter table household add column excluded_on date; -- since then planned for no more
alter table household add constraint household_said check ((said_lon is null) = (doubt = '') and (said_lat is null) = (doubt = ''));
alter table household add constraint household_said_within check (said_lon between 94.9 and 141.1 and said_lat between -11.1 and 6.1);
create index household_unsure on household (branch_id, desa, id) where arrears_status = 'aktif' and (lon is null or excluded_on is not null);

-- Who is excluded lies in no cell, whoever writes the row.
-- +goose StatementBegin
create function keep_excluded() returns trigger
language plpgsql
as $$
begin
  new.cell := 0;
  new.spread := false;
  return new;
end
$$;
-- +goose StatementEnd
create trigger household_excluded before insert or update on household
for each row when (new.excluded_on is not null) execute function keep_excluded();

create table ruling (
  branch_id smallint not null,
  id bigint not null,
  household_id bigint not null,
  kind text not null check (kind in ('place', 'assign', 'exclude', 'undo')),
  said_desa text not null, -- what files call its desa
  desa text not null, -- that it has by the ruling
  lon double precision check (lon between 94.9 and 141.1),
  lat double precision check (lat between -11.1 and 6.1),
  before jsonb not null, -- what the ruling changed of the family
  undoes bigint,
  reason text not null check (length(reason) <= 200),
  made_by text not null,
  made_at timestamptz not null default moment(),
  primary key (branch_id, id),
  unique (branch_id, undoes),
  foreign key (branch_id, household_id) references household (branch_id, id) on delete cascade,
  foreign key (branch_id, undoes) references ruling (branch_id, id) on delete cascade,
  check ((kind = 'undo') = (undoes is not null))
);
create index ruling_household on ruling (branch_id, household_id, id);
alter table ruling enable row level security;
alter table ruling force row level security;
create policy own_branches on ruling using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert on ruling to binaan_app;

-- Who is forgotten is forgotten here, too.
-- +goose StatementBegin
create or replace function forget_families(b smallint, before timestamptz, most integer, depth integer) returns setof bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone bigint[];
begin
  before := least(before, now() - interval '365 days');
  gone := array(
    select h.id from household h
    where h.branch_id = b and h.forgotten_on is null and (h.arrears_status <> 'aktif' or h.arrears = 0)
      and greatest(h.as_of, h.absent_since, h.last_paid) < before::date
      and not exists (select from event e where e.branch_id = b and e.household_id = h.id and e.received_at >= before)
    order by h.id
    limit most
    for update skip locked);
  -- No number of a KK begins with 0: the row is found by none again, and stays one of its own.
  update household h
  set forgotten_on = moment()::date, no_kk = lpad(h.id::text, 16, '0'), nik = '', card_no = '', va = '', head_name = 'Data pribadi dihapus',
    address = '', rt = '', rw = '', phone = '', phone_quality = 'none', lon = null, lat = null, accuracy = 'F', radius = 0, cell = 0, spread = false,
    membership = '', rehab = null, consents = '[]', no_visit = null, requested = null, print = 0,
    said_lon = null, said_lat = null, doubt = ''
  where h.branch_id = b and h.id = any(gone);
  update ruling r set lon = null, lat = null, before = '{}', reason = '' where r.branch_id = b and r.household_id = any(gone);
  update money_row r
  set kk = '', va = '', card = '', candidates = '[]'
  where r.branch_id = b and r.id in (select x.row_id from money_share x where x.branch_id = b and x.household_id = any(gone));
  with recursive m (id, depth) as (
    select e.id, 0 from event e where e.branch_id = b and e.household_id = any(gone)
    union
    select e.id, m.depth + 1 from m join event e on e.branch_id = b and e.of_id = m.id where m.depth < forget_families.depth),
  text as (select distinct e.id, worn_body(e.body, 3) as body from m join event e on e.branch_id = b and e.id = m.id)
  update event e
  set body = t.body::json, hash = sha256(convert_to(t.body, 'UTF8')), worn = 3
  from text t
  where e.branch_id = b and e.id = t.id;
  return query select unnest(gone);
end
$$;
-- +goose StatementEnd
