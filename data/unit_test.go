package data_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
)

// errand is what is expected of a plan of two units.
type errand struct {
	plan    data.WorkState
	units   [2]data.WorkState
	failure data.PlanFailure // of a plan that failed, or a part of which did
	codes   [2]data.PlanFailure
}

func open(s data.WorkState) bool { return s == data.Queued || s == data.Running }

func (e *errand) begin(u int) bool {
	if !open(e.units[u]) {
		return false
	}
	e.units[u] = data.Running
	if e.plan == data.Queued {
		e.plan = data.Running
	}
	return true
}

// end is what becomes of a plan when one of its units ends.
func (e *errand) end(u int, state data.WorkState, code data.PlanFailure) {
	if !open(e.units[u]) {
		return
	}
	e.units[u], e.codes[u] = state, code
	if open(e.units[0]) || open(e.units[1]) {
		return
	}
	e.plan = data.Failed
	if e.units[0] == data.Done || e.units[1] == data.Done {
		e.plan = data.Done
	}
	for k := range e.codes {
		if e.units[k] == data.Failed && e.failure == "" {
			e.failure = e.codes[k]
		}
	}
}

// stop is what becomes of a plan that a person stops.
func (e *errand) stop(keep bool) bool {
	if !open(e.plan) {
		return false
	}
	e.plan = data.Cancelled
	for u, s := range e.units {
		if keep && s == data.Done {
			e.plan = data.Done
		}
		if open(s) {
			e.units[u] = data.Cancelled
		}
	}
	return true
}

// Whatever comes in whatever order, twice or too late: a unit ends once, a plan with
// its last unit, and who comes after is told to stop or is no harm.
func TestAPlanEndsAsItsUnitsDo(t *testing.T) {
	store, b := datatest.NewVillage(t)
	month := datatest.NextMonth()
	for seed := range uint64(25) {
		rng := rand.New(rand.NewPCG(seed, 77))
		head, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, data.PlanRequest{Month: month.String()}, "contoh")
		if err != nil || head.Units != 2 {
			t.Fatalf("%+v: %v", head, err)
		}
		want := errand{plan: data.Queued, units: [2]data.WorkState{data.Queued, data.Queued}}
		var told []string
		for range 9 {
			u := rng.IntN(2)
			unit := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: fmt.Sprint(u + 1)}
			var do string
			var err error
			ok := true
			switch rng.IntN(12) {
			case 0, 1, 2, 3:
				do, ok = "begin", want.begin(u)
				_, err = store.BeginUnit(t.Context(), unit)
			case 4, 5:
				do, ok = "report", want.units[u] == data.Running
				err = store.ReportUnit(t.Context(), unit, rng.Float64(), "sedang")
			case 6, 7:
				do = "finish"
				err = store.FinishRoutes(t.Context(), unit, route.Plan{Kader: planner.KaderID(u + 1), First: month.First(), Last: month.Last()})
				want.end(u, data.Done, "")
			case 8, 9:
				do = "fail"
				code := []data.PlanFailure{data.FailedInput, data.FailedWorkers}[rng.IntN(2)]
				err = store.FailUnit(t.Context(), unit, code)
				want.end(u, data.Failed, code)
			case 10:
				do, ok = "cut", want.stop(true)
				err = store.CutPlan(t.Context(), b.ID, head.ID)
			default:
				do, ok = "cancel", want.stop(false)
				err = store.CancelPlan(t.Context(), b.ID, head.ID, "petugas")
			}
			told = append(told, fmt.Sprint(do, " ", u+1))
			if ok != (err == nil) || !ok && (!errors.Is(err, data.ErrConflict) || !data.IsOver(err)) {
				t.Fatalf("seed %d, %s: %v, want success %t", seed, strings.Join(told, ", "), err, ok)
			}
		}
		got, states := errandOf(t, store, b.ID, head.ID)
		if got.State != want.plan || states != want.units || got.Failure != want.failure || got.State.Ended() != (got.FinishedAt != nil) {
			t.Errorf("seed %d, %s: plan %s (%s) with units %v, want %s (%s) with %v", seed, strings.Join(told, ", "), got.State, got.Failure, states, want.plan, want.failure, want.units)
		}
		if err := store.CancelPlan(t.Context(), b.ID, head.ID, "petugas"); err != nil && !errors.Is(err, data.ErrConflict) {
			t.Fatal(err)
		}
	}
}

func errandOf(t *testing.T, store *data.Store, b data.BranchID, id data.PlanID) (head data.PlanHead, states [2]data.WorkState) {
	t.Helper()
	head, err := store.PlanHead(t.Context(), b, id)
	if err != nil {
		t.Fatal(err)
	}
	err = store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), `
			select (select state from plan_unit where plan_id = $1 and unit = '1'), (select state from plan_unit where plan_id = $1 and unit = '2')`, id).
			Scan(&states[0], &states[1])
	})
	if err != nil {
		t.Fatal(err)
	}
	return head, states
}

func TestUnitsThatThereAreNotAreNobodysWork(t *testing.T) {
	store, b := datatest.NewVillage(t)
	head, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, data.PlanRequest{Month: datatest.NextMonth().String(), Only: []planner.KaderID{2}}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []data.UnitJob{{Branch: b.ID, Plan: head.ID, Unit: "1"}, {Branch: b.ID, Plan: head.ID + 7, Unit: "2"}, {Branch: b.ID + 1, Plan: head.ID, Unit: "2"}} {
		if _, err := store.BeginUnit(t.Context(), unit); !data.IsOver(err) {
			t.Errorf("%+v is begun: %v", unit, err)
		}
		if err := store.ReportUnit(t.Context(), unit, 0.5, ""); !data.IsOver(err) {
			t.Errorf("%+v is reported on: %v", unit, err)
		}
	}
	for _, only := range [][]planner.KaderID{{3}, {1, 3}} {
		if _, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, data.PlanRequest{Month: datatest.NextMonth().String(), Only: only}, "contoh"); !errors.Is(err, data.ErrNotFound) {
			t.Errorf("routes of kader %v: %v", only, err)
		}
	}
}
