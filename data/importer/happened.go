package importer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// happening writes down what a file tells as events of the branch, and folds the
// households concerned anew.
type happening struct {
	in     *intake
	tx     pgx.Tx
	now    time.Time
	zone   *time.Location
	events []data.Recorded
	homes  []planner.HouseholdID
	before int // events of the import that are kept already
}

func (in *intake) happening(ctx context.Context, tx pgx.Tx) (*happening, error) {
	if err := data.LockEvents(ctx, tx, in.branch); err != nil {
		return nil, err
	}
	zone, err := data.ZoneIn(ctx, tx, in.branch)
	if err != nil {
		return nil, err
	}
	return &happening{in: in, tx: tx, now: in.store.Now().Truncate(time.Millisecond).In(zone), zone: zone}, nil
}

// add takes an event down; name tells it from all others of the import.
func (w *happening) add(home planner.HouseholdID, c planner.Code, at time.Time, name ...any) *data.Recorded {
	id := data.EventName(w.in.branch, append([]any{w.in.ID, "/", string(c), "/"}, name...)...)
	e := data.ByImport(id, w.in.ID, w.before+len(w.events), c, at)
	e.Household = home
	w.events, w.homes = append(w.events, e), append(w.homes, home)
	return &w.events[len(w.events)-1]
}

// correct has an event say something else.
func (w *happening) correct(home planner.HouseholdID, of planner.EventID, c planner.Code, says planner.Payload) {
	e := w.add(home, planner.Correction, w.now, of)
	e.Of, e.Payload.Event = of, &planner.Corrected{Type: c, Payload: says}
}

// when is a civil time in the branch.
func (w *happening) when(day planner.Day, at planner.Minute) time.Time {
	y, m, d := day.Time().Date()
	return time.Date(y, m, d, int(at/60), int(at%60), 0, 0, w.zone)
}

// noon is when what has a day and no hour took place.
const noon planner.Minute = 12 * 60

// keep stores what was added.
func (w *happening) keep(ctx context.Context) error {
	if len(w.events) == 0 {
		return nil
	}
	fates, err := data.AppendEvents(ctx, w.tx, w.in.branch, w.events)
	if err != nil {
		return err
	}
	if k := slices.IndexFunc(fates, func(f data.Appended) bool { return f != data.Taken }); k >= 0 {
		return fmt.Errorf("event %s of import %d was there before", w.events[k].ID, w.in.ID)
	}
	_, err = data.FoldIn(ctx, w.tx, w.in.branch, w.homes)
	w.before += len(w.events)
	w.events, w.homes = nil, nil
	return err
}
