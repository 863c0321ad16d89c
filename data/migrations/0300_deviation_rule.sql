-- When somebody should look at a kader is a rule like the others, and what colleagues do counts beside the target.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('deviation', '2016-10-01', null, '{"silentDays":3,"fewVisits":10,"dropPercent":50,"fewPromises":4,"keptPercent":50,"fewDays":5,"belowPercent":50,"colleagues":5}', 'asumsi');
