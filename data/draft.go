package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner/route"
)

// Draft is how far a unit of routes has come, for another worker to go on from
// should this one be stopped or killed.
type Draft struct {
	Share  float64       // of its budget
	Routes []route.Route // the days that nobody was told of; empty where no month was found yet
}

// KeepDraft keeps the best month of a unit in the place of the one before. A unit
// that has ended meanwhile is left alone.
func (s *Store) KeepDraft(ctx context.Context, job UnitJob, d Draft) error {
	err := s.InBranch(ctx, one(job.Branch), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			update plan_unit set draft = $3, progress = $4
			where plan_id = $1 and unit = $2 and state = 'running'`, job.Plan, job.Unit, d.Routes, min(1, max(0, d.Share)))
		return err
	})
	if err != nil {
		return fmt.Errorf("draft of unit %s of plan %d: %w", job.Unit, job.Plan, err)
	}
	return nil
}

// Draft is what a worker before kept of a unit; without Routes where none did.
func (s *Store) Draft(ctx context.Context, job UnitJob) (d Draft, err error) {
	err = s.InBranch(ctx, one(job.Branch), func(tx pgx.Tx) error {
		return missing(tx.QueryRow(ctx, "select progress, coalesce(draft, '[]') from plan_unit where plan_id = $1 and unit = $2", job.Plan, job.Unit).Scan(&d.Share, &d.Routes))
	})
	if err != nil {
		return d, fmt.Errorf("draft of unit %s of plan %d: %w", job.Unit, job.Plan, err)
	}
	return d, nil
}
