-- What a month's map of what happened looks for: payments by their days, those taken back, and promises by when they are due.
-- +goose Up
create index payment_day on payment (branch_id, day);
create index payment_back on payment (branch_id, reversed_on) where reversed_on is not null;
create index visit_due on visit (branch_id, (promise->>'due')) where promise is not null;
