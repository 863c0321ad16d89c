package report

import (
	"context"
	"fmt"
	"slices"

	"binaan/data"
	"binaan/planner/ledger"
)

// Make evaluates a branch's period, with the statements of its months.
func Make(ctx context.Context, store *data.Store, b data.Branch, p ledger.Period) (Pack, error) {
	e, statements, err := store.Evaluate(ctx, b, p)
	if err != nil {
		return Pack{}, err
	}
	out := Of(b, e, store.Now())
	out.Statements = statements
	if out.Missing, err = store.MissingHouseholds(ctx, b.ID); err != nil {
		return Pack{}, err
	}
	if out.Reasons, err = store.Notes(ctx, b.ID, p); err != nil {
		return Pack{}, err
	}
	out.Estimated = slices.ContainsFunc(out.Statements, func(s ledger.Statement) bool { return s.Totals.Estimate != 0 })
	return out, nil
}

// GoalLine is a target in a line of text: what was asked and what was done of it.
func GoalLine(g ledger.Attainment) string {
	return fmt.Sprintf("%s: %s / %s = %s", goalText(g.Goal), amountText(g.Measure, g.Num), amountText(g.Measure, g.Den), shareText(g.Ratio))
}
