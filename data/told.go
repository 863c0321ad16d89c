package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// boardBookIn is what the numbers of some days are made of, without fees: the visits of
// those days and the promises due in them, the money of both, and the visits that this
// money may be credited to. bookIn, which reads years, gives the same numbers.
func (s *Store) boardBookIn(ctx context.Context, tx pgx.Tx, id BranchID, from, until planner.Day) (*book, error) {
	rows, err := ruleRowsIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	b := &book{rows: rows}
	b.Rules = b.rulesOf()
	if b.holidays, err = HolidaysIn(ctx, tx); err != nil {
		return nil, err
	}
	if b.Visits, err = visitsTold(ctx, tx, from, until); err != nil {
		return nil, err
	}
	if b.Money, err = moneyTold(ctx, tx, from, until, promised(b.Visits, from, until)); err != nil {
		return nil, err
	}
	before, err := visitsOfPayers(ctx, tx, from, until, b.Money)
	if err != nil {
		return nil, err
	}
	b.Visits = append(b.Visits, before...)
	zone, err := ZoneIn(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	b.Today = planner.DayOf(s.Now().In(zone))
	err = tx.QueryRow(ctx, "select coalesce(max(day), 'epoch') from payment").Scan(&b.Covered)
	if err != nil {
		return nil, fmt.Errorf("days that payment files cover: %w", err)
	}
	return b, nil
}

// visitsTold are the visits of some days, and those whose promise is due in them.
func visitsTold(ctx context.Context, tx pgx.Tx, from, until planner.Day) ([]planner.Visit, error) {
	return someVisits(ctx, tx, `
		select v.household_id, v.kader_id, v.day, v.at, v.outcome, v.amount, v.promise
		from kader k
		join visit v on v.branch_id = k.branch_id and v.kader_id = k.id and v.day between $1 and $2
		union all
		select household_id, kader_id, day, at, outcome, amount, promise
		from visit
		where promise is not null and promise->>'due' between $3 and $4 and day not between $1 and $2 and day >= $5`,
		from, until, from.String(), until.String(), from-visitsBefore)
}

// visitsOfPayers are the visits to families with money that visitsTold leaves out.
func visitsOfPayers(ctx context.Context, tx pgx.Tx, from, until planner.Day, money []ledger.Money) ([]planner.Visit, error) {
	payers := make([]planner.HouseholdID, len(money))
	for i, m := range money {
		payers[i] = m.Household
	}
	slices.Sort(payers)
	return someVisits(ctx, tx, `
		select household_id, kader_id, day, at, outcome, amount, promise
		from visit
		where household_id = any($6) and day between $5 and $2 and day not between $1 and $2 and coalesce(promise->>'due' not between $3 and $4, true)`,
		from, until, from.String(), until.String(), from-visitsBefore, slices.Compact(payers))
}

func someVisits(ctx context.Context, tx pgx.Tx, sql string, args ...any) (out []planner.Visit, err error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	var v planner.Visit
	_, err = pgx.ForEachRow(rows, []any{&v.Household, &v.Kader, &v.Day, &v.At, (*string)(&v.Outcome), &v.Amount, &v.Promise}, func() error {
		out = append(out, v)
		v.Promise = nil
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return out, nil
}

// promised are the families of visits whose promise is due in some days, ascending; never
// nil, which SQL takes for unknown.
func promised(visits []planner.Visit, from, until planner.Day) []planner.HouseholdID {
	out := []planner.HouseholdID{}
	for _, v := range visits {
		if v.Promise != nil && v.Promise.Due >= from && v.Promise.Due <= until {
			out = append(out, v.Household)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moneyTold is the money that came or went on some days, and that of some families.
func moneyTold(ctx context.Context, tx pgx.Tx, from, until planner.Day, of []planner.HouseholdID) ([]ledger.Money, error) {
	rows, err := tx.Query(ctx, `
		select household_id, day, amount, reversed_on
		from payment
		where day between $1 and $2 and household_id <> all($3)
		union all
		select household_id, day, amount, reversed_on
		from payment
		where reversed_on between $1 and $2 and day not between $1 and $2 and household_id <> all($3)
		union all
		select household_id, day, amount, reversed_on
		from payment
		where household_id = any($3) and day between $4 and $2`, from, until, of, from-moneyBefore)
	if err != nil {
		return nil, fmt.Errorf("money: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m ledger.Money, err error) {
		err = row.Scan(&m.Household, &m.Day, &m.Amount, &m.Back)
		return m, err
	})
}
