package data_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/data"
	"binaan/geo"
	"binaan/planner/territory"
)

// Whoever has looked before sees what somebody who comes first sees: a desa's border
// that is brought anew is drawn anew, and the one that it had before again.
func TestOutlinesFollowTheBordersOfTheirDesa(t *testing.T) {
	store, b, plan := divided(t)
	plan.Territories[0].Desa = []territory.Part{{Code: "99.01.01.2001", Whole: true}}
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1}, "contoh")
	if err == nil {
		err = store.FinishTerritories(t.Context(), data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}, plan)
	}
	if err != nil {
		t.Fatal(err)
	}
	var seen []orb.MultiPolygon
	for _, side := range []float64{0.02, 0.04, 0.02} {
		square := orb.MultiPolygon{{{{111.59, -5.41}, {111.59 + side, -5.41}, {111.59 + side, -5.41 + side}, {111.59, -5.41 + side}, {111.59, -5.41}}}}
		bring(t, store, b.ID, square)
		got, err := store.TerritoryOutlines(t.Context(), b.ID, head.ID)
		if err != nil || len(got) != 1 {
			t.Fatalf("%d outlines: %v", len(got), err)
		}
		cells, err := geo.Cover(square)
		if err != nil {
			t.Fatal(err)
		}
		want, err := geo.Outline(cells)
		if diff := cmp.Diff(want, got[0].Shape); err != nil || diff != "" {
			t.Errorf("outline of a desa %v degrees wide: %v (-want +got)\n%s", side, err, diff)
		}
		seen = append(seen, got[0].Shape)
	}
	if cmp.Equal(seen[0], seen[1]) || !cmp.Equal(seen[0], seen[2]) {
		t.Error("outlines do not follow the border there and back")
	}
}

// bring gives the village's desa a border.
func bring(t *testing.T, store *data.Store, b data.BranchID, shape orb.MultiPolygon) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `
			insert into area (branch_id, code, level, name, shape, lon, lat) values ($1, $2, $3, 'Contoh', $4, 111.6, -5.4)
			on conflict (branch_id, code) do update set shape = excluded.shape`, b, "99.01.01.2001", geo.Desa, ewkb.MustMarshal(shape, ewkb.DefaultSRID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
