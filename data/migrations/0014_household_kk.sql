-- A regular expression for every row of a large import, for what the importer has checked digit by digit.
-- +goose Up
alter table household drop constraint household_no_kk_check;
alter table household add check (length(no_kk) = 16 and no_kk between '0' and ':');
