-- What a branch holds: areas, households, blocks, kader.
-- +goose Up
create table counter (
  branch_id smallint not null references branch (id),
  noun text not null,
  last bigint not null,
  primary key (branch_id, noun)
);

create table area (
  branch_id smallint not null references branch (id),
  code text not null,
  level smallint not null check (level between 1 and 4),
  name text not null,
  shape bytea, -- ewkb; null for an area known by name only
  lon double precision not null,
  lat double precision not null,
  primary key (branch_id, code)
);

create table household (
  branch_id smallint not null references branch (id),
  id bigint not null,
  no_kk text not null check (no_kk ~ '^[0-9]{16}$'),
  nik text not null default '',
  card_no text not null default '',
  va text not null default '',
  head_name text not null,
  classes smallint[] not null check (cardinality(classes) between 1 and 30),
  segment text not null check (segment in ('PBPU', 'BP', 'PPU', 'PBI')),
  arrears_of text not null check (arrears_of in ('PBPU', 'BP', 'PPU', 'PBI')),
  months smallint not null check (months >= 0),
  arrears bigint not null check (arrears >= 0),
  arrears_status text not null check (arrears_status in ('aktif', 'dihapus', 'lunas')),
  last_paid date,
  membership text not null default '',
  rehab jsonb,
  address text not null default '',
  rt text not null default '',
  rw text not null default '',
  desa text not null,
  phone text not null default '',
  phone_quality text not null check (phone_quality in ('none', 'unknown', 'works', 'dead')),
  lon double precision,
  lat double precision,
  accuracy text not null check (accuracy in ('A', 'B', 'C', 'D', 'E', 'F')),
  radius integer not null default 0,
  cell bigint not null default 0, -- of planning; 0 where it cannot be routed
  spread boolean not null default false,
  as_of date not null,
  consents jsonb not null default '[]',
  no_visit jsonb,
  requested jsonb,
  primary key (branch_id, id),
  unique (branch_id, no_kk),
  check ((lon is null) = (lat is null))
);
create index household_place on household (branch_id, desa, cell);
create index household_cell on household (branch_id, cell);

create table block (
  branch_id smallint not null references branch (id),
  id integer not null, -- place in the order of desa, cell
  desa text not null,
  cell bigint not null,
  households integer not null,
  eligible integer not null,
  members integer not null,
  arrears bigint not null,
  expected bigint not null,
  lon double precision not null,
  lat double precision not null,
  primary key (branch_id, desa, cell),
  unique (branch_id, id)
);
create table block_link (
  branch_id smallint not null,
  a integer not null,
  b integer not null,
  gap boolean not null,
  primary key (branch_id, a, b),
  foreign key (branch_id, a) references block (branch_id, id) on delete cascade,
  foreign key (branch_id, b) references block (branch_id, id) on delete cascade,
  check (a < b)
);

create table kader (
  branch_id smallint not null references branch (id),
  id bigint not null,
  code text not null,
  name text not null,
  phone text not null default '',
  lon double precision not null,
  lat double precision not null,
  kecamatan text not null,
  valid_from date not null,
  valid_to date not null,
  shifts jsonb not null,
  status text not null check (status in ('aktif', 'cuti', 'berhenti')),
  supervisor text not null default '',
  primary key (branch_id, id),
  unique (branch_id, code),
  check (valid_from <= valid_to)
);

create table rule (
  branch_id smallint not null references branch (id),
  key text not null,
  valid_from date not null,
  valid_to date,
  value jsonb not null,
  source_note text not null,
  primary key (branch_id, key, valid_from)
);
