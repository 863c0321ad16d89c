-- Rows of payment files as they were written, what became of each, and to whom it is credited. A row is credited once: what its
-- shares that stand sum to never exceeds it, whoever credits at the same moment.
-- +goose Up
create table money_row (
  branch_id smallint not null references branch (id),
  id bigint not null,
  import_id bigint not null,
  line bigint not null,
  ref text not null,
  plain text not null, -- the reference without what people write differently
  kk text not null default '', -- as they were written
  va text not null default '',
  card text not null default '',
  day date not null,
  amount bigint not null check (amount > 0),
  channel text not null default '',
  state text not null check (state in ('matched', 'review', 'refused', 'reversed')),
  reason text not null,
  candidates jsonb not null default '[]', -- of a review: families that may be meant, with the evidence
  credited bigint not null default 0 constraint money_row_credited_once check (credited between 0 and amount),
  back_ref text not null default '', -- of the row that took it back, and the import that brought it
  back_import bigint not null default 0,
  decided_by text not null default '', -- a person; empty: the rules did
  decided_at timestamptz,
  primary key (branch_id, id)
);
create index money_row_plain on money_row (branch_id, plain);
create index money_row_import on money_row (branch_id, import_id);
create index money_row_review on money_row (branch_id, day, id) where state = 'review';
create table money_share (
  branch_id smallint not null,
  id bigint not null,
  row_id bigint not null,
  household_id bigint not null,
  amount bigint not null check (amount > 0),
  ref text not null, -- of the payment that it became
  made_by text not null default '', -- a person; empty: the rules did
  made_at timestamptz not null default moment(),
  undone_by text,
  undone_at timestamptz,
  primary key (branch_id, id),
  foreign key (branch_id, row_id) references money_row (branch_id, id) on delete cascade,
  foreign key (branch_id, household_id) references household (branch_id, id) on delete cascade,
  check ((undone_by is null) = (undone_at is null))
);
create index money_share_row on money_share (branch_id, row_id);
create index money_share_household on money_share (branch_id, household_id);

-- +goose StatementBegin
create function credit_money() returns trigger
language plpgsql
as $$
begin
  update money_row r
  set credited = (select coalesce(sum(s.amount), 0) from money_share s where s.branch_id = r.branch_id and s.row_id = r.id and s.undone_at is null)
  where r.branch_id = coalesce(new.branch_id, old.branch_id) and r.id = coalesce(new.row_id, old.row_id);
  return null;
end
$$;
create trigger credit_money after insert or update or delete on money_share for each row execute function credit_money();

do $$
declare
  t text;
begin
  foreach t in array array['money_row', 'money_share'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
    execute format('grant select, insert, update, delete on %I to binaan_app', t);
  end loop;
end
$$;
-- +goose StatementEnd
