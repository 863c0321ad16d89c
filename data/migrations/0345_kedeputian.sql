-- Branches are looked after by regional offices (kedeputian): whoever sees several branches sees them by these.
-- +goose Up
create table kedeputian (
  code text primary key check (code ~ '^[0-9A-Za-z][0-9A-Za-z-]{0,11}$'),
  name text not null check (name <> '')
);
grant select, insert, update on kedeputian to binaan_app;
alter table branch add kedeputian text references kedeputian (code); -- null: not said
