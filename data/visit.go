package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// DayVisit is a visit as those see it who ask what came of a day.
type DayVisit struct {
	Household planner.HouseholdID `json:"household"`
	HeadName  string              `json:"headName"`
	RT        string              `json:"rt"`
	RW        string              `json:"rw"`
	DesaName  string              `json:"desaName"`
	At        planner.Minute      `json:"at"`
	Outcome   planner.Outcome     `json:"outcome"`
	Amount    planner.Rupiah      `json:"amount"` // paid, or promised
}

// DayVisits are what a kader did on a day, planned or not, in its order; the reading
// is audited. Events that wait for the branch are not among them.
func (s *Store) DayVisits(ctx context.Context, b BranchID, kader planner.KaderID, day planner.Day, reader int64) (visits []DayVisit, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select h.id as household, h.head_name, h.rt, h.rw, coalesce(d.name, '') as desa_name, v.at, v.outcome, v.amount
			from visit v
			join household h on h.branch_id = v.branch_id and h.id = v.household_id
			left join area d on d.branch_id = h.branch_id and d.code = h.desa
			where v.kader_id = $1 and v.day = $2
			order by v.at, v.nth, h.id`, kader, day)
		if err != nil {
			return err
		}
		if visits, err = pgx.CollectRows(rows, pgx.RowToStructByName[DayVisit]); err != nil {
			return err
		}
		seen := make([]planner.HouseholdID, len(visits))
		for i, v := range visits {
			seen[i] = v.Household
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "read visits", Households: seen})
	})
	if err != nil {
		return nil, fmt.Errorf("visits of kader %d: %w", kader, err)
	}
	return visits, nil
}
