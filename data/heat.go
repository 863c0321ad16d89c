package data

import (
	"context"
	"fmt"

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

// parentCell is the cell of resolution $1 around a block's cell: its digits
// beyond $1 set to 7, its resolution replaced. Checked against h3 by a test.
const parentCell = "(cell & ~(15::bigint << 52)) | ($1::int::bigint << 52) | ((1::bigint << (3 * (15 - $1::int))) - 1)"

// Heat sums the branch by cells of a resolution up to geo.BlockResolution.
// Households whose cell was drawn are counted where they were drawn: planning
// needs them, and at the resolutions shown their desa is what counts.
func (s *Store) Heat(ctx context.Context, b BranchID, resolution int) (cells []HeatCell, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select `+parentCell+` as cell, sum(households) as households, sum(eligible) as eligible,
			  sum(arrears)::bigint as arrears, sum(expected)::bigint as expected
			from block
			group by 1
			order by 1`, resolution)
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
