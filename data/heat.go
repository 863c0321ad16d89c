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
		rows, err := tx.Query(ctx, `
			select cell, sum(households) as households, sum(eligible) as eligible, sum(arrears)::bigint as arrears, sum(expected)::bigint as expected
			from block
			group by cell
			order by cell`)
		if err != nil {
			return err
		}
		cells, err = pgx.CollectRows(rows, pgx.RowToStructByName[HeatCell])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("heat of branch %d: %w", b, err)
	}
	return cells, nil
}

// Coarser sums cells by their parents of a resolution, ascending.
func Coarser(cells []HeatCell, resolution int) ([]HeatCell, error) {
	sums := map[geo.Cell]*HeatCell{}
	for _, c := range cells {
		parent, err := geo.Parent(c.Cell, resolution)
		if err != nil {
			return nil, err
		}
		sum := sums[parent]
		if sum == nil {
			sum = &HeatCell{Cell: parent}
			sums[parent] = sum
		}
		sum.Households += c.Households
		sum.Eligible += c.Eligible
		sum.Arrears += c.Arrears
		sum.Expected += c.Expected
	}
	out := make([]HeatCell, 0, len(sums))
	for _, sum := range sums {
		out = append(out, *sum)
	}
	slices.SortFunc(out, func(x, y HeatCell) int { return cmp.Compare(x.Cell, y.Cell) })
	return out, nil
}
