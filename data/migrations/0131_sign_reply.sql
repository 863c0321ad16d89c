-- What a kader says about a visit that bears signs. The signs themselves are worked out anew from the events whenever somebody looks.
-- +goose Up
create table sign_reply (
  branch_id smallint not null references branch (id),
  event_id uuid not null,
  said text not null,
  said_at timestamptz not null default moment(),
  primary key (branch_id, event_id)
);
alter table sign_reply enable row level security;
alter table sign_reply force row level security;
create policy own_branches on sign_reply using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on sign_reply to binaan_app;
-- What happened on a day is read by day.
create index event_at on event (branch_id, at);
