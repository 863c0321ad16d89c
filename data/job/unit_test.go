package job

import (
	"errors"
	"fmt"
	"math"
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
