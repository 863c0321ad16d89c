package job

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"binaan/data"
	"binaan/planner"
)

// The hours of the branch's night in which routes are planned anew: after the
// day's payments are in, before a kader looks at the phone.
const (
	nightFrom = 1
	nightTo   = 5
)

// ahead is how many days of routes a kader is to have on the phone.
const ahead = 7

// nightEvery is how often workers look whether it is night somewhere.
const nightEvery = 10 * time.Minute

// nights plans the rest of the month anew every night until ctx ends.
func nights(ctx context.Context, store *data.Store, log *slog.Logger) {
	tick := time.NewTicker(nightEvery)
	defer tick.Stop()
	for {
		if err := night(ctx, store, store.Now()); err != nil && ctx.Err() == nil {
			log.Error("nightly routes", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// night asks for the routes of every branch where it is night, unless that was
// done: of this month, and of the next as soon as it is but a week away.
func night(ctx context.Context, store *data.Store, now time.Time) error {
	branches, err := store.Branches(ctx)
	if err != nil {
		return err
	}
	for _, b := range branches {
		if hour := b.Hour(now); hour < nightFrom || hour >= nightTo {
			continue
		}
		today := b.Today(now)
		months := slices.Compact([]planner.Month{today.Month(), (today + ahead).Month()})
		for _, month := range months {
			err = errors.Join(err, store.QueueNightly(ctx, b.ID, month, today))
		}
	}
	return err
}
