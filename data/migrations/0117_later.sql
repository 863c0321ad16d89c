-- What the visits of a month set going beside its cash: instalments after the first, promises kept. 0 in territories of plans
-- from before, and in blocks until they are next added up, which the rules' new print asks for.
-- +goose Up
alter table block add later bigint not null default 0;
alter table territory add later bigint not null default 0;
