-- Plans are ranked by the present value: what later Rupiah are worth, and which share of
-- instalments comes in, is of the rule about what a visit brings.
-- +goose Up
update rule_default set
  value = value || '{"keptPercent":45,"discountPercent":1,"laterMonths":6}',
  source_note = 'Surakarta 2024: Rp5,5 miliar dari 22.254 kunjungan (dihitung); Pekanbaru 2017 Rp27.000; bobot dan sebaran asumsi; cicilan berikut yang masuk 45 %, antara 40 % (Kudus 2023) dan 53 % (Kompas TV 2025); potongan 1 % sebulan selama 6 bulan: asumsi'
where key = 'yield';
