package data

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/ledger"
)

// HeatHappened is what happened to families in a month, in the parts of its partition:
// the board's numbers by family. Only what the month needs is read; what filters tell
// families apart by only where it is asked for.
func (s *Store) HeatHappened(ctx context.Context, b Branch, m *HeatMonth, apart bool) (out []heat.Happening, err error) {
	month, err := ledger.ParsePeriod(m.Month.String())
	if err != nil {
		return nil, err
	}
	err = s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error {
		today := b.Today(s.Now())
		until := min(month.Until, today)
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
		families := ledger.Happened(month, until, visits, money, calls)
		of := func(planner.HouseholdID, planner.BlockKey) heat.Categories { return heat.Categories{} }
		if apart {
			if of, err = m.categoriesIn(ctx, tx, today, slices.Collect(maps.Keys(families))); err != nil {
				return err
			}
		}
		out, err = happenings(ctx, tx, m.Partition, families, of)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what happened in %s in branch %s: %w", month.Text, b.Code, err)
	}
	return out, nil
}

// happenings puts families' numbers into their parts.
func happenings(ctx context.Context, tx pgx.Tx, p *Partition, families map[planner.HouseholdID]ledger.Tally, of func(planner.HouseholdID, planner.BlockKey) heat.Categories) ([]heat.Happening, error) {
	rows, err := tx.Query(ctx, "select h.id, h.desa, h.cell, "+unplaced+" from household h where h.id = any($1)", slices.Collect(maps.Keys(families)))
	if err != nil {
		return nil, fmt.Errorf("parts of families: %w", err)
	}
	out := make([]heat.Happening, 0, len(families))
	var id planner.HouseholdID
	var key planner.BlockKey
	var alone bool
	_, err = pgx.ForEachRow(rows, []any{(*int64)(&id), (*string)(&key.Desa), (*int64)(&key.Cell), &alone}, func() error {
		n := families[id]
		cell := key.Cell
		if alone {
			cell = 0
		}
		out = append(out, heat.Happening{
			Part: int32(p.Of(key.Desa, cell)), Visits: int32(n.Visits), Met: int32(n.Met), Planned: int32(n.Planned), OnRoute: int32(n.OnRoute),
			Kept: int32(n.Kept), Settled: int32(n.Due), Paid: n.Unsought, Category: of(id, key),
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("parts of families: %w", err)
	}
	return out, nil
}

// categoriesIn tells families apart as filters of the month do, at its end. How many months
// a family has not paid is of the month's file; where that names it no longer, of the last
// one that did.
func (m *HeatMonth) categoriesIn(ctx context.Context, tx pgx.Tx, today planner.Day, ids []planner.HouseholdID) (func(planner.HouseholdID, planner.BlockKey) heat.Categories, error) {
	until := min(today, m.Month.Last())
	states, err := m.statesIn(ctx, tx, until)
	if err != nil {
		return nil, err
	}
	channels, err := m.channelsIn(ctx, tx, until)
	if err != nil {
		return nil, err
	}
	same := &HeatMonth{} // kader in the month's order
	served, err := same.servedIn(ctx, tx, until)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		select h.id, h.classes[1], h.rehab is not null, coalesce(
		  case when $3 and h.arrears_status = 'aktif' then h.months end,
		  (select o.months from arrears_month o where o.branch_id = h.branch_id and o.household_id = h.id and o.month <= $2 and o.arrears > 0 order by o.month desc limit 1),
		  h.months)
		from household h
		where h.id = any($1)`, ids, m.Month.First(), m.AsOf > 0 && m.AsOf.Month() == m.Month)
	if err != nil {
		return nil, fmt.Errorf("categories of families: %w", err)
	}
	out := map[planner.HouseholdID]heat.Categories{}
	var id planner.HouseholdID
	var class, months int
	var rehab bool
	_, err = pgx.ForEachRow(rows, []any{(*int64)(&id), &class, &rehab, &months}, func() error {
		out[id] = owing{id: id, class: class, months: months, rehab: rehab}.category(states, channels)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("categories of families: %w", err)
	}
	return func(id planner.HouseholdID, key planner.BlockKey) heat.Categories {
		c := out[id]
		c[heat.Kader] = uint16(served.at(key))
		return c
	}, nil
}
