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

// nightFrom is the hour of the branch's night from which the day's routes are
// looked at: after the payments of the day before are in, before a kader looks at
// the phone. A look that was missed is made up at whatever hour somebody works.
const nightFrom = 1

// ahead is how many days of routes a kader is to have on the phone.
const ahead = 7

// nightEvery is how often workers look whether it is night somewhere.
const nightEvery = 10 * time.Minute

// nights takes every night's look at the rest of the month until ctx ends.
func nights(ctx context.Context, store *data.Store, log *slog.Logger) {
	tick := time.NewTicker(nightEvery)
	defer tick.Stop()
	for {
		if err := data.Calmly(func() error { return night(ctx, store, store.Now()) }); err != nil && ctx.Err() == nil {
			log.Error("nightly routes", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// night takes the look of every branch's day that is due: at this month, and at the
// next as soon as it is but a week away. A new quarter's map is divided, so that nobody
// waits for it, and evaluations are written that a branch looks back on. Then it asks for what need not be kept to go.
func night(ctx context.Context, store *data.Store, now time.Time) error {
	branches, err := store.Branches(ctx)
	if err != nil {
		return err
	}
	for _, b := range branches {
		if b.Hour(now) < nightFrom {
			continue
		}
		if _, kept := store.KeepArrears(ctx, b.ID); kept != nil {
			err = errors.Join(err, kept)
		}
		today := b.Today(now)
		err = errors.Join(err, store.MakePartition(ctx, b.ID, data.Quarter(today)))
		months := slices.Compact([]planner.Month{today.Month(), (today + ahead).Month()})
		for _, month := range months {
			err = errors.Join(err, nightOf(ctx, store, b, month, today))
		}
		err = errors.Join(err, store.QueueForget(ctx, b.ID, today), packsOf(ctx, store, b, today))
	}
	return err
}

func nightOf(ctx context.Context, store *data.Store, b data.Branch, month planner.Month, today planner.Day) error {
	due, err := store.NightDue(ctx, b.ID, month, today)
	if err != nil || !due {
		return err
	}
	stale, err := staleOf(ctx, store, b, month, today)
	if err != nil {
		return err
	}
	return store.QueueNightly(ctx, b.ID, month, today, stale)
}

// staleOf are the active kader who have no routes of the month, have had them for as
// long as they count as fresh, or got other territories since. Whom something happened to is planned anew
// by the look at events.
func staleOf(ctx context.Context, store *data.Store, b data.Branch, month planner.Month, today planner.Day) (stale []planner.KaderID, err error) {
	all, err := store.Kader(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	stored, err := store.StoredMonths(ctx, b.ID, today)
	if err != nil {
		return nil, err
	}
	rules, err := store.Rules(ctx, b.ID, today)
	if err != nil {
		return nil, err
	}
	freshFor := planner.Day(rules.Freshness.Days)
	for _, k := range all {
		fresh := func(m data.StoredMonth) bool {
			return m.Kader == k.ID && m.Last == month.Last() && m.Day+freshFor > today && !m.Outdated
		}
		if k.Status == planner.KaderActive && !slices.ContainsFunc(stored, fresh) {
			stale = append(stale, k.ID)
		}
	}
	return stale, nil
}
