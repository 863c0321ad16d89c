package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Uncovered adds up what a plan leaves of a desa without kader.
type Uncovered struct {
	Desa      geo.AreaCode `json:"desa"`
	Name      string       `json:"name"`
	Kecamatan string       `json:"kecamatan"`
	Blocks    int          `json:"blocks"`
	planner.Figures
}

// Uncovered are the desa with blocks in no territory of a finished plan, those
// first in which most is expected. Figures are of today's blocks.
func (s *Store) Uncovered(ctx context.Context, b BranchID, id PlanID) (out []Uncovered, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		var done bool
		if err := tx.QueryRow(ctx, "select state = 'done' from plan where id = $1 and kind = 'territory'", id).Scan(&done); err != nil || !done {
			return missing(err)
		}
		rows, err := tx.Query(ctx, `
			select k.desa, coalesce(d.name, '') as name, coalesce(kec.name, '') as kecamatan, count(*)::int as blocks,
			  sum(k.households)::int as households, sum(k.eligible)::int as eligible, sum(k.members)::int as members,
			  sum(k.arrears)::bigint as arrears, sum(k.expected)::bigint as expected, sum(k.later)::bigint as later
			from block k
			left join area d on d.branch_id = k.branch_id and d.code = k.desa
			left join area kec on kec.branch_id = k.branch_id and kec.code = left(k.desa, 8)
			where not exists (
			  select from territory_block t
			  where t.branch_id = k.branch_id and t.plan_id = $1 and t.desa = k.desa and t.cell = k.cell)
			group by k.desa, d.name, kec.name
			order by expected desc, k.desa`, id)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[Uncovered])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("uncovered desa of plan %d: %w", id, err)
	}
	return out, nil
}
