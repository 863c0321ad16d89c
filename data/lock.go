package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/territory"
)

// ErrReplaced marks a plan in whose place another one is in force.
var ErrReplaced = errors.New("another plan is in force in its place")

// LockTerritory locks a territory, or opens it again, in a draft or in a plan that
// is in force or will be; who did is audited. Later plans leave a locked one as it
// is. ErrReplaced: the plan is past.
func (s *Store) LockTerritory(ctx context.Context, b BranchID, id PlanID, territory territory.ID, locked bool, today planner.Day, by int64) error {
	err := s.locking(ctx, b, id, today, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update territory set locked = $3, locked_at = case when $3 then moment() end where plan_id = $1 and id = $2", id, territory, locked)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return Record(ctx, tx, b, lockAudit(locked, by, fmt.Sprintf("plan %d, territory %d", id, territory)))
	})
	if err != nil {
		return fmt.Errorf("lock territory %d of plan %d: %w", territory, id, err)
	}
	return nil
}

// LockTerritories locks all territories of a plan at once, or opens them, as
// LockTerritory does one. Those that are so already keep since when.
func (s *Store) LockTerritories(ctx context.Context, b BranchID, id PlanID, locked bool, today planner.Day, by int64) error {
	err := s.locking(ctx, b, id, today, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update territory set locked = $2, locked_at = case when $2 then moment() end where plan_id = $1 and locked <> $2", id, locked)
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, lockAudit(locked, by, fmt.Sprintf("plan %d, %d territories", id, tag.RowsAffected())))
	})
	if err != nil {
		return fmt.Errorf("lock territories of plan %d: %w", id, err)
	}
	return nil
}

// locking changes locks of a plan that is not past.
func (s *Store) locking(ctx context.Context, b BranchID, id PlanID, today planner.Day, set func(pgx.Tx) error) error {
	return s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := lockPublishing(ctx, tx, b); err != nil {
			return err
		}
		if err := notPast(ctx, tx, id, today); err != nil {
			return actedBy(ctx, tx, b, id, err)
		}
		return set(tx)
	})
}

// lockAudit is what is told of a change of locks.
func lockAudit(locked bool, by int64, what string) Audit {
	if locked {
		return Audit{Account: by, Act: "lock territory", Reason: what}
	}
	return Audit{Account: by, Act: "unlock territory", Reason: what}
}

// notPast holds a plan to be a draft, in force or still to come.
func notPast(ctx context.Context, tx pgx.Tx, id PlanID, today planner.Day) error {
	var from *planner.Day
	if err := tx.QueryRow(ctx, "select published_from from plan where id = $1 and kind = 'territory'", id).Scan(&from); err != nil {
		return missing(err)
	}
	if from == nil {
		return notBinned(ctx, tx, id)
	}
	if *from > today {
		return nil
	}
	now, err := PlanInForceIn(ctx, tx, today)
	if err == nil && now != id {
		err = ErrReplaced // which one: actedBy
	}
	return err
}
