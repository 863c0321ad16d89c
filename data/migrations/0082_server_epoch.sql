-- Which life of the database this is: another one after a restore, so that phones learn that what they sent since the backup
-- is gone and send it again.
-- +goose Up
create table server_epoch (
  id uuid not null,
  since timestamptz not null default moment()
);
insert into server_epoch (id) values (gen_random_uuid());
grant select on server_epoch to binaan_app;
