-- To read what a branch's families owe took most of its time to write lists of sixteen thousand numbers, six of them. What the
-- families of a block owe together follows from what each owes, which is kept packed: the blocks are kept packed too, by
-- their cells and how many families each has, and the sums not at all.
-- +goose Up
-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
delete from owed;
alter table owed
  drop column cells,
  drop column placed,
  drop column households,
  drop column months,
  drop column arrears,
  drop column most,
  add column blocks bytea not null; -- by cell (of resolution 9, in which families are planned for; 0: in none): its number, and that of its families, less than 0 where of these no more than the desa is known
alter table owed alter blocks set storage external;

-- +goose StatementBegin
create or replace function count_owed(branch smallint, of text[]) returns void
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(4251, branch); -- two who count one desa would each miss what the other changed
  delete from owed where branch_id = branch and desa = any(of);
  insert into owed (branch_id, desa, blocks, families)
  select branch, desa, string_agg(int8send(cell) || int4send(case when placed then households else -households end), ''), string_agg(families, '')
  from (
    select desa, cell, placed, count(*)::int as households, string_agg(int8send(id) || int8send(h.arrears * 4096 + months * 16 + class * 2 + rehab), '') as families
    from (
      select desa, cell, not (spread or cell = 0 or accuracy in ('E', 'F')) as placed, id, arrears, least(months, 255) as months, classes[1] as class, (rehab is not null)::int as rehab
      from household
      where branch_id = branch and desa = any(of) and arrears_status = 'aktif'
      order by 1, 2, 3, 4) h
    group by 1, 2, 3
    order by 1, 2, 3) x
  group by desa;
end
$$;
-- +goose StatementEnd

select count_owed(branch_id, array_agg(distinct desa)) from household group by branch_id;
