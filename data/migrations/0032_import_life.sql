-- Whose import it is: the name of the lifeline of the program that runs it, an advisory lock that PostgreSQL lets go of as
-- soon as the program is gone. An open import whose lifeline nobody holds has come to nothing.
-- +goose Up
alter table import add column life text not null default '';
