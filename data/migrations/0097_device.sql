-- The phones of kader: made known once by a code, named in every record that they
-- send, and turned away from a moment on. Codes and tokens are stored as hashes.
-- +goose Up
create table device_code (
  branch_id smallint not null references branch (id),
  code_hash bytea not null,
  kader_id bigint not null,
  made_by bigint not null, -- account; 0: the command line
  until timestamptz not null,
  used_at timestamptz,
  primary key (branch_id, code_hash),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create table device (
  branch_id smallint not null references branch (id),
  id uuid not null,
  kader_id bigint not null,
  account_id bigint not null, -- who works with it; accounts are closed, never deleted
  token_hash bytea not null,
  browser text not null,
  activated_at timestamptz not null default moment(),
  seen_at timestamptz not null default moment(),
  revoked_at timestamptz,
  primary key (branch_id, id),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create index device_kader on device (branch_id, kader_id);
-- The pair of keys to whose public one the phones of a branch seal their records.
create table seal_key (
  branch_id smallint not null primary key references branch (id),
  public bytea not null,
  private bytea not null
);
-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['device_code', 'device', 'seal_key'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
  end loop;
end
$$;
-- +goose StatementEnd
grant select, insert, update, delete on device_code, device, seal_key to binaan_app;
alter table session add column device uuid; -- the phone whose session it is
grant update (device) on session to binaan_app;
