package route

import (
	"slices"
	"testing"

	"binaan/planner"
	"binaan/planner/plannertest"
)

func TestReasonsAreAtMostThreeAndStrongestFirst(t *testing.T) {
	r := plannertest.Rules(t, "2026-12-01")
	h := planner.Household{ID: 1, Months: 18, Arrears: 1_890_000, Requested: &planner.BranchRequest{By: r.Day + 20}}
	past := planner.History{Visits: []planner.Visit{{
		Day: r.Day - 20, At: 1000, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: r.Day + 6, Amount: 500_000, State: planner.PromisePending},
	}}}
	got := reasonsOf(&r, h, past, occasion{day: r.Day + 6, worth: planner.Worth{Contact: 0.85}, ride: 100, high: 1})
	if want := []Reason{ReasonPromise, ReasonRequest, ReasonHome}; !slices.Equal(got, want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
}
