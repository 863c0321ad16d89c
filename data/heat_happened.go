package data

import (
	"context"
	"fmt"

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
		money, err := moneyTold(ctx, tx, month.From, month.Until, promised(visits, month.From, until))
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
