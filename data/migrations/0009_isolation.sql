-- Row-level security: a transaction sees the branches that binaan.branches names,
-- and none when it names none. A pooled connection that was scoped once leaves ''
-- behind, hence the nullif.
-- +goose Up
-- +goose StatementBegin
do $$
declare
  t text;
begin
  for t in
    select c.relname
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'branch_id'
    where c.relkind = 'r' and c.relname <> 'account_branch'
    order by c.relname
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy own_branches on %I using (branch_id = any((select coalesce(nullif(current_setting(''binaan.branches'', true), ''''), ''{}''))::smallint[]))', t);
    if t = 'audit' then
      execute format('grant select, insert on %I to binaan_app', t);
    else
      execute format('grant select, insert, update, delete on %I to binaan_app', t);
    end if;
  end loop;
end
$$;
-- +goose StatementEnd
