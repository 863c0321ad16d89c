-- What the families of a desa owe was kept twice, summed and packed one by one, by two functions that found the same change
-- and read the same families. Now one table holds both, and one function keeps it with one walk over the desa concerned.
-- +goose Up
drop trigger owed_family_insert on household;
drop trigger owed_family_update on household;
drop trigger owed_family_delete on household;
drop function keep_owed_family();
drop function pack_owed(smallint, text[]);
drop table owed_family;

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
delete from owed;
alter table owed add column families bytea not null; -- by cell, so many as it has: of each its number, and arrears, months, class, REHAB in one
alter table owed alter families set storage external;

-- +goose StatementBegin
create or replace function count_owed(branch smallint, of text[]) returns void
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(4251, branch); -- two who count one desa would each miss what the other changed
  delete from owed where branch_id = branch and desa = any(of);
  insert into owed (branch_id, desa, cells, placed, households, months, arrears, most, families)
  select branch, desa, array_agg(cell), array_agg(placed), array_agg(households), array_agg(months), array_agg(arrears), array_agg(most), string_agg(families, '')
  from (
    select desa, cell, placed, count(*)::int as households, sum(months) as months, sum(h.arrears)::bigint as arrears, max(h.arrears) as most,
      string_agg(int8send(id) || int8send(h.arrears * 4096 + months * 16 + class * 2 + rehab), '') as families
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
create or replace function keep_owed() returns trigger
language plpgsql
as $$
declare
  changed record;
begin
  if tg_op = 'UPDATE' then
    for changed in
      select o.branch_id, array_agg(distinct d.desa) as desa
      from gone o
      join fresh n on n.branch_id = o.branch_id and n.id = o.id
      cross join lateral (values (o.desa), (n.desa)) d (desa)
      where (o.desa, o.cell, o.spread, o.accuracy, o.months, o.arrears, o.arrears_status, o.classes, o.rehab is null)
        is distinct from (n.desa, n.cell, n.spread, n.accuracy, n.months, n.arrears, n.arrears_status, n.classes, n.rehab is null)
      group by 1
    loop
      perform count_owed(changed.branch_id, changed.desa);
    end loop;
  elsif tg_op = 'INSERT' then
    for changed in select branch_id, array_agg(distinct desa) as desa from fresh group by 1 loop
      perform count_owed(changed.branch_id, changed.desa);
    end loop;
  else
    for changed in select branch_id, array_agg(distinct desa) as desa from gone group by 1 loop
      perform count_owed(changed.branch_id, changed.desa);
    end loop;
  end if;
  return null;
end
$$;
-- +goose StatementEnd

select count_owed(branch_id, array_agg(distinct desa)) from household group by branch_id;
