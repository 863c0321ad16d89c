-- Since when an account has a password that the program made: it is good for one thing, to choose another. Null: the person's
-- own.
-- +goose Up
alter table account add column made_at timestamptz;
