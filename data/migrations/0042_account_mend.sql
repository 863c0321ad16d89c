-- Accounts can end on a day, ask for a second factor, and speak for one kader only.
-- +goose Up
alter table account add column until date; -- last day on which the person may log in
create unique index account_branch_one_kader on account_branch (account_id) where kader_id is not null;

create table totp (
  account_id bigint primary key references account (id),
  secret text not null,
  confirmed boolean not null default false,
  last_step bigint not null default 0 -- the half-minute of the last code taken: none is taken twice
);
create table recovery_code (
  account_id bigint not null references account (id),
  hash bytea not null,
  primary key (account_id, hash)
);
grant select, insert, update, delete on totp to binaan_app;
grant select, insert, delete on recovery_code to binaan_app;
