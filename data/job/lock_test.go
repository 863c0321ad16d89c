package job_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

func TestLockedTerritoryKeepsItsBlocksWhenAllIsDrawnAnew(t *testing.T) {
	store, b := datatest.NewVillage(t)
	w := start(t, store)
	defer stop(t, w)
	plan := func(r data.PlanRequest) data.PlanID {
		head := until(t, store, b.ID, queue(t, store, b, data.TerritoryKind, r).ID, "ended", ended)
		if head.State != data.Done {
			t.Fatalf("plan %+v", head)
		}
		return head.ID
	}
	first := plan(data.PlanRequest{Seed: 7, Iterations: 50_000})
	if err := store.PublishPlan(t.Context(), b.ID, first, datatest.Today(), "contoh"); err != nil {
		t.Fatal(err)
	}
	redrawn := data.PlanRequest{Seed: 8, Iterations: 50_000, Redraw: true}
	free := plan(redrawn)
	locked := territoryOf(t, store, b, first, 2)
	if err := store.LockTerritory(t.Context(), b.ID, first, locked.ID, true, datatest.Today(), 1); err != nil {
		t.Fatal(err)
	}
	kept := plan(redrawn)

	locked.Locked = true
	if diff := cmp.Diff(locked, territoryOf(t, store, b, kept, 2), cmpopts.IgnoreFields(territory.Territory{}, "ID")); diff != "" {
		t.Errorf("locked territory after all was drawn anew (-before +after)\n%s", diff)
	}
	if cmp.Equal(locked.Blocks, territoryOf(t, store, b, free, 2).Blocks) {
		t.Error("without the lock the same seed draws the same blocks, so that the lock proves nothing")
	}
}

// territoryOf is a kader's territory in a plan.
func territoryOf(t *testing.T, store *data.Store, b data.Branch, id data.PlanID, kader planner.KaderID) (found territory.Territory) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		all, err := data.TerritoriesIn(t.Context(), tx, id)
		for _, one := range all {
			if one.Kader == kader {
				found = one
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
