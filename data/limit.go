package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// tooOften refuses a person who has done something so often within the hour, in
// whichever branches, as the audit has it: ErrTooMany. One request of a person passes
// here after another, so that many at once gain nothing. The transaction's scope is
// one branch before and after.
func tooOften(ctx context.Context, tx pgx.Tx, b BranchID, reader int64, act string, most int) error {
	if reader == 0 {
		return nil // the command line
	}
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended($1, $2))", act, reader); err != nil {
		return fmt.Errorf("count %s: %w", act, err)
	}
	if _, err := tx.Exec(ctx, "select set_config('binaan.branches', coalesce((select array_agg(id)::text from branch), '{}'), true)"); err != nil {
		return fmt.Errorf("count %s: %w", act, err)
	}
	var done int
	err := tx.QueryRow(ctx, `
		select count(*)
		from audit
		where branch_id in (select id from branch) and account_id = $1 and act = $2 and at > moment() - interval '1 hour'`, reader, act).Scan(&done)
	if err != nil {
		return fmt.Errorf("count %s: %w", act, err)
	}
	if done >= most {
		return ErrTooMany
	}
	if _, err := tx.Exec(ctx, "select set_config('binaan.branches', $1::smallint[]::text, true)", one(b)); err != nil {
		return fmt.Errorf("count %s: %w", act, err)
	}
	return nil
}
