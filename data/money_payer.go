package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// MoneyBefore is how the last payment with just the numbers of another was divided: a
// proposal, and no more than that.
type MoneyBefore struct {
	Day    planner.Day      `json:"day"`
	By     string           `json:"by"`
	Shares []ledger.Portion `json:"shares" doc:"Of families that have nothing of this payment yet"`
}

// addBefore puts beside payments that wait how somebody divided the last one with just
// their numbers; its families are candidates.
func addBefore(ctx context.Context, tx pgx.Tx, out []MoneyReview) error {
	at := map[MoneyRowID]*MoneyReview{}
	var ids []MoneyRowID
	for i := range out {
		if out[i].State == MoneyWaits {
			at[out[i].ID], ids = &out[i], append(ids, out[i].ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, `
		select w.id, d.day, d.decided_by, s.household_id, s.amount
		from money_row w
		cross join lateral (
		  select d.id, d.day, d.decided_by
		  from money_row d
		  where d.branch_id = w.branch_id and d.va = w.va and d.kk = w.kk and d.card = w.card and d.decided_by <> '' and d.state = 'matched' and d.id <> w.id
		  order by d.day desc, d.id desc
		  limit 1) d
		join money_share s on s.branch_id = w.branch_id and s.row_id = d.id and s.undone_at is null
		join household h on h.branch_id = s.branch_id and h.id = s.household_id and h.arrears_status <> 'ditarik'
		where w.id = any($1) and (w.va <> '' or w.kk <> '' or w.card <> '')
		  and not exists (select from money_share x where x.branch_id = w.branch_id and x.row_id = w.id and x.household_id = s.household_id and x.undone_at is null)
		order by w.id, s.id`, ids)
	if err != nil {
		return fmt.Errorf("payments of the same numbers: %w", err)
	}
	var id MoneyRowID
	var b MoneyBefore
	var p ledger.Portion
	_, err = pgx.ForEachRow(rows, []any{&id, &b.Day, &b.By, &p.Household, &p.Amount}, func() error {
		r := at[id]
		if r.Before == nil {
			r.Before = &MoneyBefore{Day: b.Day, By: b.By}
		}
		r.Before.Shares = append(r.Before.Shares, p)
		r.Candidates = with(r.Candidates, p.Household, ledger.ByBefore)
		return nil
	})
	if err != nil {
		return fmt.Errorf("payments of the same numbers: %w", err)
	}
	return nil
}

// NameMoney puts the families that have a number (KK, virtual account or card, whole)
// beside a payment that waits, to be credited with a part. ErrNotFound: no such payment,
// or nobody has the number; ErrDecided.
func (s *Store) NameMoney(ctx context.Context, b BranchID, id MoneyRowID, number, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		r, err := moneyRowIn(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != MoneyWaits {
			return decided(ctx, tx, b, id)
		}
		found, err := tx.Query(ctx, "select id from household where $1 in (no_kk, va, card_no) and arrears_status <> 'ditarik' order by id limit $2", number, mostNamed)
		if err != nil {
			return err
		}
		homes, err := pgx.CollectRows(found, pgx.RowTo[planner.HouseholdID])
		if err != nil {
			return err
		}
		if len(homes) == 0 {
			return ErrNotFound
		}
		for _, home := range homes {
			r.Candidates = with(r.Candidates, home, ledger.BySaid)
		}
		if _, err := tx.Exec(ctx, "update money_row set candidates = $2 where id = $1", id, r.Candidates); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "name family of payment", Reason: fmt.Sprintf("row %d", id), Households: homes})
	})
	if err != nil {
		return fmt.Errorf("name family of payment %d: %w", id, err)
	}
	return nil
}

// mostNamed is how many families of one account are put beside a payment at once.
const mostNamed = 20

// MoneyRule is what a decision would do, or does, as a rule.
type MoneyRule struct {
	Fits  bool        `json:"fits" doc:"It is of one family alone, and its numbers were in doubt for being nobody's"`
	From  planner.Day `json:"from" doc:"Of payments made since then"`
	Since planner.Day `json:"since" doc:"It was rehearsed on payments with the same numbers since then"`
	Same  int64       `json:"same" doc:"That people credited to the same family"`
	Other int64       `json:"other" doc:"That people decided otherwise: the rule would have been wrong"`
	Waits int64       `json:"waits" doc:"That wait for somebody"`
}

// ErrMoneyRule marks a decision that becomes no rule: it is not of one family alone, its
// numbers were in doubt for another reason than being nobody's, or others of the last
// three months contradict it.
var ErrMoneyRule = errors.New("decision becomes no rule")

// rehearsedMonths is how far back a rule is rehearsed.
const rehearsedMonths = 3

// RehearseMoney tells what the decision about a payment would have done as a rule in the
// last three months. ErrNotFound.
func (s *Store) RehearseMoney(ctx context.Context, b BranchID, id MoneyRowID) (out MoneyRule, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		out, err = s.rehearse(ctx, tx, b, id)
		return err
	})
	if err != nil {
		return MoneyRule{}, fmt.Errorf("rehearse payment %d as a rule: %w", id, err)
	}
	return out, nil
}

func (s *Store) rehearse(ctx context.Context, tx pgx.Tx, b BranchID, id MoneyRowID) (out MoneyRule, err error) {
	if out.From, err = s.todayIn(ctx, tx, b); err != nil {
		return out, err
	}
	out.Since = out.From.AddMonths(-rehearsedMonths)
	err = tx.QueryRow(ctx, `
		with this as (
		  select r.*, (select min(s.household_id) from money_share s where s.branch_id = r.branch_id and s.row_id = r.id and s.undone_at is null having count(*) = 1) as home
		  from money_row r
		  where r.id = $1)
		select coalesce(t.decided_by <> '' and t.state = 'matched' and t.credited = t.amount and t.home is not null and t.reason = any($3) and (t.va <> '' or t.kk <> '' or t.card <> ''), false),
		  count(o.id) filter (where o.state = 'matched' and o.decided_by <> '' and not o.others),
		  count(o.id) filter (where o.state = 'refused' or o.state in ('matched', 'review') and o.others),
		  count(o.id) filter (where o.state = 'review' and not o.others)
		from this t
		left join lateral (
		  select o.id, o.state, o.decided_by,
		    exists (select from money_share s where s.branch_id = o.branch_id and s.row_id = o.id and s.undone_at is null and s.household_id <> t.home) as others
		  from money_row o
		  where o.branch_id = t.branch_id and o.va = t.va and o.kk = t.kk and o.card = t.card and o.day >= $2) o on true
		group by t.id, t.decided_by, t.state, t.credited, t.amount, t.home, t.reason, t.va, t.kk, t.card`, id, out.Since, ledger.Ruled).Scan(&out.Fits, &out.Same, &out.Other, &out.Waits)
	return out, missing(err)
}

// RuleMoney makes the decision about a payment a rule from today on. ErrNotFound;
// ErrMoneyRule; ErrConflict: it is one.
func (s *Store) RuleMoney(ctx context.Context, b BranchID, id MoneyRowID, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		r, err := moneyRowIn(ctx, tx, id)
		if err != nil {
			return err
		}
		rule, err := s.rehearse(ctx, tx, b, id)
		switch {
		case err != nil:
			return err
		case !rule.Fits || rule.Other > 0:
			return ErrMoneyRule
		case r.RuleFrom != nil && r.RuleUntil == nil:
			return ErrConflict
		}
		if _, err := tx.Exec(ctx, "update money_row set rule_from = $2, rule_until = null, rule_by = $3 where id = $1", id, rule.From, by); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "rule payments", Reason: fmt.Sprintf("row %d: %d the same, %d wait", id, rule.Same, rule.Waits)})
	})
	if err != nil {
		return fmt.Errorf("make payment %d a rule: %w", id, err)
	}
	return nil
}

// EndMoneyRule ends a rule: payments of today on are looked at again. ErrNotFound: there
// is none.
func (s *Store) EndMoneyRule(ctx context.Context, b BranchID, id MoneyRowID, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		today, err := s.todayIn(ctx, tx, b)
		if err != nil {
			return err
		}
		got, err := tx.Exec(ctx, "update money_row set rule_until = $2 where id = $1 and rule_from is not null and rule_until is null", id, today-1)
		switch {
		case err != nil:
			return err
		case got.RowsAffected() == 0:
			return ErrNotFound
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "end rule of payments", Reason: fmt.Sprintf("row %d", id)})
	})
	if err != nil {
		return fmt.Errorf("end rule of payment %d: %w", id, err)
	}
	return nil
}

// PayersIn are the rules that decisions became, oldest first. One whose family has not
// all of its payment any more is none.
func PayersIn(ctx context.Context, tx pgx.Tx) ([]ledger.Payer, error) {
	rows, err := tx.Query(ctx, `
		select r.kk, r.va, r.card, s.household_id, r.rule_from, coalesce(r.rule_until, r.rule_from + 36500)
		from money_row r
		join money_share s on s.branch_id = r.branch_id and s.row_id = r.id and s.undone_at is null and s.amount = r.amount
		where r.rule_from is not null and r.state = 'matched' and (r.va <> '' or r.kk <> '' or r.card <> '')
		order by r.rule_from, r.id`)
	if err != nil {
		return nil, fmt.Errorf("rules of payments: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p ledger.Payer, err error) {
		err = row.Scan(&p.KK, &p.VA, &p.Card, &p.Household, &p.From, &p.Until)
		return p, err
	})
}
