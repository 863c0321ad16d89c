package data

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/route"
)

var (
	// ErrNothingLeft: the kader has no visit on that day that is still to be made.
	ErrNothingLeft = errors.New("nothing of the route is left")
	// ErrCannotTake: the kader does not work on that day, or has handed over or taken a route.
	ErrCannotTake = errors.New("kader cannot take the route")
	// ErrHandedOver: the route is another's already.
	ErrHandedOver = errors.New("route is handed over")
)

// HandOverRoute gives what is left of a kader's day to another, who finds it on the phone
// and whose visits it becomes; the territory stays as it is. Doing it again changes
// nothing. ErrNotFound: the account does not lead both. ErrNothingLeft. ErrCannotTake.
// ErrHandedOver: a third kader has it, who is named.
func (s *Store) HandOverRoute(ctx context.Context, b Branch, a Account, from, to planner.KaderID, day planner.Day) error {
	err := s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		// One after another, so that two who hand over to each other see it.
		if _, err := tx.Exec(ctx, "select from kader where branch_id = $1 and id = any($2) order by id for no key update", b.ID, []planner.KaderID{from, to}); err != nil {
			return err
		}
		if _, err := s.ledIn(ctx, tx, b.ID, a, from); err != nil {
			return err
		}
		taker, err := s.ledIn(ctx, tx, b.ID, a, to)
		if err != nil {
			return err
		}
		if known, err := mayHandOver(ctx, tx, from, taker, day); known || err != nil {
			return err
		}
		left, err := leftOf(ctx, tx, b.ID, from, day)
		if err != nil {
			return err
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			insert into route_handover (branch_id, id, day, from_kader, to_kader, households, account_id)
			values ($1, $2, $3, $4, $5, $6, $7)`, b.ID, id, day, from, to, left, a.ID)
		if err != nil {
			return err
		}
		return Record(ctx, tx, b.ID, Audit{Account: a.ID, Act: "hand route over", Households: left, Reason: fmt.Sprintf("%s, kader %d to %d", day, from, to)})
	})
	if err != nil {
		return fmt.Errorf("hand over route of kader %d to %d on %s: %w", from, to, day, err)
	}
	return nil
}

// mayHandOver reports whether it was done before, and what stands against it.
func mayHandOver(ctx context.Context, tx pgx.Tx, from planner.KaderID, taker planner.Kader, day planner.Day) (known bool, err error) {
	all, err := handoversIn(ctx, tx, 0, day, day)
	if err != nil {
		return false, err
	}
	if !taker.Serves(day) || taker.AwayOn(day) || taker.ID == from {
		return false, ErrCannotTake
	}
	for _, h := range all {
		switch {
		case h.from == from && h.to == taker.ID:
			return true, nil
		case h.from == from:
			return false, &DoneError{What: ErrHandedOver, Who: h.toName, Day: day}
		case h.from == taker.ID || h.to == from:
			return false, ErrCannotTake
		}
	}
	return false, nil
}

// leftOf are the families of a kader's route whom nobody has visited that day, in its order.
func leftOf(ctx context.Context, tx pgx.Tx, b BranchID, kader planner.KaderID, day planner.Day) ([]planner.HouseholdID, error) {
	r, err := routeIn(ctx, tx, kader, day)
	if errors.Is(err, ErrNotFound) {
		return nil, ErrNothingLeft
	}
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, "select distinct household_id from visit where branch_id = $1 and kader_id = $2 and day = $3", b, kader, day)
	if err != nil {
		return nil, fmt.Errorf("visits of the day: %w", err)
	}
	made, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if err != nil {
		return nil, fmt.Errorf("visits of the day: %w", err)
	}
	var left []planner.HouseholdID
	for _, stop := range r.Stops {
		if stop.Household != 0 && !slices.Contains(made, stop.Household) {
			left = append(left, stop.Household)
		}
	}
	if len(left) == 0 {
		return nil, ErrNothingLeft
	}
	return left, nil
}

// TakeRouteBack gives a kader's day back to them. What the other recorded meanwhile
// counts, however late it comes in. ErrNotFound: it was not handed over.
func (s *Store) TakeRouteBack(ctx context.Context, b Branch, a Account, from planner.KaderID, day planner.Day) error {
	err := s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		if _, err := s.ledIn(ctx, tx, b.ID, a, from); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			update route_handover set withdrawn_at = moment()
			where branch_id = $1 and from_kader = $2 and day = $3 and withdrawn_at is null`, b.ID, from, day)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		return Record(ctx, tx, b.ID, Audit{Account: a.ID, Act: "take route back", Reason: fmt.Sprintf("%s, kader %d", day, from)})
	})
	if err != nil {
		return fmt.Errorf("take route of kader %d back on %s: %w", from, day, err)
	}
	return nil
}

// handedRoute is a hand-over that stands.
type handedRoute struct {
	day              planner.Day
	from, to         planner.KaderID
	fromName, toName string
	households       []planner.HouseholdID
}

// handoversIn are those of some days, both included, of a kader or of all (0).
func handoversIn(ctx context.Context, tx pgx.Tx, kader planner.KaderID, first, last planner.Day) ([]handedRoute, error) {
	rows, err := tx.Query(ctx, `
		select r.day, r.from_kader, r.to_kader, f.name, t.name, r.households
		from route_handover r
		join kader f on f.branch_id = r.branch_id and f.id = r.from_kader
		join kader t on t.branch_id = r.branch_id and t.id = r.to_kader
		where r.withdrawn_at is null and r.day between $2 and $3 and ($1 = 0 or $1 in (r.from_kader, r.to_kader))
		order by r.day, r.id`, kader, first, last)
	if err != nil {
		return nil, fmt.Errorf("routes handed over: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h handedRoute, err error) {
		err = row.Scan(&h.day, &h.from, &h.to, &h.fromName, &h.toName, &h.households)
		return h, err
	})
	if err != nil {
		return nil, fmt.Errorf("routes handed over: %w", err)
	}
	return out, nil
}

// engagedOf are the engagements among stops, which stay with their kader.
func engagedOf(stops []PackStop) []PackStop {
	return slices.DeleteFunc(stops, func(s PackStop) bool { return s.Engaged == nil })
}

// handOn takes from the days what the kader has handed over, and adds what they took:
// visits without hours, since nobody has fitted them in yet.
func (p *Pack) handOn(ctx context.Context, tx pgx.Tx) error {
	all, err := handoversIn(ctx, tx, p.Kader.ID, p.Days[0].Day, p.Days[len(p.Days)-1].Day)
	if err != nil {
		return err
	}
	for _, h := range all {
		day := &p.Days[h.day-p.Days[0].Day]
		if h.from == p.Kader.ID {
			*day = PackDay{Day: day.Day, State: DayHanded, Reason: h.toName, Stops: engagedOf(day.Stops), Reserve: []PackStop{}, Tasks: []PackTask{}}
			continue
		}
		day.State, day.Reason = DayRoute, ""
		for _, id := range h.households {
			day.Stops = append(day.Stops, PackStop{Household: id, Ride: PackRide{Rough: true}, Reasons: []route.Reason{}, Of: h.fromName})
		}
	}
	return nil
}
