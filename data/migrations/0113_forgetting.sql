-- What is told of people does not stay for ever: exact places, then notes and names go from events, and who has owed nothing
-- for long keeps a number that means nothing to anybody. Money, days, outcomes and whom they concern stay.
-- +goose Up
alter table household add column forgotten_on date; -- since then nothing in the row tells who it is
create index household_settled on household (branch_id, id) where forgotten_on is null and (arrears_status <> 'aktif' or arrears = 0);
alter table event add column worn smallint not null default 0; -- what has gone: 1 the exact place, 2 notes and names, 3 all that tells of a family
create index event_worn on event (branch_id, worn, received_at) where worn < 2;
create index money_row_written on money_row (branch_id, day) where kk <> '' or va <> '' or card <> '';

-- +goose StatementBegin
create function worn_payload(payload jsonb, how integer) returns jsonb
language sql immutable set search_path = public, pg_temp as $$
  select coalesce(jsonb_object_agg(key, case
    when key = 'event' and jsonb_typeof(value) = 'object'
    then jsonb_build_object('type', value -> 'type', 'payload', worn_payload(value -> 'payload', how))
    else value end), '{}')
  from jsonb_each(case when jsonb_typeof(payload) = 'object' then payload else '{}' end)
  where key in ('amount', 'channel', 'receipt', 'step', 'promise', 'rehab', 'until', 'heads', 'topic', 'day', 'event')
    or how < 3 and key in ('purpose', 'reason', 'hours', 'position', 'phone');
$$;
-- Only what is known to tell of nobody is kept: a later phone's fields go, too.
create function worn_body(body json, how integer) returns text
language sql immutable set search_path = public, pg_temp as $$
  select (coalesce(jsonb_object_agg(key, case
    when key = 'payload' and how > 1 then worn_payload(value, how)
    when key = 'fix' and jsonb_typeof(value) = 'object'
    then value || jsonb_build_object('lat', round((value ->> 'lat')::numeric, 4), 'lng', round((value ->> 'lng')::numeric, 4))
    else value end), '{}'))::text
  from jsonb_each(body::jsonb)
  where how = 1 or key in ('event_id', 'device_id', 'device_seq', 'type', 'household', 'of', 'wall_time', 'monotonic_ms', 'boot_id', 'plan', 'app', 'payload')
    or how = 2 and key = 'fix';
$$;

-- The application may not change what happened; it may let this go, and nothing that is younger than a month or a year.
create function wear_events(b smallint, fixes timestamptz, notes timestamptz, most integer) returns setof uuid
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  notes := least(notes, now() - interval '365 days');
  fixes := greatest(notes, least(fixes, now() - interval '30 days'));
  return query
  with due as (
    (select e.id, 2 as how from event e where e.branch_id = b and e.worn = 1 and e.received_at < notes order by e.received_at limit most)
    union all
    (select e.id, case when e.received_at < notes then 2 else 1 end from event e where e.branch_id = b and e.worn = 0 and e.received_at < fixes order by e.received_at limit most)
    limit most),
  text as (select d.id, d.how, worn_body(e.body, d.how) as body from due d join event e on e.branch_id = b and e.id = d.id)
  update event e
  set body = t.body::json, hash = sha256(convert_to(t.body, 'UTF8')), worn = t.how
  from text t
  where e.branch_id = b and e.id = t.id
  returning e.id;
end
$$;

create function forget_families(b smallint, before timestamptz, most integer, depth integer) returns setof bigint
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
    membership = '', rehab = null, consents = '[]', no_visit = null, requested = null, print = 0
  where h.branch_id = b and h.id = any(gone);
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
revoke all on function wear_events(smallint, timestamptz, timestamptz, integer), forget_families(smallint, timestamptz, integer, integer) from public;
grant execute on function wear_events(smallint, timestamptz, timestamptz, integer), forget_families(smallint, timestamptz, integer, integer) to binaan_app;

update rule_default
set value = value || '{"fixDays":90,"noteDays":731,"familyDays":731}', source_note = source_note || '; tempat, catatan, keluarga lunas: asumsi'
where key = 'retention';
