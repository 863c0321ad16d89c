package data

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/ledger"
)

// HeatHappened is what happened to families in a month, in the parts of its partition:
// the board's numbers, counted for each family.
func (s *Store) HeatHappened(ctx context.Context, b Branch, p *Partition, month ledger.Period) (out []heat.Happening, err error) {
	err = s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error {
		book, err := s.bookIn(ctx, tx, b.ID, month.From, month.Until)
		if err != nil {
			return err
		}
		working := func(d planner.Day) bool { return d.Weekday() != time.Sunday }
		asked, err := s.boardAsked(ctx, tx, book, month, ledger.Period{}, b.Today(s.Now()), nil, working)
		if err != nil {
			return err
		}
		asked.Home = familyCode
		parts, err := partsOf(ctx, tx, p)
		if err != nil {
			return err
		}
		out = happenings(ledger.MakeBoard(asked).Now, parts)
		return book.rulesErr
	})
	if err != nil {
		return nil, fmt.Errorf("what happened in %s in branch %s: %w", month.Text, b.Code, err)
	}
	return out, nil
}

// familyCode stands for a family where a board is made of places.
func familyCode(h planner.HouseholdID) geo.AreaCode {
	return geo.AreaCode(strconv.FormatInt(int64(h), 10))
}

// happenings add a grain up by family.
func happenings(g ledger.Grain, parts map[planner.HouseholdID]int32) []heat.Happening {
	at := map[geo.AreaCode]int{}
	var out []heat.Happening
	for spot, t := range g.Spots {
		id, err := strconv.ParseInt(string(spot.Area), 10, 64)
		part, known := parts[planner.HouseholdID(id)]
		if err != nil || !known {
			continue
		}
		i, seen := at[spot.Area]
		if !seen {
			i = len(out)
			at[spot.Area] = i
			out = append(out, heat.Happening{Part: part})
		}
		h := &out[i]
		h.Visits, h.Met = h.Visits+int32(t.Visits), h.Met+int32(t.Met)
		h.Planned, h.OnRoute = h.Planned+int32(t.Planned), h.OnRoute+int32(t.OnRoute)
		h.Kept, h.Settled = h.Kept+int32(t.Kept), h.Settled+int32(t.Due)
		h.Paid += t.Collected + t.Unsought
	}
	return out
}

// partsOf are the parts of all families of a branch.
func partsOf(ctx context.Context, tx pgx.Tx, p *Partition) (map[planner.HouseholdID]int32, error) {
	rows, err := tx.Query(ctx, "select h.desa, case when "+unplaced+" then 0 else h.cell end, array_agg(h.id) from household h group by 1, 2")
	if err != nil {
		return nil, fmt.Errorf("parts of families: %w", err)
	}
	out := map[planner.HouseholdID]int32{}
	var key planner.BlockKey
	var ids []planner.HouseholdID
	_, err = pgx.ForEachRow(rows, []any{(*string)(&key.Desa), (*int64)(&key.Cell), &ids}, func() error {
		part := p.Of(key.Desa, key.Cell)
		for _, id := range ids {
			out[id] = int32(part)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("parts of families: %w", err)
	}
	return out, nil
}
