-- A session is a row that a login makes and nothing else can bring back. It names
-- its account, so that an account's sessions can be listed and ended.
-- +goose Up
drop table session;
create table session (
  id bigint primary key generated always as identity,
  token_hash bytea not null unique,
  account_id bigint not null references account (id),
  address text not null,
  browser text not null,
  begun_at timestamptz not null default moment(),
  seen_at timestamptz not null default moment()
);
create index session_account on session (account_id);
grant select, insert, update (seen_at), delete on session to binaan_app;
