package data

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// HeatCell sums the blocks of a cell of some resolution.
type HeatCell struct {
	Cell       geo.Cell       `json:"cell"`
	Households int            `json:"households"`
	Eligible   int            `json:"eligible"`
	Arrears    planner.Rupiah `json:"arrears"`
	Expected   planner.Rupiah `json:"expected"`
}

// Heat sums the branch by the cells of its blocks, ascending. Households whose cell
// was drawn are counted where they were drawn: planning needs them, and at the
// resolutions shown their desa is what counts.
func (s *Store) Heat(ctx context.Context, b BranchID) (cells []HeatCell, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select cell, households, eligible, arrears, expected from block")
		if err != nil {
			return err
		}
		var c HeatCell
		_, err = pgx.ForEachRow(rows, []any{(*int64)(&c.Cell), &c.Households, &c.Eligible, (*int64)(&c.Arrears), (*int64)(&c.Expected)}, func() error {
			cells = append(cells, c)
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("heat of branch %d: %w", b, err)
	}
	slices.SortFunc(cells, func(x, y HeatCell) int { return cmp.Compare(x.Cell, y.Cell) })
	return summed(cells), nil
}

// summed adds up what stands beside each other under one cell.
func summed(cells []HeatCell) (out []HeatCell) {
	for _, c := range cells {
		if last := len(out) - 1; last >= 0 && out[last].Cell == c.Cell {
			out[last].Households += c.Households
			out[last].Eligible += c.Eligible
			out[last].Arrears += c.Arrears
			out[last].Expected += c.Expected
			continue
		}
		out = append(out, c)
	}
	return out
}

// Coarser sums cells by their parents of a resolution. Both are of one resolution
// and ascend: an H3 index begins with what it has in common with its parent.
func Coarser(cells []HeatCell, resolution int) ([]HeatCell, error) {
	parents := slices.Clone(cells)
	for i, c := range cells {
		var err error
		if parents[i].Cell, err = geo.Parent(c.Cell, resolution); err != nil {
			return nil, err
		}
	}
	return summed(parents), nil
}
