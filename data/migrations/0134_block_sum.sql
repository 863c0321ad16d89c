-- Sums of blocks by cells of resolution 5 to 8, and (0) of the branch, for what is seen of many branches at once. They are kept
-- by what changes, so that nobody counts a million families for a number.
-- +goose Up
create table block_sum (
  branch_id smallint not null references branch (id),
  resolution smallint not null check (resolution in (0, 5, 6, 7, 8)),
  cell bigint not null, -- 0: the branch
  households integer not null,
  eligible integer not null,
  arrears bigint not null,
  expected bigint not null,
  primary key (branch_id, resolution, cell)
);
alter table block_sum enable row level security;
alter table block_sum force row level security;
create policy own_branches on block_sum using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on block_sum to binaan_app;

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);

-- +goose StatementBegin
create function block_sum_cell(cell bigint, resolution int) returns bigint
language sql immutable
as $$
  select case when resolution = 0 then 0
    else (cell & ~(15::bigint << 52)) | (resolution::bigint << 52) | ((1::bigint << (3 * (15 - resolution))) - 1) end
$$;
create function add_block_sums(branch smallint[], cells bigint[], households int[], eligible int[], arrears bigint[], expected bigint[]) returns void
language sql
as $$
  insert into block_sum as s (branch_id, resolution, cell, households, eligible, arrears, expected)
  select d.branch_id, r.resolution, block_sum_cell(d.cell, r.resolution), sum(d.households), sum(d.eligible), sum(d.arrears), sum(d.expected)
  from unnest(branch, cells, households, eligible, arrears, expected) d (branch_id, cell, households, eligible, arrears, expected)
  cross join (values (0), (5), (6), (7), (8)) r (resolution)
  group by 1, 2, 3
  having (sum(d.households), sum(d.eligible), sum(d.arrears), sum(d.expected)) is distinct from (0, 0, 0, 0)
  order by 1, 2, 3
  on conflict (branch_id, resolution, cell) do update
  set households = s.households + excluded.households, eligible = s.eligible + excluded.eligible,
    arrears = s.arrears + excluded.arrears, expected = s.expected + excluded.expected
$$;
create function keep_block_sums() returns trigger
language plpgsql
as $$
begin
  if tg_op <> 'DELETE' then
    perform add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(households), array_agg(eligible), array_agg(arrears), array_agg(expected)) from fresh;
  end if;
  if tg_op <> 'INSERT' then
    perform add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(-households), array_agg(-eligible), array_agg(-arrears), array_agg(-expected)) from gone;
    delete from block_sum s
    where s.households = 0 and s.branch_id in (select branch_id from gone);
  end if;
  return null;
end
$$;
-- +goose StatementEnd
create trigger block_sum_insert after insert on block referencing new table as fresh for each statement execute function keep_block_sums();
create trigger block_sum_update after update on block referencing old table as gone new table as fresh for each statement execute function keep_block_sums();
create trigger block_sum_delete after delete on block referencing old table as gone for each statement execute function keep_block_sums();

select add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(households), array_agg(eligible), array_agg(arrears), array_agg(expected))
from block;
