-- The present as the program's clock tells it: now(), moved by what the connection
-- was set to, so that a drill's rows bear the drill's time.
-- +goose Up
create function moment() returns timestamptz
language sql stable
return now() + coalesce(nullif(current_setting('binaan.shift', true), ''), '0')::interval;

alter table account alter column created_at set default moment();
alter table login_attempt alter column at set default moment();
alter table import alter column started_at set default moment();
alter table audit alter column at set default moment();
alter table plan alter column created_at set default moment();
alter table kader_away alter column created_at set default moment();
