package data

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Audit is what a person read or changed in one request.
type Audit struct {
	Account    int64
	Act        string
	Reason     string
	Households []planner.HouseholdID
}

// Record adds an audit row to the transaction that reads or changes, so that
// neither happens without the other.
func Record(ctx context.Context, tx pgx.Tx, b BranchID, a Audit) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Act, err)
	}
	if a.Households == nil {
		a.Households = []planner.HouseholdID{}
	}
	_, err = tx.Exec(ctx, `
		insert into audit (branch_id, id, account_id, act, reason, households)
		values ($1, $2, $3, $4, $5, $6)`, b, id.String(), a.Account, a.Act, a.Reason, a.Households)
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Act, err)
	}
	return nil
}
