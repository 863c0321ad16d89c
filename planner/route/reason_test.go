package route

import (
	"slices"
	"testing"

	"binaan/planner"
	"binaan/planner/plannertest"
)

func TestReasonsStrongestFirst(t *testing.T) {
	r := plannertest.Rules(t, "2026-12-01")
	h := planner.Household{ID: 1, Months: 18, Arrears: 1_890_000, Requested: &planner.BranchRequest{By: r.Day + 20}}
	past := planner.History{Visits: []planner.Visit{{
		Day: r.Day - 20, At: 1000, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: r.Day + 6, Amount: 500_000, State: planner.PromisePending},
	}}}
	got := reasonsOf(&r, h, past, occasion{day: r.Day + 6, worth: planner.Worth{Contact: 0.85}, ride: 100, high: 1})
	if want := []Reason{ReasonPromise, ReasonRequest, ReasonHome, ReasonHighArrears, ReasonGrowing, ReasonNear}; !slices.Equal(got, want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
}

func TestPromiseVisitedAfterItsDaySaysSo(t *testing.T) {
	r := plannertest.Rules(t, "2026-12-01")
	past := planner.History{Visits: []planner.Visit{{
		Day: r.Day - 20, At: 1000, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: r.Day - 1, Amount: 500_000, State: planner.PromisePending},
	}}}
	got := reasonsOf(&r, planner.Household{ID: 1, Months: 18, Arrears: 1_890_000}, past, occasion{day: r.Day + 1, ride: -1, high: 9_000_000})
	if slices.Contains(got, ReasonPromise) || !slices.Contains(got, ReasonPromiseLate) {
		t.Errorf("reasons %v of a promise visited two days late", got)
	}
}

func TestReasonsTellStopsApart(t *testing.T) {
	stops := []Stop{
		{Reasons: []Reason{ReasonHome, ReasonHighArrears, ReasonGrowing, ReasonNear}},
		{Reasons: []Reason{ReasonHome, ReasonHighArrears, ReasonGrowing, ReasonLongUnseen}},
		{Reasons: []Reason{ReasonRequest, ReasonHome, ReasonHighArrears, ReasonGrowing, ReasonNew}},
		{Reasons: []Reason{ReasonHome, ReasonHighArrears}},
		{},
	}
	tellApart(stops)
	for i, want := range [][]Reason{
		{ReasonNear, ReasonGrowing, ReasonHome},
		{ReasonLongUnseen, ReasonGrowing, ReasonHome},
		{ReasonRequest, ReasonNew, ReasonGrowing},
		{ReasonHome, ReasonHighArrears},
		nil,
	} {
		if got := stops[i].Reasons; !slices.Equal(got, want) {
			t.Errorf("stop %d: reasons %v, want %v", i, got, want)
		}
	}
}
