-- What every family owed, month by month, for trends and for what a payment of the past paid off; and months whose fees are
-- closed: their lines stay as they were then.
-- +goose Up
create table arrears_month (
  branch_id smallint not null,
  month date not null check (extract(day from month) = 1),
  household_id bigint not null,
  as_of date not null, -- of the figures
  months smallint not null,
  arrears bigint not null,
  primary key (branch_id, household_id, month),
  foreign key (branch_id, household_id) references household (branch_id, id) on delete cascade
);
create index arrears_month_month on arrears_month (branch_id, month);
create table ledger_month (
  branch_id smallint not null references branch (id),
  month date not null check (extract(day from month) = 1),
  lines jsonb not null,
  closed_by text not null,
  closed_at timestamptz not null default moment(),
  primary key (branch_id, month)
);
-- A kader says that a line is wrong; somebody answers. Neither changes the line.
create table ledger_dispute (
  branch_id smallint not null references branch (id),
  id bigint not null,
  kader_id bigint not null,
  month date not null,
  line text not null, -- what it is about: kind/reference/household
  said text not null check (said <> '' and length(said) <= 280),
  said_by text not null,
  said_at timestamptz not null default moment(),
  answer text not null default '' check (length(answer) <= 280),
  answered_by text not null default '',
  answered_at timestamptz,
  primary key (branch_id, id),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create index ledger_dispute_kader on ledger_dispute (branch_id, kader_id, month);

-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['arrears_month', 'ledger_month', 'ledger_dispute'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
  end loop;
end
$$;
-- +goose StatementEnd
grant select, insert, update, delete on arrears_month to binaan_app;
grant select, insert on ledger_month to binaan_app; -- never changed
grant select, insert, update, delete on ledger_dispute to binaan_app;
