-- The oldest part of an audit may go when its time is over, and only as a whole from the beginning of its chain. What is
-- left begins at the seal of the last row that went, which is kept for each removal and told by a row of the chain itself.
-- +goose Up
create table audit_cut (
  branch_id smallint not null references branch (id),
  seq bigint not null, -- of the last row that went
  hash bytea not null, -- its seal
  cut_at timestamptz not null default moment(),
  primary key (branch_id, seq)
);
create table access_cut (
  seq bigint primary key,
  hash bytea not null,
  cut_at timestamptz not null default moment()
);
alter table audit_cut enable row level security;
alter table audit_cut force row level security;
create policy own_branches on audit_cut using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select on audit_cut, access_cut to binaan_app;

-- Removes at most so many of the rows of a branch's audit that are older than a moment, from its beginning, and returns how
-- many went. Whoever asks, none goes that is younger than a year by the machine's own clock, nor the last row. A part that
-- is not as it was written stays for audit verify to tell.
-- +goose StatementBegin
create function forget_audit(b smallint, before timestamptz, most integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  young timestamptz := least(before, now() - interval '365 days');
  last_seq bigint;
  last_hash bytea;
  n bigint := 0;
  r record;
begin
  perform pg_advisory_xact_lock(4098, b);
  select c.seq, c.hash into last_seq, last_hash from audit_cut c where c.branch_id = b order by c.seq desc limit 1;
  last_seq := coalesce(last_seq, 0);
  last_hash := coalesce(last_hash, '');
  for r in
    select s.seq, s.hash, a.at, sealed(a.branch_id::text, a.id::text, micros(a.at), a.account_id::text, a.act, a.reason, array_to_string(a.households, ',')) as row
    from audit_seal s
    left join audit a on a.branch_id = s.branch_id and a.id = s.audit_id
    where s.branch_id = b and s.seq < (select max(x.seq) from audit_seal x where x.branch_id = b)
    order by s.seq
    limit most
  loop
    exit when r.at >= young;
    if r.at is null or r.seq <> last_seq + 1 or r.hash <> sha256(last_hash || r.row) then
      raise exception 'audit of a branch is not as it was written at row %', r.seq using errcode = 'data_corrupted';
    end if;
    last_seq := r.seq;
    last_hash := r.hash;
    n := n + 1;
  end loop;
  if n > 0 then
    delete from audit a using audit_seal s where s.branch_id = b and s.seq <= last_seq and a.branch_id = s.branch_id and a.id = s.audit_id;
    delete from audit_seal s where s.branch_id = b and s.seq <= last_seq;
    insert into audit_cut (branch_id, seq, hash) values (b, last_seq, last_hash);
    insert into audit (branch_id, id, account_id, act, reason) values (b, gen_random_uuid(), 0, 'forget audit', last_seq || ':' || encode(last_hash, 'hex'));
  end if;
  return n;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function forget_access(before timestamptz, most integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  young timestamptz := least(before, now() - interval '365 days');
  last_seq bigint;
  last_hash bytea;
  n bigint := 0;
  r record;
begin
  perform pg_advisory_xact_lock(4098, 0);
  select c.seq, c.hash into last_seq, last_hash from access_cut c order by c.seq desc limit 1;
  last_seq := coalesce(last_seq, 0);
  last_hash := coalesce(last_hash, '');
  for r in
    select s.seq, s.hash, a.at, sealed(a.id::text, micros(a.at), a.account_id::text, a.act, a.about, a.address) as row
    from access_seal s
    left join access_log a on a.id = s.access_id
    where s.seq < (select max(x.seq) from access_seal x)
    order by s.seq
    limit most
  loop
    exit when r.at >= young;
    if r.at is null or r.seq <> last_seq + 1 or r.hash <> sha256(last_hash || r.row) then
      raise exception 'audit of access is not as it was written at row %', r.seq using errcode = 'data_corrupted';
    end if;
    last_seq := r.seq;
    last_hash := r.hash;
    n := n + 1;
  end loop;
  if n > 0 then
    delete from access_log a using access_seal s where s.seq <= last_seq and a.id = s.access_id;
    delete from access_seal s where s.seq <= last_seq;
    insert into access_cut (seq, hash) values (last_seq, last_hash);
    insert into access_log (id, account_id, act, about, address) values (gen_random_uuid(), 0, 'forget audit', last_seq || ':' || encode(last_hash, 'hex'), '');
  end if;
  return n;
end
$$;
-- +goose StatementEnd
revoke all on function forget_audit(smallint, timestamptz, integer), forget_access(timestamptz, integer) from public;
grant execute on function forget_audit(smallint, timestamptz, integer), forget_access(timestamptz, integer) to binaan_app;
