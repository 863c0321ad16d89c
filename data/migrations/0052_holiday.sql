-- Days off that a branch enters, confirms or strikes out lie over the national ones; which of those are estimates, and
-- which feasts every year must have, so that what is missing is seen.
-- +goose Up
alter table holiday add column sure boolean not null default true;
update holiday set sure = false where source_note like 'perkiraan%';

insert into holiday (day, name, source_note)
values
  ('2028-01-01', 'Tahun Baru', 'tanggal tetap'),
  ('2028-04-14', 'Wafat Yesus Kristus', 'tanggal tetap'),
  ('2028-04-16', 'Paskah', 'tanggal tetap'),
  ('2028-05-01', 'Hari Buruh', 'tanggal tetap'),
  ('2028-05-25', 'Kenaikan Yesus Kristus', 'tanggal tetap'),
  ('2028-06-01', 'Hari Lahir Pancasila', 'tanggal tetap'),
  ('2028-08-17', 'Hari Kemerdekaan', 'tanggal tetap'),
  ('2028-12-25', 'Natal', 'tanggal tetap'),
  ('2029-01-01', 'Tahun Baru', 'tanggal tetap'),
  ('2029-03-30', 'Wafat Yesus Kristus', 'tanggal tetap'),
  ('2029-04-01', 'Paskah', 'tanggal tetap'),
  ('2029-05-01', 'Hari Buruh', 'tanggal tetap'),
  ('2029-05-10', 'Kenaikan Yesus Kristus', 'tanggal tetap'),
  ('2029-06-01', 'Hari Lahir Pancasila', 'tanggal tetap'),
  ('2029-08-17', 'Hari Kemerdekaan', 'tanggal tetap'),
  ('2029-12-25', 'Natal', 'tanggal tetap'),
  ('2030-01-01', 'Tahun Baru', 'tanggal tetap'),
  ('2030-04-19', 'Wafat Yesus Kristus', 'tanggal tetap'),
  ('2030-04-21', 'Paskah', 'tanggal tetap'),
  ('2030-05-01', 'Hari Buruh', 'tanggal tetap'),
  ('2030-05-30', 'Kenaikan Yesus Kristus', 'tanggal tetap'),
  ('2030-06-01', 'Hari Lahir Pancasila', 'tanggal tetap'),
  ('2030-08-17', 'Hari Kemerdekaan', 'tanggal tetap'),
  ('2030-12-25', 'Natal', 'tanggal tetap');

create table feast (name text primary key); -- of every year, on days that move and are announced year by year
grant select on feast to binaan_app;
insert into feast (name)
values ('Isra Mikraj'), ('Tahun Baru Imlek'), ('Nyepi'), ('Idulfitri'), ('Waisak'), ('Iduladha'), ('Tahun Baru Islam'), ('Maulid Nabi');

create table holiday_own (
  branch_id smallint not null references branch (id),
  day date not null,
  name text not null check (name <> ''),
  struck boolean not null, -- a national one that is none, or is on another day
  decided_by text not null,
  decided_at timestamptz not null default moment(),
  primary key (branch_id, day)
);
alter table holiday_own enable row level security;
alter table holiday_own force row level security;
create policy own_branches on holiday_own using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert, update, delete on holiday_own to binaan_app;
