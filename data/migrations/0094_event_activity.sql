-- What kader do besides visits is read by day: registrations and information meetings.
-- +goose Up
create index event_activity on event (branch_id, at) where type in ('DAFTAR_BARU', 'EDUKASI');
