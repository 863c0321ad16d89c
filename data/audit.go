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
	By         string // login, where the account's number is not at hand
	Act        string
	Reason     string
	Households []planner.HouseholdID
}

// Record adds an audit row to the transaction that reads or changes, so that
// neither happens without the other. It is sealed when the transaction commits.
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
		values ($1, $2, coalesce((select id from account where login = $3), $4), $5, $6, $7)`, b, id.String(), a.By, a.Account, a.Act, a.Reason, a.Households)
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Act, err)
	}
	return nil
}

// NoteLook records that a person looked at what is told of few households together.
func (s *Store) NoteLook(ctx context.Context, b BranchID, account int64, act string) error {
	return s.InBranch(ctx, one(b), func(tx pgx.Tx) error { return Record(ctx, tx, b, Audit{Account: account, Act: act}) })
}

// Access is what happened to accounts and at the door, in no branch.
type Access struct {
	Account int64 // who did it; 0: nobody known, or the command line
	Act     string
	About   string // login, or what was changed
	Address string
}

// note adds a row about accounts to a transaction: Record for what is no branch's.
func note(ctx context.Context, tx pgx.Tx, a Access) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Act, err)
	}
	_, err = tx.Exec(ctx, "insert into access_log (id, account_id, act, about, address) values ($1, $2, $3, $4, $5)",
		id.String(), a.Account, a.Act, a.About, a.Address)
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Act, err)
	}
	return nil
}

// TakenOut writes down that a person took a file of a branch's sums, map or papers out.
func (s *Store) TakenOut(ctx context.Context, b BranchID, reader int64, file string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return Record(ctx, tx, b, Audit{Account: reader, Act: "take out", Reason: file})
	})
	if err != nil {
		return fmt.Errorf("take out %s: %w", file, err)
	}
	return nil
}

// RecordAs adds a row about the whole database, as the owner whom dsn names: what
// the command line does past the application's role.
func RecordAs(ctx context.Context, dsn string, a Access) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Act, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return note(ctx, tx, a) })
}
