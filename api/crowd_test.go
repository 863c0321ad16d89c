package api

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func TestACrowdIsServedInTurnAndTurnedAwayAtTheDoor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(2, 3)
		var inside, most, served, away atomic.Int64
		open := make(chan struct{})
		var all sync.WaitGroup
		for range 9 {
			all.Go(func() {
				leave, err := c.enter(t.Context())
				if errors.Is(err, errCrowd) {
					away.Add(1)
					return
				}
				most.Store(max(most.Load(), inside.Add(1)))
				<-open
				inside.Add(-1)
				served.Add(1)
				leave()
			})
		}
		synctest.Wait()
		if inside.Load() != 2 || away.Load() != 4 {
			t.Errorf("%d are inside and %d turned away, want 2 and 4", inside.Load(), away.Load())
		}
		close(open)
		all.Wait()
		if served.Load() != 5 || most.Load() > 2 {
			t.Errorf("%d were served, %d at a time", served.Load(), most.Load())
		}
		leave, err := c.enter(t.Context())
		if err != nil {
			t.Fatalf("afterwards: %v", err)
		}
		leave()
	})
}

func TestWhoGivesUpWaitingLeavesItsPlace(t *testing.T) {
	c := newCrowd(1, 1)
	leave, err := c.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.enter(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	leave()
	if leave, err = c.enter(t.Context()); err != nil {
		t.Fatalf("the place is not free: %v", err)
	}
	leave()
}
