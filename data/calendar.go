package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// HolidaysIn are the national holidays.
func HolidaysIn(ctx context.Context, tx pgx.Tx) (map[planner.Day]string, error) {
	rows, err := tx.Query(ctx, "select day, name from holiday order by day")
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
