package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// PlannedEngagement is an engagement as the office wrote it down.
type PlannedEngagement struct {
	planner.Engagement
	Desa     geo.AreaCode `json:"desa" doc:"Where ways are ridden to; none: from home"`
	DesaName string       `json:"desaName"`
}

// ErrEngagement: nothing that can be planned, in a desa that is none of the branch's, or
// with a number of somebody in its place.
var ErrEngagement = errors.New("engagement of no kind, hour or place")

// EngagedError: the kader has another engagement at that time.
type EngagedError struct{ Other planner.Engagement }

// Error says when.
func (e *EngagedError) Error() string {
	return fmt.Sprintf("engaged on %v from %v to %v", e.Other.Day, e.Other.Open, e.Other.Close())
}

// engagementsIn are a kader's from a day to another, in their order.
func engagementsIn(ctx context.Context, tx pgx.Tx, kader planner.KaderID, first, last planner.Day) ([]PlannedEngagement, error) {
	rows, err := tx.Query(ctx, `
		select e.id, e.day, e.open, e.minutes, e.purpose, e.place, e.desa, coalesce(a.name, ''), a.lon, a.lat
		from engagement e
		left join area a on a.branch_id = e.branch_id and a.code = e.desa
		where e.kader_id = $1 and e.day between $2 and $3
		order by e.day, e.open, e.id`, kader, first, last)
	if err != nil {
		return nil, fmt.Errorf("engagements of kader %d: %w", kader, err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e PlannedEngagement, err error) {
		var lon, lat *float64
		err = row.Scan(&e.ID, &e.Day, &e.Open, &e.Minutes, &e.For, &e.Place, &e.Desa, &e.DesaName, &lon, &lat)
		if lon != nil && lat != nil {
			e.At = &geo.Position{Lon: *lon, Lat: *lat}
		}
		return e, err
	})
	return notNil(out), err
}

// EngagementsIn are what a kader's routes of some days have to make room for.
func EngagementsIn(ctx context.Context, tx pgx.Tx, kader planner.KaderID, first, last planner.Day) ([]planner.Engagement, error) {
	all, err := engagementsIn(ctx, tx, kader, first, last)
	var out []planner.Engagement
	for _, e := range all {
		out = append(out, e.Engagement)
	}
	return out, err
}

// Engagements are a kader's of some days. ErrNotFound: no such kader.
func (s *Store) Engagements(ctx context.Context, b BranchID, kader planner.KaderID, first, last planner.Day) (out []PlannedEngagement, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := kaderIn(ctx, tx, kader); err != nil {
			return err
		}
		out, err = engagementsIn(ctx, tx, kader, first, last)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("engagements: %w", err)
	}
	return out, nil
}

// AddEngagement writes down what a kader is to do, audits who said so, and asks for a
// look at the routes. ErrNotFound: no such kader. ErrEngagement. EngagedError.
func (s *Store) AddEngagement(ctx context.Context, b BranchID, kader planner.KaderID, e PlannedEngagement, by int64) error {
	e.Place = strings.TrimSpace(e.Place)
	if !e.Valid() || personal.MatchString(e.Place) {
		return ErrEngagement
	}
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		// First the lock, then the look: what another noted meanwhile is seen.
		if err := tx.QueryRow(ctx, "select id from kader where id = $1 for update", kader).Scan(&kader); err != nil {
			return missing(err)
		}
		if err := freeFor(ctx, tx, kader, e); err != nil {
			return err
		}
		id, err := Next(ctx, tx, b, "engagement", 1)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "insert into engagement (branch_id, id, kader_id, day, open, minutes, purpose, place, desa, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
			b, id, kader, e.Day, e.Open, e.Minutes, e.For, e.Place, e.Desa, by)
		if err != nil {
			return err
		}
		return s.awayChanged(ctx, tx, b, by, fmt.Sprintf("kader %d engaged %s %s", kader, e.Day, e.Open), string(e.For))
	})
	if err != nil {
		return fmt.Errorf("kader %d engaged on %s: %w", kader, e.Day, err)
	}
	return nil
}

// freeFor refuses an engagement elsewhere than in the branch, or at the time of another.
func freeFor(ctx context.Context, tx pgx.Tx, kader planner.KaderID, e PlannedEngagement) error {
	var there bool
	if err := tx.QueryRow(ctx, "select $1 = '' or exists (select from area where code = $1 and level = 4)", e.Desa).Scan(&there); err != nil {
		return err
	}
	if !there {
		return ErrEngagement
	}
	others, err := EngagementsIn(ctx, tx, kader, e.Day, e.Day)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Open < e.Close() && e.Open < o.Close() {
			return &EngagedError{o}
		}
	}
	return nil
}

// RemoveEngagement takes an engagement back; the routes concerned are planned anew.
// ErrNotFound: the kader has none of that number.
func (s *Store) RemoveEngagement(ctx context.Context, b BranchID, kader planner.KaderID, id planner.EngagementID, by int64) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "delete from engagement where kader_id = $1 and id = $2", kader, id)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return s.awayChanged(ctx, tx, b, by, fmt.Sprintf("kader %d not engaged by %d", kader, id), "")
	})
	if err != nil {
		return fmt.Errorf("engagement %d of kader %d: %w", id, kader, err)
	}
	return nil
}
