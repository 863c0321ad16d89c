-- How desa lie among each other, worked out when the map is imported: which touch, which reach nowhere the edge of their kecamatan, how far apart the pieces of one are.
-- +goose Up
alter table area
  add column near text[] not null default '{}',
  add column inside boolean not null default false,
  add column apart integer not null default 0 check (apart >= 0);
