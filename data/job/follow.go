package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"binaan/data"
)

// lookEvery is how often a followed plan is read again.
const lookEvery = 200 * time.Millisecond

// stopWithin is how long a worker may take to hand its units back.
const stopWithin = 30 * time.Second

// Follow works in this process, at most n units at a time and no more than the plan
// has, until the plan has ended, and tells how far it is whenever that is read.
// Workers elsewhere may help. When ctx ends, the plan ends with what is done of it.
func Follow(ctx context.Context, store *data.Store, b data.BranchID, id data.PlanID, n int, log *slog.Logger, tell func(data.PlanHead)) (data.PlanHead, error) {
	last := context.WithoutCancel(ctx)
	head, err := store.PlanHead(ctx, b, id)
	if err != nil {
		return head, err
	}
	workers, err := start(last, store, min(n, head.Units), log)
	if err != nil {
		return head, fmt.Errorf("plan %d: %w", id, err)
	}
	head, err = await(ctx, store, b, id, tell)
	if ctx.Err() != nil {
		head, err = cut(last, store, b, id)
	}
	limited, cancel := context.WithTimeout(last, stopWithin)
	defer cancel()
	return head, errors.Join(err, workers.Stop(limited))
}

// await reads a plan again and again until it has ended, or ctx has.
func await(ctx context.Context, store *data.Store, b data.BranchID, id data.PlanID, tell func(data.PlanHead)) (data.PlanHead, error) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		head, err := store.PlanHead(ctx, b, id)
		if err != nil || head.State.Ended() {
			return head, err
		}
		tell(head)
		select {
		case <-ctx.Done():
			return head, ctx.Err()
		case <-tick.C:
		}
	}
}

// cut ends a plan with what is done, unless it has ended by itself meanwhile.
func cut(ctx context.Context, store *data.Store, b data.BranchID, id data.PlanID) (data.PlanHead, error) {
	if err := store.CutPlan(ctx, b, id); err != nil && !data.IsOver(err) {
		return data.PlanHead{}, err
	}
	return store.PlanHead(ctx, b, id)
}
