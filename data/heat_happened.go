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
		homes, err := whereLive(ctx, tx, families)
		if err != nil {
			return err
		}
		of := func(home) heat.Categories { return heat.Categories{} }
		if apart {
			if of, err = m.categoriesIn(ctx, tx, today, homes); err != nil {
				return err
			}
		}
		out = make([]heat.Happening, len(homes))
		for i, h := range homes {
			n := families[h.id]
			out[i] = heat.Happening{
				Part: int32(m.Partition.Of(h.in.desa, h.in.countedIn())), Visits: int32(n.Visits), Met: int32(n.Met), Planned: int32(n.Planned), OnRoute: int32(n.OnRoute),
				Kept: int32(n.Kept), Settled: int32(n.Due), Paid: n.Unsought, Category: of(h),
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what happened in %s in branch %s: %w", month.Text, b.Code, err)
	}
	return out, nil
}

// home is where a family lives, and what it owes now, if anything.
type home struct {
	owing
	in   owingBlock
	owes bool
}

// whereLive are the homes of some families. Those in arrears, who are nearly all, are picked
// out of what is kept packed of all: to look thousands up one by one takes longer.
func whereLive(ctx context.Context, tx pgx.Tx, families map[planner.HouseholdID]ledger.Tally) (out []home, err error) {
	rest := maps.Clone(families)
	err = eachOwing(ctx, tx, owedNow, nil, func(b owingBlock) {
		packed := b.families
		for b.families = nil; len(packed) > 0; packed = packed[bytesOfFamily:] {
			if _, asked := rest[idOf(packed)]; asked {
				out = append(out, home{owingOf(packed), b, true})
				delete(rest, idOf(packed))
			}
		}
	})
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, "select h.id, h.desa, h.cell, not "+unplaced+" from household h where h.id = any($1)", slices.Collect(maps.Keys(rest)))
	if err != nil {
		return nil, fmt.Errorf("homes of families: %w", err)
	}
	var h home
	_, err = pgx.ForEachRow(rows, []any{(*int64)(&h.id), (*string)(&h.in.desa), (*int64)(&h.in.cell), &h.in.placed}, func() error {
		out = append(out, h)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("homes of families: %w", err)
	}
	return out, nil
}

// categoriesIn tells families apart as filters of the month do, at its end. How many months
// a family has not paid is of the month's file; where that names it no longer, of the last
// one that did.
func (m *HeatMonth) categoriesIn(ctx context.Context, tx pgx.Tx, today planner.Day, homes []home) (func(home) heat.Categories, error) {
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
	now := m.AsOf > 0 && m.AsOf.Month() == m.Month
	out := map[planner.HouseholdID]heat.Categories{}
	var ids []planner.HouseholdID // of whom what is kept packed does not tell
	for _, h := range homes {
		if now && h.owes {
			out[h.id] = h.category(states, channels)
		} else {
			ids = append(ids, h.id)
		}
	}
	rows, err := tx.Query(ctx, `
		select h.id, h.classes[1], h.rehab is not null, coalesce(
		  case when $3 and h.arrears_status = 'aktif' then h.months end,
		  (select o.months from arrears_month o where o.branch_id = h.branch_id and o.household_id = h.id and o.month <= $2 and o.arrears > 0 order by o.month desc limit 1),
		  h.months)
		from household h
		where h.id = any($1)`, ids, m.Month.First(), now)
	if err != nil {
		return nil, fmt.Errorf("categories of families: %w", err)
	}
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
	return func(h home) heat.Categories {
		c := out[h.id]
		c[heat.Kader] = uint16(numberOf(served[h.in.desa], h.in.cell))
		return c
	}, nil
}
