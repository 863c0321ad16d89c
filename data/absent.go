package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// AbsentFamily is a household in arrears that a file should have named and did not,
// as it was known last.
type AbsentFamily struct {
	HouseholdRow
	Since planner.Day     `json:"since"` // of the first file that lacked it
	Means planner.Absence `json:"means" enum:"UNKNOWN,PAID_UP,MOVED_BRANCH"`
}

// AbsentFamilies are the families that an import should have named, by desa and
// number; at most so many, 0 for all. Reading them is audited.
func (s *Store) AbsentFamilies(ctx context.Context, b BranchID, id ImportID, most int, reader int64) (out []AbsentFamily, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select h.id, h.head_name, `+maskedKK+` as no_kk_masked, h.address, h.rt, h.rw, h.desa, coalesce(d.name, '') as desa_name,
			  cardinality(h.classes) as members, h.months, h.arrears, h.accuracy, `+figuresDay+` as as_of, h.absent_since, a.since, a.means
			from import_absent a
			join household h on h.branch_id = a.branch_id and h.id = a.household_id
			left join area d on d.branch_id = h.branch_id and d.code = h.desa
			where a.import_id = $1
			order by h.desa, h.id
			limit nullif($2, 0)`, id, most)
		if err != nil {
			return err
		}
		if out, err = pgx.CollectRows(rows, pgx.RowToStructByName[AbsentFamily]); err != nil {
			return err
		}
		ids := make([]planner.HouseholdID, len(out))
		for i, f := range out {
			ids[i] = f.ID
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "list absent families", Reason: fmt.Sprintf("import %d", id), Households: ids})
	})
	if err != nil {
		return nil, fmt.Errorf("absent families of import %d: %w", id, err)
	}
	return out, nil
}
