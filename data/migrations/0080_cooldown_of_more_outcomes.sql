-- Outcomes that a phone can record and a list of visits could not.
-- +goose Up
update rule_default
set value = value || '{"KERJA_LUAR_KOTA":30,"PINDAH_SEGMEN":30,"KELUHAN":14,"TIDAK_TERJANGKAU":14}'
where key = 'cooldown' and valid_from = '2016-10-01';
