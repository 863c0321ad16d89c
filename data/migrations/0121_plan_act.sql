-- What officers said and did about a territory plan as a whole: comments, approval, publishing. Rows are added, never
-- changed; whether a draft is approved is the fold of its rows.
-- +goose Up
create table plan_act (
  branch_id smallint not null,
  plan_id bigint not null,
  id bigint not null, -- from 1 within the plan
  kind text not null check (kind in ('comment', 'ask', 'withdraw', 'approve', 'refuse', 'change', 'publish', 'unpublish', 'import')),
  revision integer not null, -- of the draft that was looked at
  day date, -- from which it was to be in force
  text text not null default '' check (length(text) <= 2000),
  made_by text not null,
  made_at timestamptz not null default moment(),
  primary key (branch_id, plan_id, id),
  foreign key (branch_id, plan_id) references plan (branch_id, id) on delete cascade
);
alter table plan_act enable row level security;
alter table plan_act force row level security;
create policy own_branches on plan_act using (branch_id = any((select coalesce(nullif(current_setting('binaan.branches', true), ''), '{}'))::smallint[]));
grant select, insert on plan_act to binaan_app;

-- Whether a plan is published without another's word, and whose word counts.
insert into rule_default (key, valid_from, valid_to, value, source_note)
values ('publishing', '2016-10-01', null, '{"approval":false,"approvers":["admin","officer"],"otherEyes":true}', 'asumsi');
