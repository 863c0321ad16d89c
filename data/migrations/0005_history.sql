-- What happened: visits, promises made at them, payments.
-- +goose Up
create table visit (
  branch_id smallint not null references branch (id),
  household_id bigint not null,
  kader_id bigint not null,
  day date not null,
  at smallint not null check (at between 0 and 1439),
  outcome text not null,
  amount bigint not null default 0,
  steps smallint not null default 0, -- of a REHAB agreed on
  promise jsonb,
  primary key (branch_id, household_id, day, at, kader_id),
  foreign key (branch_id, household_id) references household (branch_id, id),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create table payment (
  branch_id smallint not null references branch (id),
  household_id bigint not null,
  day date not null,
  amount bigint not null check (amount > 0),
  channel text not null default '',
  ref text not null,
  primary key (branch_id, ref),
  foreign key (branch_id, household_id) references household (branch_id, id)
);
create index payment_household on payment (branch_id, household_id, day);
