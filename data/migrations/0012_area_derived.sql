-- Areas that no file gave: a kecamatan or kabupaten put together from its desa, anew whenever they change.
-- +goose Up
alter table area add column derived boolean not null default false;
