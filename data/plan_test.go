package data_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

func divided(t *testing.T) (*data.Store, data.Branch, territory.Plan) {
	t.Helper()
	store, b := datatest.NewBranch(t)
	at := geo.Position{Lon: 111.6, Lat: -5.4}
	cell, err := geo.CellAt(at)
	if err != nil {
		t.Fatal(err)
	}
	block := planner.Block{BlockKey: planner.BlockKey{Desa: "99.01.01.2001", Cell: cell}, Centre: at, Households: 5, Eligible: 3}
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return data.ReplaceBlocks(t.Context(), tx, b.ID, []planner.Block{block}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return store, b, territory.Plan{Territories: []territory.Territory{{ID: 1, Kecamatan: "99.01.01", Blocks: []planner.BlockKey{block.BlockKey}}}}
}

func TestAUnitThatEndsTwiceIsWrittenOnce(t *testing.T) {
	store, b, plan := divided(t)
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	job := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}
	for range 2 {
		if err := store.FinishTerritories(t.Context(), job, plan); err != nil {
			t.Fatal(err)
		}
	}
	detail, err := store.TerritoryDetail(t.Context(), b.ID, head.ID)
	if err != nil {
		t.Fatal(err)
	}
	if detail.State != data.Done || len(detail.Territories) != 1 {
		t.Errorf("plan is %s with %d territories, want done with 1", detail.State, len(detail.Territories))
	}
	if _, err := store.BeginUnit(t.Context(), job); !errors.Is(err, data.ErrConflict) {
		t.Errorf("begin an ended unit: %v, want ErrConflict", err)
	}
}

func TestOnePlanIsInForceOnADay(t *testing.T) {
	store, b, plan := divided(t)
	var ids []data.PlanID
	for range 3 {
		head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1}, "contoh")
		if err != nil {
			t.Fatal(err)
		}
		if err := store.FinishTerritories(t.Context(), data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}, plan); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, head.ID)
	}
	publish := func(id data.PlanID, from planner.Day, instead data.PlanID) {
		if err := store.PublishInstead(t.Context(), b.ID, id, from, instead, "contoh"); err != nil {
			t.Fatal(err)
		}
	}
	first := datatest.Today()
	next := first + 100
	publish(ids[0], first, 0)
	publish(ids[1], next, 0)
	publish(ids[2], next, ids[1])
	for day, want := range map[planner.Day]data.PlanID{first: ids[0], next - 1: ids[0], next: ids[2], next + 300: ids[2]} {
		if got, err := store.PlanInForce(t.Context(), b.ID, day); err != nil || got != want {
			t.Errorf("day %d: plan %d (%v), want %d", day, got, err, want)
		}
	}
	if _, err := store.PlanInForce(t.Context(), b.ID, first-1); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("before the first plan: %v, want ErrNotFound", err)
	}
}

func TestACancelledPlanTakesNoResult(t *testing.T) {
	store, b, plan := divided(t)
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	job := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}
	if _, err := store.BeginUnit(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	if err := store.CancelPlan(t.Context(), b.ID, head.ID, "petugas"); err != nil {
		t.Fatal(err)
	}
	if err := store.ReportUnit(t.Context(), job, 0.5, ""); !errors.Is(err, data.ErrConflict) {
		t.Errorf("report of a cancelled unit: %v, want ErrConflict", err)
	}
	if err := store.FinishTerritories(t.Context(), job, plan); err != nil {
		t.Fatal(err)
	}
	detail, err := store.TerritoryDetail(t.Context(), b.ID, head.ID)
	if err != nil || detail.State != data.Cancelled || len(detail.Territories) != 0 {
		t.Errorf("plan is %s with %d territories (%v), want cancelled with none", detail.State, len(detail.Territories), err)
	}
	if err := store.CancelPlan(t.Context(), b.ID, head.ID, "petugas"); !errors.Is(err, data.ErrConflict) {
		t.Errorf("cancel again: %v, want ErrConflict", err)
	}
}

func TestAPlanTellsTheWeightsItWasMadeWith(t *testing.T) {
	store, b, _ := divided(t)
	compact, usual := territory.Weights{}, territory.UsualWeights
	for _, c := range []struct{ asked, want *territory.Weights }{{nil, &usual}, {&compact, &compact}} {
		head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1, Weights: c.asked}, "contoh")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, head.Request.Weights); diff != "" {
			t.Errorf("asked for %v (-want +got):\n%s", c.asked, diff)
		}
	}
}

func TestAKecamatanWithoutHouseholdsIsRefused(t *testing.T) {
	store, b, _ := divided(t)
	for code, want := range map[geo.AreaCode]error{"99.01.01": nil, "99.01.02": data.ErrNoHouseholds, "99.01": data.ErrNoHouseholds} {
		if _, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Kecamatan: code}, "contoh"); !errors.Is(err, want) {
			t.Errorf("kecamatan %s: %v, want %v", code, err, want)
		}
	}
}
