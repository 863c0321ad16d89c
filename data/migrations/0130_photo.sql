-- Pictures that events name, as the phone sealed them to the branch's key: who has the tables or a backup, and not that key, sees none.
-- +goose Up
create table photo (
  branch_id smallint not null references branch (id),
  event_id uuid not null, -- that names it
  hash bytea not null check (octet_length(hash) = 32), -- SHA-256 of the picture
  kader_id bigint not null,
  size int not null check (size between 1 and 409600), -- of the sealed bytes
  body bytea not null check (octet_length(body) <= size), -- what has come of them
  begun_at timestamptz not null default moment(),
  done_at timestamptz, -- all has come, and is the picture of that hash
  primary key (branch_id, event_id, hash)
);
create index photo_begun on photo (branch_id, begun_at);
alter table photo alter column body set storage external; -- it does not compress
alter table photo enable row level security;
alter table photo force row level security;
create policy own_branches on photo using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on photo to binaan_app;

update rule_default set value = value || '{"photoDays":92}', source_note = source_note || '; foto 92 hari: asumsi' where key = 'retention';
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
update rule set value = value || '{"photoDays":92}' where key = 'retention';
