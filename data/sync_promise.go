package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// promiseCame is a promise that a delivery brought, and the verdict that tells of it.
type promiseCame struct {
	of    *Arrival
	about *Judged
}

// tellPromises says of the promises that some deliveries brought whether their kader can
// come for them. Those that were known before, wait for the branch or fell due are not
// looked at.
func (s *Store) tellPromises(ctx context.Context, tx pgx.Tx, b BranchID, all []Delivery, out [][]Judged, now time.Time) error {
	came := promisesOf(all, out)
	if len(came) == 0 {
		return nil
	}
	branch := Branch{ID: b}
	if err := tx.QueryRow(ctx, "select zone from branch where id = $1", b).Scan(&branch.Zone); err != nil {
		return fmt.Errorf("zone of branch %d: %w", b, err)
	}
	today := branch.Today(now)
	rules, err := RulesIn(ctx, tx, today)
	if err != nil {
		return err
	}
	holidays, err := HolidaysIn(ctx, tx)
	if err != nil {
		return err
	}
	calendar := planner.Calendar{Holidays: holidays}
	for _, c := range came {
		if c.of.Payload.Promise.Day < today {
			continue
		}
		k, h, err := partiesIn(ctx, tx, c.of.Event, &rules)
		if err != nil {
			return err
		}
		if at := calendar.Appoint(k, &rules, h, *c.of.Payload.Promise.Promise()); !at.Fits {
			c.about.Promise = &at
		}
	}
	return nil
}

// partiesIn are who made an event and the family it is of.
func partiesIn(ctx context.Context, tx pgx.Tx, e planner.Event, rules *planner.Rules) (k planner.Kader, h planner.Household, err error) {
	if k, err = kaderIn(ctx, tx, e.Kader); err != nil {
		return k, h, err
	}
	ids := []planner.HouseholdID{e.Household}
	homes, err := HouseholdsIn(ctx, tx, ids)
	if err != nil {
		return k, h, err
	}
	told, err := ToldIn(ctx, tx, ids)
	if err != nil {
		return k, h, err
	}
	for _, h := range homes {
		return k, h.With(told[h.ID], rules), nil
	}
	return k, h, fmt.Errorf("household %d: %w", e.Household, ErrNotFound)
}

// promisesOf are the promises among what deliveries brought that are accepted.
func promisesOf(all []Delivery, out [][]Judged) (came []promiseCame) {
	for i, d := range all {
		for j := range d.Events {
			if e := &d.Events[j]; out[i][j].Verdict == Accepted && e.Household != 0 && e.Payload.Promise != nil {
				came = append(came, promiseCame{e, &out[i][j]})
			}
		}
	}
	return came
}
