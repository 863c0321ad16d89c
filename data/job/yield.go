package job

import (
	"context"
	"sync"
	"time"

	"binaan/planner"
)

// Plans make way for phones that press: a job is not begun before they are done, or it is
// mostHeld old, and one that has begun stands still, mostStill at most in all.
const (
	mostHeld  = 2 * time.Minute
	mostStill = time.Minute
	lookUp    = 100 * time.Millisecond
)

// yielding are options whose clock stands still while phones press: whoever reads it waits
// as long, so that a plan takes the processors when nobody waits for an answer, and is no
// worse for it.
func yielding(ctx context.Context, o planner.Options, pressed func() bool) planner.Options {
	clock := o.Clock
	if clock == nil {
		return o
	}
	var mu sync.Mutex
	var stood float64 // share of the budget
	left := int(mostStill / lookUp)
	o.Clock = func() float64 {
		mu.Lock()
		defer mu.Unlock()
		before := clock()
		for waited := false; ; waited = true {
			if left == 0 || ctx.Err() != nil || !pressed() {
				if waited {
					stood += clock() - before
				}
				return clock() - stood
			}
			left--
			pause(ctx, lookUp)
		}
	}
	return o
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
