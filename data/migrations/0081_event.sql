-- What happened, written once and never changed: the one truth that visits, payments and standings are folded from. The body
-- is the event as it was sent, in one spelling, and its hash tells a repetition from another event under the same name. No
-- key leads to households or kader: those may go, and what happened stays.
-- +goose Up
create table event (
  branch_id smallint not null references branch (id),
  id uuid not null,
  household_id bigint, -- null: of none
  kader_id bigint, -- whose it is; null: the branch's
  type text not null,
  of_id uuid, -- the event that it mends
  device_id uuid not null,
  device_seq bigint not null check (device_seq >= 1),
  at timestamptz not null, -- when it happened, as far as that can be known
  off interval not null default '0', -- the device's clock, against that
  received_at timestamptz not null default moment(),
  held text not null default '', -- why it waits for the branch; empty: it counts
  account_id bigint not null default 0, -- who was logged in; 0: an import
  import_id bigint not null default 0,
  body json not null,
  hash bytea not null,
  primary key (branch_id, id),
  check (hash = sha256(convert_to(body::text, 'UTF8')))
);
create index event_household on event (branch_id, household_id) where household_id is not null;
create index event_of on event (branch_id, of_id) where of_id is not null;
create index event_device on event (branch_id, device_id, device_seq);
create index event_import on event (branch_id, import_id) where import_id <> 0;
alter table event enable row level security;
alter table event force row level security;
create policy own_branches on event using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert on event to binaan_app;

-- What was told of a household besides visits and confirmed money; families that nothing was told of have no row.
create table standing (
  branch_id smallint not null,
  household_id bigint not null,
  told jsonb not null,
  primary key (branch_id, household_id),
  foreign key (branch_id, household_id) references household (branch_id, id) on delete cascade
);
create index standing_matter on standing (branch_id, household_id) where told ? 'matters';
alter table standing enable row level security;
alter table standing force row level security;
create policy own_branches on standing using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on standing to binaan_app;

-- Visits and payments name the event that recorded them, and are worked out from events from now on. Visits of one minute
-- stand in the order in which they happened.
alter table visit add column event_id uuid, add column nth smallint not null default 0;
alter table payment add column event_id uuid;
update visit set event_id = md5(concat_ws('/', 'visit', branch_id, household_id, day, at, kader_id))::uuid;
update payment set event_id = md5(concat_ws('/', 'payment', branch_id, ref))::uuid;
-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
update visit set event_id = md5(concat_ws('/', 'visit', branch_id, household_id, day, at, kader_id))::uuid where event_id is null;
update payment set event_id = md5(concat_ws('/', 'payment', branch_id, ref))::uuid where event_id is null;

create temporary table told on commit drop as
with zone as (select id as branch_id, case zone when 'WIB' then 7 when 'WITA' then 8 else 9 end as hours from branch),
past as (
  select v.branch_id, v.event_id as id, v.household_id, v.kader_id, v.outcome as type, null::uuid as of_id, v.day + v.at * interval '1 minute' as local, v.import_id,
    (select json_strip_nulls(row_to_json(p)) from (
      select nullif(v.amount, 0) as amount,
        (select row_to_json(q) from (
          select (v.promise->>'amount')::bigint as amount, v.promise->>'due' as day,
            to_char((v.promise->>'open')::int * interval '1 minute', 'HH24:MI') as "from", v.promise->>'state' as state,
            to_char((v.promise->>'close')::int * interval '1 minute', 'HH24:MI') as "to") q where v.promise is not null) as promise,
        (select row_to_json(r) from (select v.steps as steps) r where v.steps > 0) as rehab) p) as payload
  from visit v
  union all
  select p.branch_id, p.event_id, p.household_id, null, 'PEMBAYARAN', null, p.day + interval '12 hours', p.import_id,
    (select json_strip_nulls(row_to_json(x)) from (select p.amount, nullif(p.channel, '') as channel, p.day, p.ref as receipt) x)
  from payment p
  union all
  select p.branch_id, md5(concat_ws('/', 'back', p.branch_id, p.ref))::uuid, p.household_id, null, 'PEMBAYARAN_BALIK', p.event_id, p.reversed_on + interval '12 hours', p.import_id,
    (select row_to_json(x) from (select p.reversed_on as day, p.reversal_ref as receipt) x)
  from payment p
  where p.reversed_on is not null)
select past.*, (local - hours * interval '1 hour') at time zone 'UTC' as at, row_number() over (partition by past.branch_id order by past.id) as seq,
  to_char(local, 'YYYY-MM-DD"T"HH24:MI:SS') || '+0' || hours || ':00' as wall
from past join zone using (branch_id);

insert into event (branch_id, id, household_id, kader_id, type, of_id, device_id, device_seq, at, import_id, body, hash)
select branch_id, id, household_id, kader_id, type, of_id, '00000000-0000-8000-8000-000000000000', seq, at, import_id, body::json, sha256(convert_to(body, 'UTF8'))
from (
  select told.*, (select json_strip_nulls(row_to_json(x))::text from (
    select '' as boot_id, '00000000-0000-8000-8000-000000000000' as device_id, seq as device_seq, id as event_id, household_id as household,
      0 as monotonic_ms, of_id as "of", payload, type, wall as wall_time) x) as body
  from told) y;

alter table visit
  drop constraint visit_pkey,
  drop column import_id,
  alter column event_id set not null,
  add primary key (branch_id, household_id, event_id);
create index visit_kader on visit (branch_id, kader_id, day);
alter table payment
  drop constraint payment_pkey,
  drop column import_id,
  alter column event_id set not null,
  add primary key (branch_id, household_id, event_id);
create index payment_ref on payment (branch_id, ref);
-- What earlier imports of them changed is not kept as events: they cannot be undone any more.
delete from import_before where noun in ('visit', 'payment');
update import set kept = false where kind in ('visits', 'payments');
