-- A month's file gives nearly every block another sum. What is added to the sums above them was all that the blocks are, and then
-- taken away all that they were; now the difference is added, once.
-- +goose Up
-- +goose StatementBegin
create or replace function keep_block_sums() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'INSERT' then
    perform add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(households), array_agg(eligible), array_agg(arrears), array_agg(expected), array_agg(later)) from fresh;
    return null;
  elsif tg_op = 'DELETE' then
    perform add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(-households), array_agg(-eligible), array_agg(-arrears), array_agg(-expected), array_agg(-later)) from gone;
  else
    perform add_block_sums(array_agg(branch_id), array_agg(cell), array_agg(households), array_agg(eligible), array_agg(arrears), array_agg(expected), array_agg(later))
    from (
      select branch_id, cell, sum(households)::int as households, sum(eligible)::int as eligible, sum(arrears)::bigint as arrears, sum(expected)::bigint as expected, sum(later)::bigint as later
      from (
        select branch_id, cell, households, eligible, arrears, expected, later from fresh
        union all
        select branch_id, cell, -households, -eligible, -arrears, -expected, -later from gone) b
      group by 1, 2) d
    where (households, eligible, arrears, expected, later) <> (0, 0, 0, 0, 0);
  end if;
  delete from block_sum s
  where s.households = 0 and s.branch_id in (select branch_id from gone);
  return null;
end
$$;
-- +goose StatementEnd
