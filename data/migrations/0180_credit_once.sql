-- What a payment's shares come to is summed once a statement: row by row, a file of 50,000 payments took minutes.
-- +goose Up
drop trigger credit_money on money_share;
-- +goose StatementBegin
create or replace function credit_money() returns trigger
language plpgsql
as $$
begin
  update money_row r
  set credited = (select coalesce(sum(s.amount), 0) from money_share s where s.branch_id = r.branch_id and s.row_id = r.id and s.undone_at is null)
  where (r.branch_id, r.id) in (select c.branch_id, c.row_id from changed c);
  return null;
end
$$;
-- +goose StatementEnd
create trigger credit_money after insert on money_share referencing new table as changed for each statement execute function credit_money();
create trigger credit_money_anew after update on money_share referencing new table as changed for each statement execute function credit_money();
create trigger credit_money_before after update on money_share referencing old table as changed for each statement execute function credit_money();
create trigger credit_money_gone after delete on money_share referencing old table as changed for each statement execute function credit_money();
