-- The role that serves and works. It owns nothing and cannot pass row-level security.
-- +goose Up
-- +goose StatementBegin
do $$
begin
  create role binaan_app nologin nobypassrls;
exception
  when duplicate_object or unique_violation then null;
end
$$;
-- +goose StatementEnd
-- +goose StatementBegin
do $$
begin
  execute format('grant binaan_app to %I', current_user);
exception
  when others then null; -- a member already, or a superuser that needs no grant
end
$$;
-- +goose StatementEnd
grant usage on schema public to binaan_app;
create schema river;
grant usage on schema river to binaan_app;
alter default privileges in schema river grant select, insert, update, delete on tables to binaan_app;
alter default privileges in schema river grant usage, select on sequences to binaan_app;
alter default privileges in schema river grant execute on functions to binaan_app;
