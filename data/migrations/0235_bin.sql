-- A draft can be thrown away and taken back; what is published cannot. Renaming, throwing away and taking back are acts.
-- +goose Up
alter table plan add column binned_at timestamptz; -- null: not thrown away
alter table plan add constraint plan_binned check (binned_at is null or (kind = 'territory' and published_from is null));
alter table plan_act drop constraint plan_act_kind_check;
alter table plan_act add constraint plan_act_kind_check
  check (kind in ('comment', 'ask', 'withdraw', 'approve', 'refuse', 'change', 'publish', 'unpublish', 'import', 'rename', 'bin', 'restore'));
