-- The day on which figures were true, once for all households of the newest file and not again in every row: a month in
-- which a tenth of the families changed writes a tenth of the rows. A household of which the newest file does not speak is
-- stale: its own as_of counts. One that the file should have named and did not is absent since that file.
-- +goose Up
create table figures (
  branch_id smallint primary key references branch (id),
  as_of date not null, -- of the newest file of households
  basis bytea not null default '' -- a print of the rules that the blocks' expectations rest on
);
alter table figures enable row level security;
alter table figures force row level security;
create policy own_branches on figures using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on figures to binaan_app;

alter table household add column stale boolean not null default false, add column absent_since date;
create index household_absent on household (branch_id, id) where absent_since is not null;

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
insert into figures (branch_id, as_of)
select branch_id, max(as_of) from household group by branch_id;
update household h set stale = true
from figures f
where f.branch_id = h.branch_id and h.as_of < f.as_of;
