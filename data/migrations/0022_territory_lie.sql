-- What a territory consists of and how it lies, as its plan found it; empty in older plans.
-- +goose Up
alter table territory add column lie jsonb not null default '{}';
