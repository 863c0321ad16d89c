package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// arrearsKept is how many months of families' arrears are kept: two years to compare,
// and the one that runs.
const arrearsKept = 25

// KeepArrears keeps what every family owes for the month of the branch's figures,
// unless it is kept already. A later file of the same month takes the place of an
// earlier one; a month once begun by the next is never touched again.
func (s *Store) KeepArrears(ctx context.Context, b BranchID) (kept int64, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		f, err := FiguresIn(ctx, tx)
		if err != nil || f == nil {
			return err
		}
		month := f.AsOf.Month().First()
		var known bool
		err = tx.QueryRow(ctx, "select exists (select from arrears_month where month = $1 and as_of >= $2)", month, f.AsOf).Scan(&known)
		if err != nil || known {
			return err
		}
		tag, err := tx.Exec(ctx, `
			insert into arrears_month (branch_id, month, household_id, as_of, months, arrears)
			select $1, $2, h.id, `+figuresDay+`, h.months, case when h.arrears_status = 'aktif' then h.arrears else 0 end
			from household h
			where h.arrears_status <> 'ditarik'
			on conflict (branch_id, household_id, month) do update
			set as_of = excluded.as_of, months = excluded.months, arrears = excluded.arrears
			where (arrears_month.as_of, arrears_month.months, arrears_month.arrears) is distinct from (excluded.as_of, excluded.months, excluded.arrears)`, b, month)
		if err != nil {
			return err
		}
		kept = tag.RowsAffected()
		_, err = tx.Exec(ctx, "delete from arrears_month where month < $1", month.AddMonths(1-arrearsKept))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("keep arrears of branch %d: %w", b, err)
	}
	return kept, nil
}

// OwedThen is what a family owed at the end of a month.
type OwedThen struct {
	Month     planner.Month
	Household planner.HouseholdID
	Months    int
	Arrears   planner.Rupiah
}

// AddArrears keeps what families owed in months of which nothing is kept yet. Millions of
// rows go in as arrays: copied one by one they cost three times as much.
func AddArrears(ctx context.Context, tx pgx.Tx, b BranchID, owed []OwedThen) error {
	const atOnce = 100_000
	for some := range slices.Chunk(owed, atOnce) {
		first, last, months := make([]int32, len(some)), make([]int32, len(some)), make([]int16, len(some))
		household, arrears := make([]int64, len(some)), make([]int64, len(some))
		for i, o := range some {
			first[i], last[i], months[i] = int32(o.Month.First()), int32(o.Month.Last()), int16(o.Months) //nolint:gosec // no more than the cap
			household[i], arrears[i] = int64(o.Household), int64(o.Arrears)
		}
		_, err := tx.Exec(ctx, `
			insert into arrears_month (branch_id, month, household_id, as_of, months, arrears)
			select $1, date 'epoch' + x.first, x.household_id, date 'epoch' + x.last, x.months, x.arrears
			from unnest($2::int[], $3::int[], $4::smallint[], $5::bigint[], $6::bigint[]) x (first, last, months, household_id, arrears)`,
			b, first, last, months, household, arrears)
		if err != nil {
			return fmt.Errorf("add arrears: %w", err)
		}
	}
	return nil
}

// ArrearsTrend is what a branch's families owed in a month.
type ArrearsTrend struct {
	Month      planner.Day    `json:"month"`
	AsOf       planner.Day    `json:"asOf"`
	Households int64          `json:"households"` // in arrears
	Arrears    planner.Rupiah `json:"arrears"`
}

// ArrearsTrends are the months that are kept, oldest first.
func (s *Store) ArrearsTrends(ctx context.Context, b BranchID) (out []ArrearsTrend, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select month, max(as_of) as as_of, count(*) filter (where arrears > 0) as households, sum(arrears)::bigint as arrears
			from arrears_month
			group by month
			order by month`)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[ArrearsTrend])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("trend of arrears of branch %d: %w", b, err)
	}
	return out, nil
}

// figuresOf are what families owed, as far as it is kept, and owe now.
func figuresOf(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) (map[planner.HouseholdID][]ledger.Figure, error) {
	rows, err := tx.Query(ctx, `
		select h.id, `+figuresDay+`, h.months, h.arrears, h.classes
		from household h
		where h.id = any($1)
		union all
		select m.household_id, m.as_of, m.months, m.arrears, h.classes
		from arrears_month m
		join household h on h.id = m.household_id
		where m.household_id = any($1)
		order by 1, 2`, ids)
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	out := make(map[planner.HouseholdID][]ledger.Figure, len(ids))
	var id planner.HouseholdID
	var f ledger.Figure
	_, err = pgx.ForEachRow(rows, []any{&id, &f.AsOf, &f.Months, &f.Arrears, &f.Classes}, func() error {
		out[id] = append(out[id], f)
		f.Classes = nil
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	return out, nil
}
