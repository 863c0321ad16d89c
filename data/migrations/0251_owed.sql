-- What families in arrears owe, summed by the blocks of every desa and kept by what changes, so that nobody reads a hundred
-- thousand families for a map of them. A desa is counted anew when a family of it changes: the most that one owes cannot be
-- kept by differences.
-- +goose Up
create table owed (
  branch_id smallint not null references branch (id),
  desa text not null,
  cells bigint[] not null, -- of resolution 9, in which families are planned for; 0: in none
  placed boolean[] not null, -- false: of the families in the cell no more than the desa is known
  households integer[] not null,
  months bigint[] not null, -- unpaid, of all
  arrears bigint[] not null,
  most bigint[] not null, -- that one family owes
  primary key (branch_id, desa)
);
alter table owed enable row level security;
alter table owed force row level security;
create policy own_branches on owed using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on owed to binaan_app;

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);

-- +goose StatementBegin
create function count_owed(branch smallint, of text[]) returns void
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(4251, branch); -- two who count one desa would each miss what the other changed
  delete from owed where branch_id = branch and desa = any(of);
  insert into owed (branch_id, desa, cells, placed, households, months, arrears, most)
  select branch, desa, array_agg(cell), array_agg(placed), array_agg(households), array_agg(months), array_agg(arrears), array_agg(most)
  from (
    select desa, cell, not (spread or cell = 0 or accuracy in ('E', 'F')) as placed, count(*)::int as households,
      sum(least(h.months, 255)) as months, sum(h.arrears)::bigint as arrears, max(h.arrears) as most
    from household h
    where branch_id = branch and desa = any(of) and arrears_status = 'aktif'
    group by 1, 2, 3
    order by 1, 2, 3) x
  group by desa;
end
$$;
create function keep_owed() returns trigger
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
      where (o.desa, o.cell, o.spread, o.accuracy, o.months, o.arrears, o.arrears_status)
        is distinct from (n.desa, n.cell, n.spread, n.accuracy, n.months, n.arrears, n.arrears_status)
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
create trigger owed_insert after insert on household referencing new table as fresh for each statement execute function keep_owed();
create trigger owed_update after update on household referencing old table as gone new table as fresh for each statement execute function keep_owed();
create trigger owed_delete after delete on household referencing old table as gone for each statement execute function keep_owed();

select count_owed(branch_id, array_agg(distinct desa)) from household group by branch_id;
