package job

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/route"
)

func TestAnErrorHasTheCodeOfWhatMendsIt(t *testing.T) {
	for _, c := range []struct {
		err  error
		want data.PlanFailure
	}{
		{data.ErrNoTerritories, data.FailedTerritories},
		{planner.ErrInput, data.FailedInput},
		{data.ErrNotFound, data.FailedInput},
		{errWrongPlan, data.FailedCheck},
		{errWorkers, data.FailedWorkers},
		{errors.New("connection refused"), data.FailedOther},
		{data.ErrConflict, data.FailedOther},
		{fmt.Errorf("%w: %w", errWrongPlan, errors.New("2026-12-07: no shift")), data.FailedCheck},
	} {
		if got := failureOf(fmt.Errorf("unit 3: %w", c.err)); got != c.want {
			t.Errorf("%v: %s, want %s", c.err, got, c.want)
		}
	}
}

// What is left of a budget is what was not spent; some of it always is.
func TestABrokenOffBudgetGoesOnWhereItWas(t *testing.T) {
	for _, c := range []struct {
		asked int
		spent float64
		want  int
	}{{600, 0, 600}, {600, 0.25, 450}, {600, 0.999, 1}, {600, 1, 1}, {1, 0.5, 1}, {0, 0.5, 0}} {
		if got := rest(data.PlanRequest{Iterations: c.asked, Seed: 7}, c.spent, nil); got.Iterations != c.want || got.Seed != 7 || got.Clock != nil {
			t.Errorf("%d iterations, %v spent: %+v, want %d", c.asked, c.spent, got, c.want)
		}
	}
	for _, spent := range []float64{0, 0.5, 0.75} {
		o := rest(data.PlanRequest{Seconds: 1_000_000}, spent, nil)
		if o.Iterations != 0 || o.Clock == nil || math.Abs(o.Clock()-spent) > 0.001 {
			t.Errorf("of a million seconds %v are spent, the clock says %v", spent, o.Clock())
		}
	}
	if o := Options(data.PlanRequest{Seed: 3}, nil); o.Seed != 3 || o.Iterations != 0 || o.Clock != nil {
		t.Errorf("no budget: %+v", o)
	}
}

func TestADraftIsGoneOnFromButForAnnouncedDays(t *testing.T) {
	day := func(d planner.Day, family planner.HouseholdID) route.Route {
		return route.Route{Day: d, Stops: []route.Stop{{Household: family}}}
	}
	in := route.Input{Published: []route.Route{day(2, 20), day(3, 30)}, Planned: []route.Route{day(4, 40), day(5, 50)}}
	resume(&in, []route.Route{day(1, 11), day(3, 31), day(4, 41)})
	if diff := cmp.Diff([]route.Route{day(1, 11), day(4, 41)}, in.Planned); diff != "" {
		t.Errorf("the search begins with (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]route.Route{day(2, 20), day(3, 30)}, in.Published); diff != "" {
		t.Errorf("announced days change (-want +got)\n%s", diff)
	}
}

// Progress never goes back and is not whole before the unit is saved; the newest draft
// is the one to be kept.
func TestAWatchTellsTheFurthestAndKeepsTheNewest(t *testing.T) {
	w := &watch{}
	for _, c := range []struct{ told, want float64 }{{0.2, 0.2}, {0.1, 0.2}, {0.5, 0.5}, {7, 0.99}, {0.3, 0.99}} {
		if w.tell(c.told, fmt.Sprint(c.told)); w.share != c.want || w.note != fmt.Sprint(c.told) {
			t.Errorf("told %v: %v, %q, want %v", c.told, w.share, w.note, c.want)
		}
	}
	w.hold([]route.Route{{Day: 1}})
	w.hold([]route.Route{{Day: 2}})
	if len(w.draft) != 1 || w.draft[0].Day != 2 {
		t.Errorf("to be kept is %v", w.draft)
	}
}

// A worker that is stopped does not wait for a planner that does not look up.
func TestAWorkerLeavesAPlannerThatDoesNotLookUp(t *testing.T) {
	busy, why := make(chan struct{}), errors.New("the program stops")
	t.Cleanup(func() { close(busy) })
	ctx, stop := context.WithCancelCause(t.Context())
	begun := make(chan struct{})
	go func() { <-begun; stop(why) }()
	plan, err := leave(ctx, func() (int, error) {
		close(begun)
		<-busy
		return 1, nil
	})
	if plan != 0 || !errors.Is(err, why) {
		t.Errorf("the worker has %d, %v", plan, err)
	}
}

func TestAWorkerHasWhatItsPlannerMade(t *testing.T) {
	wrong := errors.New("no input")
	if plan, err := leave(t.Context(), func() (int, error) { return 7, nil }); plan != 7 || err != nil {
		t.Errorf("a plan: %d, %v", plan, err)
	}
	if _, err := leave(t.Context(), func() (int, error) { return 0, wrong }); !errors.Is(err, wrong) {
		t.Errorf("an error: %v", err)
	}
	if _, err := leave(t.Context(), func() (int, error) { panic("no such day") }); err == nil || !strings.Contains(err.Error(), "no such day") {
		t.Errorf("a panic: %v", err)
	}
}

// What was told between the last keeping and the stop is kept once, with its share.
func TestWhatAWatchHoldsIsTakenOnce(t *testing.T) {
	w := &watch{}
	w.tell(0.4, "Rp1")
	w.hold([]route.Route{{Day: 2}})
	if share, note, draft := w.take(); share != 0.4 || note != "Rp1" || len(draft) != 1 {
		t.Errorf("taken: %v, %q, %v", share, note, draft)
	}
	if share, _, draft := w.take(); share != 0.4 || draft != nil {
		t.Errorf("taken again: %v, %v", share, draft)
	}
}
