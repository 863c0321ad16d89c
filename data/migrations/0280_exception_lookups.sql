-- What the inbox of files counts and shows, from the index alone: families without a place by kind and desa; and the few whose
-- place was not believed.
-- +goose Up
drop index household_unsure;
create index household_unsure on household (branch_id, desa, id) include (lon, doubt, excluded_on, arrears) where arrears_status = 'aktif' and (lon is null or excluded_on is not null);
create index household_doubted on household (branch_id, desa, id) where arrears_status = 'aktif' and lon is null and excluded_on is null and doubt <> '';
