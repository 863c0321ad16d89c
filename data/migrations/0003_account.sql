-- People, their sessions and their attempts to log in. No row here belongs to one branch alone.
-- +goose Up
create table account (
  id bigint primary key generated always as identity,
  login text not null unique check (login ~ '^[a-z0-9._@-]{3,64}$'),
  name text not null,
  role text not null check (role in ('admin', 'officer', 'supervisor', 'kader', 'manager')),
  password_hash text not null,
  disabled boolean not null default false,
  created_at timestamptz not null default now()
);
create table account_branch (
  branch_id smallint not null references branch (id),
  account_id bigint not null references account (id),
  kader_id bigint, -- the kader that a kader's account speaks for
  primary key (branch_id, account_id)
);
create table session (
  token_hash bytea primary key,
  content bytea not null,
  expires_at timestamptz not null
);
create index session_expires on session (expires_at);
create table login_attempt (
  id bigint primary key generated always as identity,
  login text not null,
  address text not null,
  at timestamptz not null default now()
);
create index login_attempt_login on login_attempt (login, at);
create index login_attempt_address on login_attempt (address, at);
grant select, insert, update on account to binaan_app;
grant select, insert, update, delete on account_branch to binaan_app;
grant select, insert, update, delete on session to binaan_app;
grant select, insert, delete on login_attempt to binaan_app;
