-- Territories are of whole desa, and links across water no longer than 5 km, unless a branch's own rule says otherwise.
-- +goose Up
update rule_default
set value = value || '{"grain":"desa","gap":5000}', source_note = source_note || '; satu desa binaan atau lebih dalam satu kecamatan (surat penunjukan kader); penghubung lewat air 5 km asumsi'
where key = 'territory' and valid_from = '2016-10-01';
