-- A filter of the map asks for families, not sums: what it asks of those of a desa is kept packed, so that nobody reads and
-- sorts a hundred thousand rows for it. A desa is packed anew when a family of it changes.
-- +goose Up
create table owed_family (
  branch_id smallint not null references branch (id),
  desa text not null,
  cells bigint[] not null, -- of resolution 9, in which families are planned for; 0: in none
  placed boolean[] not null, -- false: of the families in the cell no more than the desa is known
  households integer[] not null,
  families bytea not null, -- by cell, so many as it has: of each its number, and arrears, months, class, REHAB in one
  primary key (branch_id, desa)
);
alter table owed_family alter families set storage external;
alter table owed_family enable row level security;
alter table owed_family force row level security;
create policy own_branches on owed_family using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on owed_family to binaan_app;

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);

-- +goose StatementBegin
create function pack_owed(branch smallint, of text[]) returns void
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(4227, branch); -- two who pack one desa would each miss what the other changed
  delete from owed_family where branch_id = branch and desa = any(of);
  insert into owed_family (branch_id, desa, cells, placed, households, families)
  select branch, desa, array_agg(cell order by cell, placed), array_agg(placed order by cell, placed), array_agg(households order by cell, placed), string_agg(families, '' order by cell, placed)
  from (
    select desa, cell, not (spread or cell = 0 or accuracy in ('E', 'F')) as placed, count(*)::int as households,
      string_agg(int8send(id) || int8send(arrears * 4096 + least(months, 255) * 16 + classes[1] * 2 + (rehab is not null)::int), '' order by id) as families
    from household
    where branch_id = branch and desa = any(of) and arrears_status = 'aktif'
    group by 1, 2, 3) x
  group by desa;
end
$$;
create function keep_owed_family() returns trigger
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
      perform pack_owed(changed.branch_id, changed.desa);
    end loop;
  elsif tg_op = 'INSERT' then
    for changed in select branch_id, array_agg(distinct desa) as desa from fresh group by 1 loop
      perform pack_owed(changed.branch_id, changed.desa);
    end loop;
  else
    for changed in select branch_id, array_agg(distinct desa) as desa from gone group by 1 loop
      perform pack_owed(changed.branch_id, changed.desa);
    end loop;
  end if;
  return null;
end
$$;
-- +goose StatementEnd
create trigger owed_family_insert after insert on household referencing new table as fresh for each statement execute function keep_owed_family();
create trigger owed_family_update after update on household referencing old table as gone new table as fresh for each statement execute function keep_owed_family();
create trigger owed_family_delete after delete on household referencing old table as gone for each statement execute function keep_owed_family();

select pack_owed(branch_id, array_agg(distinct desa)) from household group by branch_id;
