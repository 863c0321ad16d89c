-- A draft is kept again and again while its unit is worked on: no more of it than the days to go on from.
-- +goose Up
-- An owner who is no superuser sees the rows of the branches that it names.
select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true);
update plan_unit set draft = coalesce(draft->'routes', '[]') where draft is not null;
