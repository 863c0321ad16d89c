package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"binaan/planner"
)

// ErrInUse marks work that somebody else's kept from being done just now. It may be
// tried again as it is.
var ErrInUse = errors.New("in use by somebody else at this moment")

// TakenError is a day for which another plan is published already. It is an
// ErrConflict.
type TakenError struct {
	Day  planner.Day
	Plan PlanID
	Name string
	By   string
}

// Error names the plan.
func (e *TakenError) Error() string {
	return fmt.Sprintf("plan %d %q of %s begins on %s", e.Plan, e.Name, e.By, e.Day)
}

// Is makes it an ErrConflict.
func (e *TakenError) Is(target error) bool { return target == ErrConflict }

// AwayError is an absence that is noted already. It is an ErrConflict.
type AwayError struct{ planner.Away }

// Error names the days.
func (e *AwayError) Error() string { return fmt.Sprintf("away from %s to %s already", e.First, e.Last) }

// Is makes it an ErrConflict.
func (e *AwayError) Is(target error) bool { return target == ErrConflict }

// LockedError is a territory of the plan in force that was locked while the plan to
// take its place was made. It is an ErrConflict.
type LockedError struct {
	Kader planner.KaderID
	Name  string // of the kader
}

// Error names the kader.
func (e *LockedError) Error() string {
	return fmt.Sprintf("the territory of kader %d was locked since the plan was made", e.Kader)
}

// Is makes it an ErrConflict.
func (e *LockedError) Is(target error) bool { return target == ErrConflict }

// DoneError is what somebody else has done already or has in hand: who, and where it
// has them its day and what it was done to. It is the error that it wraps, and an ErrConflict.
type DoneError struct {
	What error
	Who  string
	Day  planner.Day
	To   string // a file, a plan
}

// Error names who.
func (e *DoneError) Error() string { return fmt.Sprintf("%v: %s", e.What, e.Who) }

// Is makes it an ErrConflict too.
func (e *DoneError) Is(target error) bool { return target == ErrConflict }

// Unwrap is what was done.
func (e *DoneError) Unwrap() error { return e.What }

// whoDid names who did what last, as rows of a login, a moment and what it was done to
// tell; what alone where there are none.
func whoDid(ctx context.Context, tx pgx.Tx, b BranchID, what error, sql string, args ...any) error {
	var at time.Time
	done := DoneError{What: what}
	err := tx.QueryRow(ctx, "select coalesce(a.name, x.who), x.at, x.of from ("+sql+") x (who, at, of) left join account a on a.login = x.who", args...).Scan(&done.Who, &at, &done.To)
	if errors.Is(err, pgx.ErrNoRows) {
		return what
	}
	if err != nil {
		return fmt.Errorf("who did it: %w", err)
	}
	zone, err := ZoneIn(ctx, tx, b)
	if err != nil {
		return err
	}
	done.Day = planner.DayOf(at.In(zone))
	return &done
}

// Codes of PostgreSQL for what two people do to each other.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	lockNotAvailable     = "55P03"
	uniqueViolation      = "23505"
	exclusionViolation   = "23P01"
)

// contested tells a conflict of two transactions from a fault: the constraints of the
// schema are the second guard of what a method checks itself.
func contested(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case serializationFailure, deadlockDetected, lockNotAvailable:
		return fmt.Errorf("%w: %w", ErrInUse, err)
	case uniqueViolation, exclusionViolation:
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return err
}
