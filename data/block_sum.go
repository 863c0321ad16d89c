package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// BranchSum is what a branch's blocks add up to, for whoever looks over many branches.
type BranchSum struct {
	Code       string         `json:"code"`
	Name       string         `json:"name"`
	AsOf       *planner.Day   `json:"asOf,omitempty"` // of the figures
	Households int64          `json:"households"`
	Eligible   int64          `json:"eligible"`
	Arrears    planner.Rupiah `json:"arrears"`
	Expected   planner.Rupiah `json:"expected"`             // in a month
	Later      planner.Rupiah `json:"later"`                // what that month's visits set going beside it
	Kedeputian *Kedeputian    `json:"kedeputian,omitempty"` // nil: not known
	Few        bool           `json:"few" db:"-"`           // too few families to be told of: no numbers
}

// BranchSums are those of some branches, by code, from what is kept of them: no family
// and no block is read.
func (s *Store) BranchSums(ctx context.Context, branches []BranchID) (out []BranchSum, err error) {
	err = s.Snapshot(ctx, branches, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select b.code, b.name, f.as_of, coalesce(s.households, 0)::bigint as households, coalesce(s.eligible, 0)::bigint as eligible,
			  coalesce(s.arrears, 0) as arrears, coalesce(s.expected, 0) as expected, coalesce(s.later, 0) as later,
			  case when d.code is not null then jsonb_build_object('code', d.code, 'name', d.name) end as kedeputian
			from branch b
			left join kedeputian d on d.code = b.kedeputian
			left join block_sum s on s.branch_id = b.id and s.resolution = 0
			left join figures f on f.branch_id = b.id
			where b.id = any($1)
			order by b.code`, branches)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[BranchSum])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sums of %d branches: %w", len(branches), err)
	}
	return out, nil
}
