-- Deleting a block looks for the links that end at it.
-- +goose Up
create index block_link_b on block_link (branch_id, b);
