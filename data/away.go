package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// AddAway notes that a kader is away, audits who said so, and asks for a look at
// the routes. ErrNotFound: no such kader. AwayError: the kader is noted as away
// on one of the days already.
func (s *Store) AddAway(ctx context.Context, b BranchID, kader planner.KaderID, a planner.Away, by int64) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		// First the lock, then the look: what another noted meanwhile is seen.
		if err := tx.QueryRow(ctx, "select id from kader where id = $1 for update", kader).Scan(&kader); err != nil {
			return missing(err)
		}
		if err := notAway(ctx, tx, kader, a); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "insert into kader_away (branch_id, kader_id, first, last, why) values ($1, $2, $3, $4, $5)", b, kader, a.First, a.Last, a.Why)
		if err != nil {
			return err
		}
		return s.awayChanged(ctx, tx, b, by, fmt.Sprintf("kader %d away %s to %s", kader, a.First, a.Last), string(a.Why))
	})
	if err != nil {
		return fmt.Errorf("kader %d away from %s: %w", kader, a.First, err)
	}
	return nil
}

// notAway refuses an absence on days of another one, and names that.
func notAway(ctx context.Context, tx pgx.Tx, kader planner.KaderID, a planner.Away) error {
	var other planner.Away
	err := tx.QueryRow(ctx, "select first, last, why from kader_away where kader_id = $1 and first <= $3 and last >= $2 order by first limit 1",
		kader, a.First, a.Last).Scan(&other.First, &other.Last, &other.Why)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return &AwayError{other}
}

// RemoveAway takes back that a kader is away from a day on. ErrNotFound: nothing
// of that kind was noted.
func (s *Store) RemoveAway(ctx context.Context, b BranchID, kader planner.KaderID, first planner.Day, by int64) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "delete from kader_away where kader_id = $1 and first = $2", kader, first)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return s.awayChanged(ctx, tx, b, by, fmt.Sprintf("kader %d not away from %s", kader, first), "")
	})
	if err != nil {
		return fmt.Errorf("kader %d not away from %s: %w", kader, first, err)
	}
	return nil
}

func (s *Store) awayChanged(ctx context.Context, tx pgx.Tx, b BranchID, by int64, act, why string) error {
	if err := Record(ctx, tx, b, Audit{Account: by, Act: act, Reason: why}); err != nil {
		return err
	}
	if err := Touch(ctx, tx, b); err != nil {
		return err
	}
	return s.AskReplan(ctx, tx, b)
}
