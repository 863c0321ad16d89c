-- Positions lie in Indonesia, whose longitudes and latitudes do not overlap: a swapped pair is refused by the
-- database too. The bounds are those of geo.NewPosition, held together by a test.
-- +goose Up
alter table area add constraint area_within check (lon between 94.9 and 141.1 and lat between -11.1 and 6.1);
alter table household add constraint household_within check (lon between 94.9 and 141.1 and lat between -11.1 and 6.1);
alter table block add constraint block_within check (lon between 94.9 and 141.1 and lat between -11.1 and 6.1);
alter table kader add constraint kader_within check (lon between 94.9 and 141.1 and lat between -11.1 and 6.1);
