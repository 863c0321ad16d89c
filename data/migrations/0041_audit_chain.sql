-- Every row of the audit is sealed, when its transaction commits, by a hash of the
-- seal before it and of the row, so that a row that was changed, taken out or
-- slipped in later shows. What belongs to no branch (logins, accounts, rights)
-- has a log and a chain of its own.
-- +goose Up
create table access_log (
  id uuid primary key,
  at timestamptz not null default moment(),
  account_id bigint not null, -- who did it; 0: nobody known, or the command line
  act text not null,
  about text not null, -- the login, the account, the right
  address text not null
);
create index access_log_at on access_log (at);

create table audit_seal (
  branch_id smallint not null references branch (id),
  seq bigint not null,
  audit_id uuid not null,
  hash bytea not null,
  primary key (branch_id, seq),
  unique (branch_id, audit_id)
);
create table access_seal (
  seq bigint primary key,
  access_id uuid not null unique,
  hash bytea not null
);

-- Fields as one text from which each can be read back, whatever is in them.
create function sealed(variadic fields text[]) returns bytea
language sql immutable
return (select string_agg(convert_to(octet_length(f) || ':' || f, 'UTF8'), ''::bytea order by n) from unnest(fields) with ordinality u (f, n));

create function micros(t timestamptz) returns text
language sql immutable
return ((extract(epoch from t) * 1000000)::bigint)::text;

-- +goose StatementBegin
create function seal_audit() returns trigger
language plpgsql security definer set search_path = public as $$
declare
  last audit_seal;
begin
  perform pg_advisory_xact_lock(4098, new.branch_id);
  if exists (select from audit_seal where branch_id = new.branch_id and audit_id = new.id) then
    return null; -- restored with its seal
  end if;
  select * into last from audit_seal where branch_id = new.branch_id order by seq desc limit 1;
  insert into audit_seal (branch_id, seq, audit_id, hash)
  values (new.branch_id, coalesce(last.seq, 0) + 1, new.id, sha256(coalesce(last.hash, '') || sealed(
    new.branch_id::text, new.id::text, micros(new.at), new.account_id::text, new.act, new.reason, array_to_string(new.households, ','))));
  return null;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function seal_access() returns trigger
language plpgsql security definer set search_path = public as $$
declare
  last access_seal;
begin
  perform pg_advisory_xact_lock(4098, 0);
  if exists (select from access_seal where access_id = new.id) then
    return null;
  end if;
  select * into last from access_seal order by seq desc limit 1;
  insert into access_seal (seq, access_id, hash)
  values (coalesce(last.seq, 0) + 1, new.id, sha256(coalesce(last.hash, '') || sealed(
    new.id::text, micros(new.at), new.account_id::text, new.act, new.about, new.address)));
  return null;
end
$$;
-- +goose StatementEnd

alter table audit_seal enable row level security;
alter table audit_seal force row level security;
create policy own_branches on audit_seal using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));

-- What was there before is sealed in its order.
-- +goose StatementBegin
do $$
declare
  r audit;
  last bytea;
  n bigint;
  b smallint;
begin
  perform set_config('binaan.branches', coalesce((select array_agg(id) from branch), '{}')::text, true);
  for b in select id from branch loop
    last := '';
    n := 0;
    for r in select * from audit where branch_id = b order by at, id loop
      n := n + 1;
      last := sha256(last || sealed(r.branch_id::text, r.id::text, micros(r.at), r.account_id::text, r.act, r.reason, array_to_string(r.households, ',')));
      insert into audit_seal (branch_id, seq, audit_id, hash) values (b, n, r.id, last);
    end loop;
  end loop;
end
$$;
-- +goose StatementEnd

create constraint trigger seal after insert on audit deferrable initially deferred for each row execute function seal_audit();
create constraint trigger seal after insert on access_log deferrable initially deferred for each row execute function seal_access();
grant select on audit_seal, access_seal to binaan_app;
grant select, insert on access_log to binaan_app;
