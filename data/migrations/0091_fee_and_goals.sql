-- Tariffs, fines, fees and targets of the years before 2020, as published, and a target by the week.
-- +goose Up
insert into rule_default (key, valid_from, valid_to, value, source_note)
values
  ('target', '2016-10-01', '2017-12-31', '{"visitsPerDay":0,"visitsPerMonth":0,"visitsPerYear":0,"rupiahPerMonth":0,"rupiahPerYear":0}', 'tidak dimuat; Pekanbaru 2017 9.000 KK dan Rp16,5 miliar untuk seluruh cabang'),
  ('fee', '2016-10-01', '2018-12-31', '{"percent":0,"perRegistration":0,"perReminded":2500,"perRegistrant":5000,"estimate":true}', 'Divre II 2017 (Antara Riau): Rp2.500 tiap peserta diingatkan, Rp5.000 tiap peserta baru; contoh'),
  ('premium', '2016-04-01', '2020-06-30', '{"class1":80000,"class2":51000,"class3":25500}', 'Perpres 28/2016; tarif Perpres 75/2019 (Januari-Maret 2020) dibatalkan MA dan tidak dimuat'),
  ('fine', '2016-10-01', '2020-06-30', '{"percent":2.5,"withinDays":45,"maxMonths":12,"most":30000000}', 'Perpres 82/2018; 2,5 % sebelum Juli 2020 (belum diperiksa)');
update rule_default set value = value || '{"goals":[{"measure":"households","per":"week","value":10}]}' where key = 'target' and valid_from = '2018-01-01';
