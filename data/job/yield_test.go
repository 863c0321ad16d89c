package job

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"binaan/planner"
)

func TestABudgetStandsStillWhilePhonesPress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, until := time.Now(), time.Time{}
		budget := func() float64 { return time.Since(start).Seconds() / 4 }
		o := yielding(t.Context(), planner.Options{Clock: budget}, func() bool { return time.Now().Before(until) })
		time.Sleep(time.Second)
		if got := o.Clock(); got != 0.25 {
			t.Errorf("a second of four is %v of the budget", got)
		}
		until = time.Now().Add(30 * time.Second)
		if got := o.Clock(); got != 0.25 || time.Since(start) < 31*time.Second {
			t.Errorf("after half a minute of a press it is %v, %v after the beginning", got, time.Since(start))
		}
		until = time.Now().Add(time.Hour)
		if o.Clock(); time.Since(start) != time.Second+mostStill {
			t.Errorf("it stood still until %v after the beginning", time.Since(start))
		}
		time.Sleep(time.Second)
		if got := o.Clock(); got != 0.5 {
			t.Errorf("after that a second more is %v", got)
		}
	})
}

func TestAStoppedUnitWaitsForNoPress(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	yielding(ctx, planner.Options{Clock: func() float64 { return 0 }}, func() bool { return true }).Clock()
	if o := yielding(t.Context(), planner.Options{Iterations: 7}, func() bool { return true }); o.Clock != nil {
		t.Error("a budget of iterations got a clock")
	}
}

func TestAYoungJobWaitsWhilePhonesPress(t *testing.T) {
	h := &hands{log: slog.New(slog.DiscardHandler), pressed: func() bool { return true }}
	worked := 0
	work := func(age time.Duration) error {
		return h.Work(t.Context(), &rivertype.JobRow{ID: 7, CreatedAt: time.Now().Add(-age)}, func(context.Context) error {
			worked++
			return nil
		})
	}
	if err := work(0); !errors.As(err, new(*river.JobSnoozeError)) || worked != 0 {
		t.Errorf("a young job: %v, worked %d times", err, worked)
	}
	if err := work(mostHeld); err != nil || worked != 1 {
		t.Errorf("a job that waited %s: %v, worked %d times", mostHeld, err, worked)
	}
}
