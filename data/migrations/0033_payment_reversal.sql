-- A payment that was taken back stays, with the day and the reference of what took it back, and counts no more.
-- +goose Up
alter table payment add column reversed_on date, add column reversal_ref text not null default '';
