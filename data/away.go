package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// AddAway notes that a kader is away, audits who said so, and asks for a look at
// the routes. ErrNotFound: no such kader. ErrConflict: the kader is noted as away
// on one of the days already.
func (s *Store) AddAway(ctx context.Context, b BranchID, kader planner.KaderID, a planner.Away, by int64) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var away bool
		err := tx.QueryRow(ctx, `
			select exists (select from kader_away where kader_id = k.id and first <= $3 and last >= $2)
			from kader k
			where k.id = $1
			for update`, kader, a.First, a.Last).Scan(&away)
		if err != nil {
			return missing(err)
		}
		if away {
			return ErrConflict
		}
		_, err = tx.Exec(ctx, "insert into kader_away (branch_id, kader_id, first, last, why) values ($1, $2, $3, $4, $5)", b, kader, a.First, a.Last, a.Why)
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
