package importer

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// rebuild gathers the branch's households into blocks anew.
func (in *intake) rebuild(ctx context.Context, tx pgx.Tx) error {
	in.watch.enter("menyusun blok", 0)
	day, err := in.figuresDay(ctx, tx)
	if err != nil {
		return err
	}
	rules, err := data.RulesIn(ctx, tx, day)
	if err != nil {
		return err
	}
	holidays, err := data.HolidaysIn(ctx, tx)
	if err != nil {
		return err
	}
	past, err := histories(ctx, tx)
	if err != nil {
		return err
	}
	calendar, chances := planner.Calendar{Holidays: holidays}, planner.Priors()
	expected := func(h planner.Household) planner.Rupiah {
		return chances.MonthExpected(calendar, &rules, h, past[h.ID])
	}
	all, failed := householdsOf(ctx, tx)
	blocks, links, err := planner.BuildBlocks(all, rules.Eligible, expected)
	if *failed != nil {
		return *failed
	}
	if err != nil {
		return fmt.Errorf("build blocks: %w", err)
	}
	return data.ReplaceBlocks(ctx, tx, in.branch, blocks, links)
}

// figuresDay is the day on which the branch's newest figures were true.
func (in *intake) figuresDay(ctx context.Context, tx pgx.Tx) (planner.Day, error) {
	day := in.AsOf
	var last *planner.Day
	if err := tx.QueryRow(ctx, "select max(as_of) from household").Scan(&last); err != nil {
		return 0, fmt.Errorf("day of the figures: %w", err)
	}
	if last != nil {
		day = max(day, *last)
	}
	return day, nil
}

// householdsOf are the branch's households; what kept them from coming all is
// known once they have been gone through.
func householdsOf(ctx context.Context, tx pgx.Tx) (all iter.Seq[planner.Household], failed *error) {
	failed = new(error)
	return func(yield func(planner.Household) bool) { *failed = data.EachHousehold(ctx, tx, yield) }, failed
}

// histories are the visits and payments of the households that have any.
func histories(ctx context.Context, tx pgx.Tx) (map[planner.HouseholdID]planner.History, error) {
	visits, err := data.VisitsIn(ctx, tx, nil)
	if err != nil {
		return nil, err
	}
	payments, err := data.PaymentsIn(ctx, tx, nil)
	if err != nil {
		return nil, err
	}
	past := map[planner.HouseholdID]planner.History{}
	for _, v := range visits {
		h := past[v.Household]
		h.Visits = append(h.Visits, v)
		past[v.Household] = h
	}
	for _, p := range payments {
		h := past[p.Household]
		h.Payments = append(h.Payments, p)
		past[p.Household] = h
	}
	return past, nil
}
