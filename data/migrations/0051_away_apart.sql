-- A kader is noted as away once for a day, whoever notes it at the same moment; and a lock tells when it was set.
-- +goose Up

-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);

-- Absences that overlap become one.
create temporary table apart on commit drop as
select branch_id, kader_id, min(first) as first, max(last) as last, (array_agg(why order by first))[1] as why, min(created_at) as created_at
from (
  select *, count(*) filter (where begins) over (partition by branch_id, kader_id order by first) as island
  from (
    select *, first > coalesce(max(last) over (
      partition by branch_id, kader_id order by first rows between unbounded preceding and 1 preceding), '-infinity') as begins
    from kader_away) a) b
group by branch_id, kader_id, island;
delete from kader_away;
insert into kader_away (branch_id, kader_id, first, last, why, created_at)
select branch_id, kader_id, first, last, why, created_at from apart;

-- Ranges of one number, since equality in such a constraint needs an extension.
alter table kader_away add constraint kader_away_apart exclude using gist (
  int4range(branch_id, branch_id, '[]') with &&, int8range(kader_id, kader_id, '[]') with &&, daterange(first, last, '[]') with &&);

alter table territory add column locked_at timestamptz; -- null: brought along from an older plan, or open
