-- What was decided of a payment is told of the next one with the same numbers, and may become a rule from a day on.
-- +goose Up
alter table money_row add column rule_from date; -- since then payments with just its numbers are of the family that it is credited to
alter table money_row add column rule_until date; -- the last such day
alter table money_row add column rule_by text not null default '';
alter table money_row add constraint money_row_rule_begun check (rule_from is not null or rule_until is null);
create index money_row_rule on money_row (branch_id, id) where rule_from is not null;
create index money_row_decided on money_row (branch_id, va, kk, card) where decided_by <> '';
