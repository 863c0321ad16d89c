package job

import (
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

func TestRoutesAreAskedForOnceANight(t *testing.T) {
	store := datatest.New(t)
	b := datatest.Village(t, store)
	at := func(text string) time.Time {
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	asked := func(now string) (months []string) {
		t.Helper()
		if err := night(t.Context(), store, at(now)); err != nil {
			t.Fatal(err)
		}
		heads, err := store.PlanHeads(t.Context(), b.ID, data.RouteKind)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range heads {
			months = append(months, h.Request.Month)
		}
		return months
	}
	if got := asked("2026-11-22T19:30:00Z"); len(got) != 0 {
		t.Errorf("without territories in force: %v", got)
	}
	publish(t, store, b)
	if got := asked("2026-11-23T05:00:00Z"); len(got) != 0 {
		t.Errorf("at noon: %v", got)
	}
	for range 2 {
		if got := asked("2026-11-22T19:30:00Z"); len(got) != 1 || got[0] != "2026-11" {
			t.Errorf("in the night of the 23rd: %v", got)
		}
	}
	if got := asked("2026-11-23T19:30:00Z"); len(got) != 3 || got[0] != "2026-12" {
		t.Errorf("a week before December: %v", got)
	}
}

// publish puts a plan of the whole branch in force.
func publish(t *testing.T, store *data.Store, b data.Branch) {
	t.Helper()
	day, err := planner.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1, Iterations: 1000, Day: day}, "test")
	if err != nil {
		t.Fatal(err)
	}
	unit := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}
	if err := store.FinishTerritories(t.Context(), unit, territory.Plan{}); err != nil {
		t.Fatal(err)
	}
	if err := store.PublishPlan(t.Context(), b.ID, head.ID, day, "contoh"); err != nil {
		t.Fatal(err)
	}
}
