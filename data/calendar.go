package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// HolidaysIn are the days off of a transaction's branch: the national ones, but for
// those that it struck out, and its own.
func HolidaysIn(ctx context.Context, tx pgx.Tx) (map[planner.Day]string, error) {
	rows, err := tx.Query(ctx, `
		select day, name from holiday where day not in (select day from holiday_own)
		union all
		select day, name from holiday_own where not struck
		order by day`)
	if err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	out := map[planner.Day]string{}
	var day planner.Day
	var name string
	_, err = pgx.ForEachRow(rows, []any{&day, &name}, func() error {
		out[day] = name
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	return out, nil
}
