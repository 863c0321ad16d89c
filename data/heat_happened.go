package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/ledger"
)

// HeatHappened is what happened to families in a month, in the parts of its partition:
// the board's numbers by family. Only what the month needs is read.
func (s *Store) HeatHappened(ctx context.Context, b Branch, p *Partition, month ledger.Period) (out []heat.Happening, err error) {
	err = s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error {
		until := min(month.Until, b.Today(s.Now()))
		visits, err := visitsTold(ctx, tx, month.From, until)
		if err != nil {
			return err
		}
		money, err := moneyTold(ctx, tx, month, until, visits)
		if err != nil {
			return err
		}
		calls, err := callsIn(ctx, tx, month, until)
		if err != nil {
			return err
		}
		out, err = happenings(ctx, tx, p, ledger.Happened(month, until, visits, money, calls))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what happened in %s in branch %s: %w", month.Text, b.Code, err)
	}
	return out, nil
}

// visitsTold are the visits of some days, and those whose promise is due in them.
func visitsTold(ctx context.Context, tx pgx.Tx, from, until planner.Day) ([]planner.Visit, error) {
	rows, err := tx.Query(ctx, `
		select v.household_id, v.kader_id, v.day, v.outcome, v.promise
		from kader k
		join visit v on v.branch_id = k.branch_id and v.kader_id = k.id and v.day between $1 and $2
		union all
		select household_id, kader_id, day, outcome, promise
		from visit
		where promise is not null and promise->>'due' between $3 and $4 and day not between $1 and $2 and day >= $5`,
		from, until, from.String(), until.String(), from-visitsBefore)
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	var out []planner.Visit
	var v planner.Visit
	_, err = pgx.ForEachRow(rows, []any{&v.Household, &v.Kader, &v.Day, (*string)(&v.Outcome), &v.Promise}, func() error {
		out = append(out, v)
		v.Promise = nil
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return out, nil
}

// moneyTold is the money that came or went on some days of a month, and that of families
// who promised some of it.
func moneyTold(ctx context.Context, tx pgx.Tx, month ledger.Period, until planner.Day, visits []planner.Visit) ([]ledger.Money, error) {
	var promised []planner.HouseholdID
	for _, v := range visits {
		if v.Promise != nil && v.Promise.Due >= month.From && v.Promise.Due <= until {
			promised = append(promised, v.Household)
		}
	}
	slices.Sort(promised)
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
		where household_id = any($3) and day between $4 and $2`, month.From, month.Until, slices.Compact(promised), month.From-moneyBefore)
	if err != nil {
		return nil, fmt.Errorf("money: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m ledger.Money, err error) {
		err = row.Scan(&m.Household, &m.Day, &m.Amount, &m.Back)
		return m, err
	})
}

// happenings puts families' numbers into their parts.
func happenings(ctx context.Context, tx pgx.Tx, p *Partition, families map[planner.HouseholdID]ledger.Tally) ([]heat.Happening, error) {
	ids := make([]planner.HouseholdID, 0, len(families))
	for id := range families {
		ids = append(ids, id)
	}
	rows, err := tx.Query(ctx, "select h.id, h.desa, case when "+unplaced+" then 0 else h.cell end from household h where h.id = any($1)", ids)
	if err != nil {
		return nil, fmt.Errorf("parts of families: %w", err)
	}
	out := make([]heat.Happening, 0, len(families))
	var id planner.HouseholdID
	var key planner.BlockKey
	_, err = pgx.ForEachRow(rows, []any{(*int64)(&id), (*string)(&key.Desa), (*int64)(&key.Cell)}, func() error {
		n := families[id]
		out = append(out, heat.Happening{
			Part: int32(p.Of(key.Desa, key.Cell)), Visits: int32(n.Visits), Met: int32(n.Met), Planned: int32(n.Planned), OnRoute: int32(n.OnRoute),
			Kept: int32(n.Kept), Settled: int32(n.Due), Paid: n.Unsought,
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("parts of families: %w", err)
	}
	return out, nil
}
