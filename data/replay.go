package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Replay is what folding all events of a branch from zero came to.
type Replay struct {
	Households int   `json:"households"`
	Events     int64 `json:"events"`
	Different  int64 `json:"different"` // rows of visits, payments and standings that were stored otherwise
}

// errOnlyLooked takes a replay back that was to change nothing.
var errOnlyLooked = errors.New("only looked")

// ReplayEvents folds all events of a branch from zero. What is stored otherwise is put
// right, or, where the caller only looks, left as it is.
func (s *Store) ReplayEvents(ctx context.Context, b BranchID, look bool) (r Replay, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if r, err = replayIn(ctx, tx, b); err != nil {
			return err
		}
		if look || r.Different == 0 {
			return errOnlyLooked
		}
		if err := Touch(ctx, tx, b); err != nil {
			return err
		}
		return s.AskReplan(ctx, tx, b)
	})
	if err != nil && !errors.Is(err, errOnlyLooked) {
		return Replay{}, fmt.Errorf("replay events of branch %d: %w", b, err)
	}
	return r, nil
}

func replayIn(ctx context.Context, tx pgx.Tx, b BranchID) (r Replay, err error) {
	if err := LockEvents(ctx, tx, b); err != nil {
		return r, err
	}
	zone, err := ZoneIn(ctx, tx, b)
	if err != nil {
		return r, err
	}
	mends, err := mendsIn(ctx, tx)
	if err != nil {
		return r, err
	}
	if err := tx.QueryRow(ctx, "select count(*) from event").Scan(&r.Events); err != nil {
		return r, fmt.Errorf("count events: %w", err)
	}
	_, err = tx.Exec(ctx, `
		declare past no scroll cursor for
		select e.household_id, `+eventColumns+`
		from event e
		where of_id is null and household_id is not null
		order by household_id`)
	if err != nil {
		return r, fmt.Errorf("read events: %w", err)
	}
	in := replaying{Replay: &r, tx: tx, branch: b, zone: zone, mends: mends, events: map[planner.HouseholdID][]planner.Event{}}
	for more := true; more; {
		if more, err = in.fetch(ctx); err != nil {
			return r, err
		}
	}
	if _, err := tx.Exec(ctx, "close past"); err != nil {
		return r, fmt.Errorf("read events: %w", err)
	}
	return r, in.others(ctx)
}

// mendsIn are all events that mend others, by what they mend: few of a branch's.
func mendsIn(ctx context.Context, tx pgx.Tx) (map[planner.EventID][]planner.Event, error) {
	rows, err := tx.Query(ctx, "select 0::bigint, "+eventColumns+" from event e where of_id is not null")
	if err != nil {
		return nil, fmt.Errorf("events that mend: %w", err)
	}
	defer rows.Close()
	out := map[planner.EventID][]planner.Event{}
	for rows.Next() {
		_, e, err := scanEvent(rows)
		if err != nil {
			return nil, fmt.Errorf("events that mend: %w", err)
		}
		out[e.Of] = append(out[e.Of], e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("events that mend: %w", err)
	}
	return out, nil
}

// replaying goes through a branch's events, household by household.
type replaying struct {
	*Replay
	tx     pgx.Tx
	branch BranchID
	zone   *time.Location
	mends  map[planner.EventID][]planner.Event
	events map[planner.HouseholdID][]planner.Event // of households that were not folded yet
	last   planner.HouseholdID
}

// fetch reads on and folds the households that are through.
func (in *replaying) fetch(ctx context.Context) (more bool, err error) {
	rows, err := in.tx.Query(ctx, "fetch 10000 from past")
	if err != nil {
		return false, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		root, e, err := scanEvent(rows)
		if err != nil {
			return false, fmt.Errorf("read events: %w", err)
		}
		in.events[root] = in.with(append(in.events[root], e), e.ID)
		in.last, more = root, true
	}
	if err := rows.Err(); err != nil {
		return false, fmt.Errorf("read events: %w", err)
	}
	return more, in.fold(ctx, more)
}

// with adds what mends an event, and what mends that. Each hangs on one event only.
func (in *replaying) with(events []planner.Event, id planner.EventID) []planner.Event {
	for _, m := range in.mends[id] {
		events = in.with(append(events, m), m.ID)
	}
	return events
}

// fold keeps what the households read so far came to, but the last, which may go on.
func (in *replaying) fold(ctx context.Context, more bool) error {
	var ids []planner.HouseholdID
	folded := map[planner.HouseholdID]planner.Standing{}
	for id, events := range in.events {
		if id == in.last && more {
			continue
		}
		ids, folded[id] = append(ids, id), planner.Fold(events, in.zone)
		delete(in.events, id)
	}
	slices.Sort(ids)
	changed, err := keepStandings(ctx, in.tx, in.branch, ids, folded)
	in.Households, in.Different = in.Households+len(ids), in.Different+changed
	return err
}

// others strikes what is kept of households that have no events.
func (in *replaying) others(ctx context.Context) error {
	rows, err := in.tx.Query(ctx, `
		select household_id from (
		  select household_id from visit union select household_id from payment union select household_id from standing) x
		where not exists (select from event e where e.branch_id = $1 and e.household_id = x.household_id and e.of_id is null)
		order by 1`, in.branch)
	if err != nil {
		return fmt.Errorf("households without events: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if err != nil || len(ids) == 0 {
		return err
	}
	changed, err := keepStandings(ctx, in.tx, in.branch, ids, nil)
	in.Different += changed
	return err
}
