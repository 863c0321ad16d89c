-- What a month's visits set going beside its cash is expected too: it is kept as the rest of a branch's sums is.
-- +goose Up
alter table block_sum add later bigint not null default 0;

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);

-- +goose StatementBegin
drop function add_block_sums(smallint[], bigint[], int[], int[], bigint[], bigint[]);
create function add_block_sums(branch smallint[], cells bigint[], households int[], eligible int[], arrears bigint[], expected bigint[], later bigint[]) returns void
language sql
as $$
  insert into block_sum as s (branch_id, resolution, cell, households, eligible, arrears, expected, later)
  select d.branch_id, r.resolution, block_sum_cell(d.cell, r.resolution), sum(d.households), sum(d.eligible), sum(d.arrears), sum(d.expected), sum(d.later)
  from unnest(branch, cells, households, eligible, arrears, expected, later) d (branch_id, cell, households, eligible, arrears, expected, later)
  cross join (values (0), (5), (6), (7), (8)) r (resolution)
  group by 1, 2, 3
  having (sum(d.households), sum(d.eligible), sum(d.arrears), sum(d.expected), sum(d.later)) is distinct from (0, 0, 0, 0, 0)
  order by 1, 2, 3
  on conflict (branch_id, resolution, cell) do update
  set households = s.households + excluded.households, eligible = s.eligible + excluded.eligible,
    arrears = s.arrears + excluded.arrears, expected = s.expected + excluded.expected, later = s.later + excluded.later
$$;
create or replace function keep_block_sums() returns trigger
language plpgsql
as $$
begin
  if tg_op <> 'DELETE' then
    perform add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(households), array_agg(eligible), array_agg(arrears), array_agg(expected), array_agg(later)) from fresh;
  end if;
  if tg_op <> 'INSERT' then
    perform add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(-households), array_agg(-eligible), array_agg(-arrears), array_agg(-expected), array_agg(-later)) from gone;
    delete from block_sum s
    where s.households = 0 and s.branch_id in (select branch_id from gone);
  end if;
  return null;
end
$$;
-- +goose StatementEnd

update block_sum s set later = k.later
from (
  select b.branch_id, r.resolution, block_sum_cell(b.cell, r.resolution) as cell, sum(b.later) as later
  from block b cross join (values (0), (5), (6), (7), (8)) r (resolution)
  group by 1, 2, 3) k
where (k.branch_id, k.resolution, k.cell) = (s.branch_id, s.resolution, s.cell);
