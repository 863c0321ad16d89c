-- When the office is late with a matter, and when nobody is asked to look at it any more, is a rule like the others.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('matters', '2016-10-01', null, '{"answerDays":{"SENSITIF":1,"KELUHAN":2,"PENDAFTAR":7,"UANG":14,"ALIH":14,"DATA":14},"lapseDays":{"UANG":92,"ALIH":183,"DATA":183,"PENDAFTAR":183}}', 'keluhan dalam dua hari; lainnya asumsi');
