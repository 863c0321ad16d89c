-- Branches and what all of them share.
-- +goose Up
create table branch (
  id smallint primary key generated always as identity,
  code text not null unique check (code ~ '^[0-9A-Za-z-]{2,12}$'),
  name text not null,
  zone text not null check (zone in ('WIB', 'WITA', 'WIT')),
  version bigint not null default 1 -- of the branch's data; a part of cache keys
);
grant select, insert, update on branch to binaan_app;

create table holiday (
  day date primary key,
  name text not null,
  source_note text not null
);
grant select on holiday to binaan_app;

create table rule_default (
  key text not null,
  valid_from date not null,
  valid_to date,
  value jsonb not null,
  source_note text not null,
  primary key (key, valid_from)
);
grant select on rule_default to binaan_app;
