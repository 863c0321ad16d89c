-- What reads look up instead of going through a branch's rows: each index holds the few rows that are asked for.
-- +goose Up
create index household_unplaced on household (branch_id, desa) where cell = 0 and arrears_status = 'aktif';
create index household_rehab on household (branch_id, id) where rehab is not null;
create index visit_pledge on visit (branch_id, household_id) where promise is not null or outcome = 'REHAB_DAFTAR';
create index block_cell on block (branch_id, cell);
