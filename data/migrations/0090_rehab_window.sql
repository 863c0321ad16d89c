-- REHAB of 2022 was joined by the 28th of a month, in February by the 27th.
-- +goose Up
update rule_default
set value = jsonb_set(value, '{ordinary}', value -> 'ordinary' || '{"registerBy":28,"registerByFebruary":27}')
where key = 'rehab' and valid_from = '2022-01-01';
