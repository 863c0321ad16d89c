package data_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
)

func TestDraftIsWhatTheNextWorkerGoesOnFrom(t *testing.T) {
	store, b := datatest.NewVillage(t)
	month := datatest.NextMonth()
	head, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, data.PlanRequest{Month: month.String(), Only: []planner.KaderID{1}}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	unit := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: "1"}
	half := data.Draft{Share: 0.5, Routes: []route.Route{{Kader: 1, Day: month.First(), Stops: []route.Stop{{Household: 3, Seq: 1}}}}}
	kept := func(when string, want data.Draft) {
		t.Helper()
		got, err := store.Draft(t.Context(), unit)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Routes) == 0 {
			got.Routes = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	begin := func() {
		t.Helper()
		_, err := store.BeginUnit(t.Context(), unit)
		must(err)
	}
	kept("queued", data.Draft{})
	must(store.KeepDraft(t.Context(), unit, half))
	kept("nobody works on it", data.Draft{})
	begin()
	must(store.ReportUnit(t.Context(), unit, 0.25, "sedang"))
	kept("no month was found", data.Draft{Share: 0.25})
	begin()
	kept("taken again without a draft it begins anew", data.Draft{})
	must(store.KeepDraft(t.Context(), unit, half))
	kept("a month was found", half)
	must(store.ReportUnit(t.Context(), unit, 0.75, "sedang"))
	begin()
	must(store.ReportUnit(t.Context(), unit, 0, ""))
	kept("taken again with a draft nothing goes back", data.Draft{Share: 0.75, Routes: half.Routes})
	must(store.FinishRoutes(t.Context(), unit, route.Plan{Kader: 1, First: month.First(), Last: month.Last()}))
	must(store.KeepDraft(t.Context(), unit, half))
	kept("ended", data.Draft{Share: 1})
	unit.Unit = "2"
	if _, err := store.Draft(t.Context(), unit); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("draft of a unit that there is not: %v", err)
	}
}
