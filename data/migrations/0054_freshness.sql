-- How long a month of routes stands before the night plans it anew is a rule like the others.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('freshness', '2016-10-01', null, '{"days":7}', 'asumsi');
