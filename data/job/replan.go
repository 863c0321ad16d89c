package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"binaan/data"
	"binaan/planner/route"
)

// replanWorker looks whether a branch's routes still hold after something happened.
type replanWorker struct {
	river.WorkerDefaults[data.ReplanJob]
	store *data.Store
	log   *slog.Logger
}

// A look that finds routes in the making looks again when they may be done.
const lookAgain = 3 * time.Second

// Work has the routes planned anew that do not hold, and no others.
func (w *replanWorker) Work(ctx context.Context, job *river.Job[data.ReplanJob]) error {
	settled, err := Replan(ctx, w.store, job.Args.Branch, w.store.Now())
	switch {
	case err == nil && !settled, err != nil && ctx.Err() != nil:
		return river.JobSnooze(lookAgain)
	case err != nil && job.Attempt >= job.MaxAttempts:
		w.log.Error("look at routes failed", "branch", job.Args.Branch, "error", err)
	}
	return err
}

// replanSeconds is the budget of a kader's month on an event.
const replanSeconds = 4

// Replan looks at every stored month of routes that is not over and queues those
// that today's facts upset, one plan a month for exactly the kader concerned. What
// the last planning could not mend is no reason for another. It is not settled
// where months are being planned right now, perhaps from facts that are older: then
// another look is due. A branch without territories in force is left alone.
func Replan(ctx context.Context, store *data.Store, id data.BranchID, now time.Time) (settled bool, err error) {
	b, err := branch(ctx, store, id)
	if err != nil {
		return false, err
	}
	today := b.Today(now)
	months, err := store.StoredMonths(ctx, id, today)
	if err != nil {
		return false, err
	}
	settled = true
	queue := map[string]data.PlanRequest{}
	for _, m := range months {
		if m.Open == data.Queued {
			continue // it will be planned from what is known by then
		}
		if m.Open == data.Running {
			settled = false
			continue
		}
		request := data.PlanRequest{
			Month: m.Last.Month().String(), Seconds: replanSeconds, Seed: uint64(today), Day: today, Now: b.Minute(now),
		}
		upset, wrong := upsetOf(ctx, store, id, m, request)
		if wrong != nil && !errors.Is(wrong, data.ErrNoTerritories) {
			err = errors.Join(err, wrong) // the others are looked at all the same
		}
		if len(upset) > 0 {
			r, asked := queue[request.Month]
			if !asked {
				r = request
			}
			r.Only = append(r.Only, m.Kader)
			r.Why = append(r.Why, data.KaderUpset{Kader: m.Kader, Upset: upset})
			queue[request.Month] = r
		}
	}
	for _, request := range queue {
		err = errors.Join(err, store.QueueReplan(ctx, id, request))
	}
	return settled, err
}

// upsetOf is what is against a stored month; nothing where its own planning was
// asked for by all of that.
func upsetOf(ctx context.Context, store *data.Store, b data.BranchID, m data.StoredMonth, request data.PlanRequest) ([]route.Upset, error) {
	request.Why = []data.KaderUpset{{Kader: m.Kader}}
	in, err := RouteInput(ctx, store, b, m.Kader, request)
	if err != nil {
		return nil, err
	}
	upset, err := in.Upsets(ctx)
	if err != nil {
		return nil, err
	}
	answered := m.Upset()
	if !slices.ContainsFunc(upset, func(u route.Upset) bool { return !slices.Contains(answered, u) }) {
		return nil, nil
	}
	return upset, nil
}

func branch(ctx context.Context, store *data.Store, id data.BranchID) (data.Branch, error) {
	all, err := store.Branches(ctx)
	if err != nil {
		return data.Branch{}, err
	}
	k := slices.IndexFunc(all, func(b data.Branch) bool { return b.ID == id })
	if k < 0 {
		return data.Branch{}, fmt.Errorf("branch %d: %w", id, data.ErrNotFound)
	}
	return all[k], nil
}
