package job_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
	"binaan/planner/territory"
)

func TestPlansGoFromTheQueueToTheKader(t *testing.T) {
	store, b := datatest.NewVillage(t)
	w := start(t, store)
	defer stop(t, w)

	plan := until(t, store, b.ID, queue(t, store, b, data.TerritoryKind, data.PlanRequest{Seed: 7, Iterations: 100_000}).ID, "ended", ended)
	detail, err := store.TerritoryDetail(t.Context(), b.ID, plan.ID)
	if err != nil || plan.State != data.Done || detail.Certificate == nil {
		t.Fatalf("territory plan %+v: %v", detail, err)
	}
	if c := detail.Certificate; c.Count != 2 || c.InBand != 2 || c.Connected != 2 || c.Seed != 7 {
		t.Errorf("certificate %+v, want two territories in band and connected of seed 7", c)
	}
	if err := store.PublishPlan(t.Context(), b.ID, plan.ID, datatest.Today(), "contoh"); err != nil {
		t.Fatal(err)
	}
	routes := until(t, store, b.ID, queue(t, store, b, data.RouteKind, data.PlanRequest{Month: datatest.NextMonth().String(), Seconds: 1}).ID, "ended", ended)
	if routes.State != data.Done || routes.UnitsDone != 2 {
		t.Fatalf("route plan %+v", routes)
	}
	days, err := store.PlannedDays(t.Context(), b.ID, 1, datatest.NextMonth().First()+9)
	if err != nil || len(days) < 10 {
		t.Fatalf("planned days %v: %v", days, err)
	}
	r, err := store.RouteOf(t.Context(), b.ID, 1, days[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Stops) < 5 || len(r.Reserve) != 3 {
		t.Errorf("route of kader 1 on %v: %d stops, reserve %v", r.Day, len(r.Stops), r.Reserve)
	}
}

func TestWeightsOfTheRequestReachThePlanner(t *testing.T) {
	store, b := datatest.NewVillage(t)
	asked := &territory.Weights{Split: 7}
	in, err := store.TerritoryInput(t.Context(), b.ID, data.PlanRequest{Day: datatest.Today(), Weights: asked})
	if err != nil || in.Weights == nil || *in.Weights != *asked {
		t.Errorf("input with weights %v: %v", in.Weights, err)
	}
}

func TestRoutesWithoutTerritoriesFailWithTheReason(t *testing.T) {
	store, b := datatest.NewVillage(t)
	w := start(t, store)
	defer stop(t, w)
	head := until(t, store, b.ID, queue(t, store, b, data.RouteKind, data.PlanRequest{Month: datatest.NextMonth().String(), Only: []planner.KaderID{1}}).ID, "ended", ended)
	if head.State != data.Failed || head.Failure != data.FailedTerritories {
		t.Errorf("plan %+v, want failed for want of territories", head)
	}
}

func TestCancelledPlanStops(t *testing.T) {
	store, b := datatest.NewVillage(t)
	w := start(t, store)
	defer stop(t, w)
	head := queue(t, store, b, data.TerritoryKind, data.PlanRequest{Seconds: 600, Grain: planner.GrainCell})
	until(t, store, b.ID, head.ID, "running", func(h data.PlanHead) bool { return h.State == data.Running })
	if err := store.CancelPlan(t.Context(), b.ID, head.ID, "petugas"); err != nil {
		t.Fatal(err)
	}
	next := queue(t, store, b, data.TerritoryKind, data.PlanRequest{Iterations: 1000})
	if got := until(t, store, b.ID, next.ID, "ended", ended); got.State != data.Done {
		t.Errorf("the plan after the cancelled one is %+v", got)
	}
	if got := until(t, store, b.ID, head.ID, "ended", ended); got.State != data.Cancelled {
		t.Errorf("the cancelled plan is %+v", got)
	}
}

func TestStoppedWorkerHandsItsUnitBack(t *testing.T) {
	store, b := datatest.NewVillage(t)
	w := start(t, store)
	head := queue(t, store, b, data.TerritoryKind, data.PlanRequest{Seconds: 2, Grain: planner.GrainCell})
	until(t, store, b.ID, head.ID, "running", func(h data.PlanHead) bool { return h.State == data.Running })
	stop(t, w)
	if h, err := store.PlanHead(t.Context(), b.ID, head.ID); err != nil || h.State != data.Running {
		t.Fatalf("plan %+v after a stop: %v", h, err)
	}
	w = start(t, store)
	defer stop(t, w)
	if got := until(t, store, b.ID, head.ID, "ended", ended); got.State != data.Done {
		t.Errorf("plan %+v", got)
	}
}

func TestStoppedWorkersMonthGoesOnFromItsBestPlan(t *testing.T) {
	store, b := routed(t)
	w := start(t, store)
	head, draft := underWay(t, store, b)
	stop(t, w)
	kept, err := store.Draft(t.Context(), unitOne(b, head.ID))
	if err != nil || kept.Share < draft.Share || worth(kept.Routes) < worth(draft.Routes) {
		t.Fatalf("draft %+v: %v, want no less than %+v", kept, err, draft)
	}
	hurry(t, store, b, head.ID)
	w = start(t, store)
	defer stop(t, w)
	begun := until(t, store, b.ID, head.ID, "taken again", func(h data.PlanHead) bool { return h.Note != "" || ended(h) })
	if begun.Progress < kept.Share {
		t.Errorf("taken again, %v of it is done, %v was", begun.Progress, kept.Share)
	}
	noWorse(t, store, b, head.ID, kept)
}

// underWay queues a month of kader 1 that would take minutes, and waits for a draft.
func underWay(t *testing.T, store *data.Store, b data.Branch) (head data.PlanHead, draft data.Draft) {
	t.Helper()
	head = queue(t, store, b, data.RouteKind, data.PlanRequest{Month: datatest.NextMonth().String(), Only: []planner.KaderID{1}, Seconds: 300})
	until(t, store, b.ID, head.ID, "under way", func(data.PlanHead) bool {
		var err error
		if draft, err = store.Draft(t.Context(), unitOne(b, head.ID)); err != nil {
			t.Fatal(err)
		}
		return len(draft.Routes) > 0 && draft.Share > 0
	})
	return head, draft
}

// unitOne is the month of kader 1 in a plan.
func unitOne(b data.Branch, id data.PlanID) data.UnitJob {
	return data.UnitJob{Branch: b.ID, Plan: id, Unit: "1"}
}

// worth is the present value of days less what riding them costs, at the published
// discount and fare.
func worth(days []route.Route) (sum planner.Rupiah) {
	for _, r := range days {
		sum -= r.Fare(planner.TravelRule{RupiahPerKm: 1000})
		for _, s := range r.Stops {
			sum += planner.YieldRule{DiscountPercent: 1, LaterMonths: 6}.Present(s.Cash, s.Expected-s.Cash)
		}
	}
	return sum
}

// noWorse waits for a plan of kader 1 and compares it with the draft that it went on
// from.
func noWorse(t *testing.T, store *data.Store, b data.Branch, id data.PlanID, draft data.Draft) {
	t.Helper()
	until(t, store, b.ID, id, "ended", ended)
	plan, err := store.RoutePlan(t.Context(), b.ID, id, 1)
	if err != nil || worth(plan.Routes) < worth(draft.Routes) {
		t.Errorf("the month is worth %v (%v), the one broken off %v", worth(plan.Routes), err, worth(draft.Routes))
	}
}

func TestKilledWorkersMonthGoesOnFromItsLastDraft(t *testing.T) {
	store, b := routed(t)
	victim := work(t, store)
	head, _ := underWay(t, store, b)
	kill(t, victim)
	unit := unitOne(b, head.ID)
	draft, err := store.Draft(t.Context(), unit)
	if err != nil || draft.Share <= 0 || worth(draft.Routes) <= 0 {
		t.Fatalf("draft of %v, share %v: %v", worth(draft.Routes), draft.Share, err)
	}
	if _, err := store.BeginUnit(t.Context(), unit); err != nil {
		t.Fatal(err)
	}
	if again, err := store.PlanHead(t.Context(), b.ID, head.ID); err != nil || again.Progress != draft.Share {
		t.Errorf("taken again, %v of it is done (%v), want %v as before", again.Progress, err, draft.Share)
	}
	hurry(t, store, b, head.ID)
	w := start(t, store)
	defer stop(t, w)
	noWorse(t, store, b, head.ID, draft)
}

// work starts a worker of its own on a store's database.
func work(t *testing.T, store *data.Store) *exec.Cmd {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), workHere+"="+dsn(store))
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	return victim
}

func kill(t *testing.T, victim *exec.Cmd) {
	t.Helper()
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := victim.Wait(); err == nil {
		t.Fatal("the worker ended by itself")
	}
}

func TestKilledWorkerLosesNothing(t *testing.T) {
	store, b := datatest.NewVillage(t)
	victim := work(t, store)
	head := queue(t, store, b, data.TerritoryKind, data.PlanRequest{Seed: 3, Seconds: 3, Grain: planner.GrainCell})
	until(t, store, b.ID, head.ID, "running", func(h data.PlanHead) bool { return h.State == data.Running })
	kill(t, victim)
	w := start(t, store)
	defer stop(t, w)
	if got := until(t, store, b.ID, head.ID, "ended", ended); got.State != data.Done || got.UnitsDone != 1 {
		t.Errorf("plan %+v after its worker was killed", got)
	}
}

func TestSameRequestSameRoutes(t *testing.T) {
	store, b := routed(t)
	w := start(t, store)
	defer stop(t, w)
	days, err := store.PlannedDays(t.Context(), b.ID, 2, datatest.NextMonth().Last()-7)
	if err != nil || len(days) < 2 {
		t.Fatalf("planned days %v: %v", days, err)
	}
	request := data.PlanRequest{Month: datatest.NextMonth().String(), Only: []planner.KaderID{2}, Day: days[0], Seed: 5, Iterations: 1}
	var got [2]route.Route
	for i := range got {
		until(t, store, b.ID, queue(t, store, b, data.RouteKind, request).ID, "ended", ended)
		var err error
		if got[i], err = store.RouteOf(t.Context(), b.ID, 2, days[1]); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(got[0], got[1]); diff != "" {
		t.Errorf("the same request gave another route:\n%s", diff)
	}
}
