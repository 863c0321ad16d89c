-- What a unit had come to when its worker was stopped, for the next one to go on from.
-- +goose Up
alter table plan_unit add column draft jsonb;
