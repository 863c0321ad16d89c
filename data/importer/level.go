package importer

import (
	"context"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// settleLevel brings the level of the branch's figures up to date: what a visit brings
// by the rule and by the branch's own visits, against what the chances alone give. A
// level that hardly moved stays,
// so that the expectations of all blocks do not flicker with each payment. The mean is
// worked out with all blocks; moved tells that they need it.
func (in *intake) settleLevel(ctx context.Context, tx pgx.Tx, f *data.Figures, b basis, all bool) (moved bool, err error) {
	own, err := data.RecordIn(ctx, tx, f.AsOf, b.rules.Attribution.Days)
	if err != nil {
		return false, err
	}
	mean := planner.Rupiah(0)
	if f.Level != nil {
		mean = f.Level.Mean
	}
	if all || f.Level == nil {
		if mean, err = b.mean(ctx, tx); err != nil {
			return false, err
		}
	}
	now := planner.LevelOf(b.rules.Yield, own, mean)
	if f.Level != nil && f.Level.Near(now) {
		return false, nil
	}
	f.Level = &now
	return true, nil
}

// mean is the cash that a first visit brings by the chances alone (Rules.MeanVisit).
func (b basis) mean(ctx context.Context, tx pgx.Tx) (planner.Rupiah, error) {
	chances := planner.Priors()
	var brings []planner.Rupiah
	all, failed := householdsOf(ctx, tx, nil)
	for h := range all {
		if h.Cell == 0 || !b.rules.Eligible(h) {
			continue
		}
		if cash, _ := chances.VisitExpected(b.calendar, &b.rules, h, planner.History{}); cash > 0 {
			brings = append(brings, cash)
		}
	}
	if *failed != nil {
		return 0, *failed
	}
	return b.rules.MeanVisit(brings), nil
}
