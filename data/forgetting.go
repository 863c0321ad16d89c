package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// mostWorn is of how many events, and mostForgotten of how many families, what tells
// who somebody is goes in one transaction.
const (
	mostWorn      = 500
	mostForgotten = 100
)

// numbersGone takes identity numbers from rows of payment files, and the families that
// were meant perhaps; a row that still waits for somebody keeps them.
var numbersGone = fmt.Sprintf(`
	with gone as (
	  update money_row x set kk = '', va = '', card = '', candidates = '[]'
	  where x.ctid = any(array(
	    select r.ctid from money_row r
	    where (r.kk <> '' or r.va <> '' or r.card <> '') and r.state <> 'review' and r.day < moment()::date - $1::int
	    limit %d))
	  returning 1)
	select count(*) from gone`, mostWorn)

// wearing lets exact places, then notes and names of events go, and keeps what those
// events come to without.
func wearing(b BranchID, fixes, notes int) func(context.Context, pgx.Tx) (int64, error) {
	return func(ctx context.Context, tx pgx.Tx) (int64, error) {
		worn, err := letGo[planner.EventID](ctx, tx, b, "select w::text from wear_events($1, moment() - make_interval(days => $2), moment() - make_interval(days => $3), $4) w", b, fixes, notes, mostWorn)
		if err != nil || len(worn) == 0 {
			return 0, err
		}
		homes, err := rootsIn(ctx, tx, b, worn)
		if err != nil {
			return 0, err
		}
		return int64(len(worn)), foldAgain(ctx, tx, b, homes)
	}
}

// forgetting lets go who families were that owe nothing and were not heard of for so
// many days.
func forgetting(b BranchID, days int) func(context.Context, pgx.Tx) (int64, error) {
	return func(ctx context.Context, tx pgx.Tx) (int64, error) {
		homes, err := letGo[planner.HouseholdID](ctx, tx, b, "select forget_families($1, moment() - make_interval(days => $2), $3, $4)", b, days, mostForgotten, planner.MendDepth)
		if err != nil {
			return 0, err
		}
		return int64(len(homes)), foldAgain(ctx, tx, b, homes)
	}
}

// letGo asks the database, which alone may change events, and reads whom it concerned.
func letGo[T any](ctx context.Context, tx pgx.Tx, b BranchID, sql string, args ...any) ([]T, error) {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock_shared($1, $2)", eventLock, int32(b)); err != nil {
		return nil, fmt.Errorf("lock the branch's events: %w", err)
	}
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("let go: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		return nil, fmt.Errorf("let go: %w", err)
	}
	return out, nil
}

// foldAgain keeps what the events of households have come to.
func foldAgain(ctx context.Context, tx pgx.Tx, b BranchID, homes []planner.HouseholdID) error {
	if len(homes) == 0 {
		return nil
	}
	if err := lockHouseholds(ctx, tx, b, homes); err != nil {
		return err
	}
	_, err := FoldIn(ctx, tx, b, homes)
	return err
}
