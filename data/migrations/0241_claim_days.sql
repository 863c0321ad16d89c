-- A family that says it has paid is left alone until a payment file tells of that day; for how long at most is a rule.
-- +goose Up
update rule_default
set value = value || '{"claimDays":30}', source_note = source_note || '; 30 hari menunggu berkas: asumsi'
where key = 'contact';
