-- Those whose place was not believed are many where a file has a whole desa on one point: points and pages come from the index
-- alone. Events that wait for the office are few among all.
-- +goose Up
drop index household_doubted;
create index household_doubted on household (branch_id, doubt, desa, id) include (lon, excluded_on, said_lon, said_lat) where arrears_status = 'aktif' and lon is null and excluded_on is null and doubt <> '';
create index event_held on event (branch_id, received_at, id) where held <> '';
