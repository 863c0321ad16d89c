-- How long is kept what is neither in force nor owed: a dated rule like the others.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('retention', '2016-10-01', null, '{"draftDays":180,"supersededDays":14,"routeDays":731,"refusedDays":92,"undoDays":92,"auditDays":1827}',
  'jejak audit paling singkat lima tahun: Permenkominfo 20/2016 pasal 15 sebagai patokan; lainnya asumsi');

-- The newest month of a kader is looked up by its last day.
create index route_month_last on route_month (branch_id, kader_id, last);
