-- How a kader shows who they are: letters of assignment, a photo, and a card whose code leads to the branch's public page.
-- +goose Up
create table letter (
  branch_id smallint not null references branch (id),
  id bigint not null,
  kader_id bigint not null,
  number text not null check (number <> ''),
  valid_from date not null,
  valid_to date not null check (valid_from <= valid_to),
  desa jsonb not null, -- [{code, name}] as the letter names them
  text text not null,
  made_at timestamptz not null default moment(),
  made_by bigint not null, -- account; 0: the command line
  withdrawn_at timestamptz,
  primary key (branch_id, id),
  unique (branch_id, number),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
create index letter_kader on letter (branch_id, kader_id, valid_from);
create table kader_photo (
  branch_id smallint not null references branch (id),
  kader_id bigint not null,
  jpeg bytea not null,
  made_at timestamptz not null default moment(),
  primary key (branch_id, kader_id),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
-- Which card of a kader is good: the first, until the branch takes one back.
create table card (
  branch_id smallint not null references branch (id),
  kader_id bigint not null,
  serial integer not null check (serial between 1 and 65535),
  changed_at timestamptz not null default moment(),
  primary key (branch_id, kader_id),
  foreign key (branch_id, kader_id) references kader (branch_id, id)
);
-- What the codes of a branch's cards are signed with.
create table card_key (
  branch_id smallint not null primary key references branch (id),
  secret bytea not null
);
-- Looks at cards by people whom nobody knows, counted by address.
create table card_look (
  branch_id smallint not null references branch (id),
  address text not null,
  at timestamptz not null default moment()
);
create index card_look_at on card_look (branch_id, address, at);
-- +goose StatementBegin
do $$
declare
  t text;
begin
  foreach t in array array['letter', 'kader_photo', 'card', 'card_key', 'card_look'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
  end loop;
end
$$;
-- +goose StatementEnd
grant select, insert, update, delete on letter, kader_photo, card, card_key, card_look to binaan_app;
