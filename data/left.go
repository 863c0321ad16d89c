package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Family is a household by its name and its place, without numbers.
type Family struct {
	Household planner.HouseholdID `json:"household"`
	HeadName  string              `json:"headName"`
	RT        string              `json:"rt"`
	RW        string              `json:"rw"`
	Desa      geo.AreaCode        `json:"desa"`
	DesaName  string              `json:"desaName"`
	Arrears   planner.Rupiah      `json:"arrears"`
}

// FamilyLeft is a family that a kader's month leaves out: planner.LeftOut with the
// name of the family that would be displaced.
type FamilyLeft struct {
	Family
	Code        string              `json:"code"`
	Short       planner.Rupiah      `json:"short"`
	Day         *planner.Day        `json:"day,omitempty"`
	Instead     planner.HouseholdID `json:"instead"`
	InsteadName string              `json:"insteadName"`
}

// FamilyHeld is a family that is kept for the day of its promise: planner.Hold.
type FamilyHeld struct {
	Family
	Until planner.Day    `json:"until"`
	Price planner.Rupiah `json:"price"`
}

// LeftOut is whom a kader's month leaves out and whom it holds.
type LeftOut struct {
	Left  []FamilyLeft `json:"left"`  // the first MostLeft: who is closest to a place first
	Total int          `json:"total"` // of those left out
	Held  []FamilyHeld `json:"held"`  // by day
}

// MostLeft is how many families left out one request reads at most: more than the
// territories of a kader hold, though not more than a branch does.
const MostLeft = 2000

const familyColumns = "h.id as household, h.head_name, h.rt, h.rw, h.desa, coalesce(d.name, '') as desa_name, h.arrears"

// LeftOut tells a person whom the newest month of a kader leaves out and why, and
// whom it holds for a promise; the reading is audited. ErrNotFound: the kader has
// no routes in that month.
func (s *Store) LeftOut(ctx context.Context, b BranchID, kader planner.KaderID, month planner.Month, reader int64) (out LeftOut, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var plan PlanID
		err := tx.QueryRow(ctx, `
			select m.plan_id, jsonb_array_length(m.left_out)
			from route_month m
			join plan p on p.branch_id = m.branch_id and p.id = m.plan_id
			where m.kader_id = $1 and m.last = $2 and p.state in ('running', 'done')
			order by m.plan_id desc
			limit 1`, kader, month.Last()).Scan(&plan, &out.Total)
		if err != nil {
			return missing(err)
		}
		if out.Left, err = leftIn(ctx, tx, plan, kader); err != nil {
			return err
		}
		if out.Held, err = heldIn(ctx, tx, plan, kader); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "list left out", Households: out.households()})
	})
	if err != nil {
		return LeftOut{}, fmt.Errorf("left out by kader %d in %s: %w", kader, month, err)
	}
	return out, nil
}

func leftIn(ctx context.Context, tx pgx.Tx, plan PlanID, kader planner.KaderID) ([]FamilyLeft, error) {
	rows, err := tx.Query(ctx, `
		select `+familyColumns+`, l.code, coalesce(l.short, 0) as short, l.day, coalesce(i.id, 0) as instead, coalesce(i.head_name, '') as instead_name
		from route_month m
		cross join jsonb_to_recordset(m.left_out) l (household bigint, code text, short bigint, day date, instead bigint)
		join household h on h.branch_id = m.branch_id and h.id = l.household
		left join household i on i.branch_id = m.branch_id and i.id = l.instead
		left join area d on d.branch_id = h.branch_id and d.code = h.desa
		where m.plan_id = $1 and m.kader_id = $2
		order by l.day is null, short, l.code, desa_name, h.rw, h.rt, h.id
		limit $3`, plan, kader, MostLeft)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[FamilyLeft])
}

func heldIn(ctx context.Context, tx pgx.Tx, plan PlanID, kader planner.KaderID) ([]FamilyHeld, error) {
	rows, err := tx.Query(ctx, `
		select `+familyColumns+`, x.until, x.price
		from route_month m
		cross join jsonb_to_recordset(coalesce(m.certificate->'held', '[]')) x (household bigint, until date, price bigint)
		join household h on h.branch_id = m.branch_id and h.id = x.household
		left join area d on d.branch_id = h.branch_id and d.code = h.desa
		where m.plan_id = $1 and m.kader_id = $2
		order by x.until, h.id`, plan, kader)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[FamilyHeld])
}

// households are all whose names were read.
func (l LeftOut) households() []planner.HouseholdID {
	var ids []planner.HouseholdID
	for _, f := range l.Left {
		ids = append(ids, f.Household)
		if f.Instead != 0 {
			ids = append(ids, f.Instead)
		}
	}
	for _, f := range l.Held {
		ids = append(ids, f.Household)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
