-- Who ended an import or a plan before its time, so that whoever comes second is told; and where the sealed copy of an upload lies,
-- with the key that opens it, while an import that was broken off may go on.
-- +goose Up
alter table import
  add column ended_by text not null default '',
  add column upload_name text not null default '',
  add column upload_key text not null default '';
alter table plan add column ended_by text not null default '';
