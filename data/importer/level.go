package importer

import (
	"context"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// The level of a branch's figures is what a visit brings by the rule and by the branch's
// own visits, against what the chances alone give. One that hardly moved stays, so that
// the expectations of all blocks do not flicker with each payment.

// moves tells whether the level of the figures is another by now, as far as the branch's
// own visits tell: the mean, of all families, is taken as it was.
func (b basis) moves(ctx context.Context, tx pgx.Tx, f *data.Figures) (bool, error) {
	now, err := b.levelOf(ctx, tx, f.AsOf, f.Level.Mean)
	return !f.Level.Near(now), err
}

func (b basis) levelOf(ctx context.Context, tx pgx.Tx, asOf planner.Day, mean planner.Rupiah) (planner.Level, error) {
	own, err := data.RecordIn(ctx, tx, asOf, b.rules.Attribution.Days)
	return planner.LevelOf(b.rules.Yield, own, mean), err
}

// gatherAll adds up all households and brings the level up to date. The level of before
// nearly always stays: all families are read once, and the mean is worked out beside the
// sums; only where it moved they are read again.
func (b basis) gatherAll(ctx context.Context, tx pgx.Tx, f *data.Figures) (blocks []planner.Block, err error) {
	m := means{basis: b, chances: planner.Priors()}
	if f.Level == nil {
		err = m.read(ctx, tx)
	} else {
		blocks, err = b.gather(ctx, tx, nil, *f.Level, m.add)
	}
	if err != nil {
		return nil, err
	}
	now, err := b.levelOf(ctx, tx, f.AsOf, b.rules.MeanVisit(m.brings))
	if err != nil || f.Level != nil && f.Level.Near(now) {
		return blocks, err
	}
	f.Level = &now
	return b.gather(ctx, tx, nil, now, nil)
}

// means gathers the cash that first visits bring by the chances alone (Rules.MeanVisit).
type means struct {
	basis
	chances planner.Chances
	brings  []planner.Rupiah
}

// add takes a family that may be visited.
func (m *means) add(h planner.Household) {
	if cash, _ := m.chances.VisitExpected(m.calendar, &m.rules, h, planner.History{}); cash > 0 {
		m.brings = append(m.brings, cash)
	}
}

func (m *means) read(ctx context.Context, tx pgx.Tx) error {
	all, failed := householdsOf(ctx, tx, nil)
	for h := range all {
		if h.Cell != 0 && m.rules.Eligible(h) {
			m.add(h)
		}
	}
	return *failed
}
