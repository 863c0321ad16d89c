-- Whose receipt a kader noted is looked up beside payments that wait for somebody.
-- +goose Up
create index standing_noted on standing (branch_id, household_id) where told ? 'noted';
