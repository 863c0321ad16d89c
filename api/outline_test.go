package api_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

// The map shows each territory of a plan once, under its number, to whom may see
// families, and nothing of a plan that there is not.
func TestTerritoriesOfAPlanAreOnTheMap(t *testing.T) {
	o := openVillage(t)
	store := o.store
	request := data.PlanRequest{Iterations: 1000, Day: datatest.Today()}
	head, err := store.QueuePlan(t.Context(), o.own.ID, data.TerritoryKind, request, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	in, err := store.TerritoryInput(t.Context(), o.own.ID, request)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := territory.Design(context.Background(), in, planner.Options{Iterations: 1000})
	if err == nil {
		err = store.FinishTerritories(t.Context(), data.UnitJob{Branch: o.own.ID, Plan: head.ID, Unit: data.WholeBranch}, plan)
	}
	if err != nil || len(plan.Territories) == 0 {
		t.Fatalf("%d territories: %v", len(plan.Territories), err)
	}
	officer := o.as(t, data.Officer)
	const tile = "/tiles/territories/8/206/133.mvt?branch=9901"
	got := o.send(t, officer, "GET", fmt.Sprintf("%s&plan=%d", tile, head.ID), "", "Accept-Encoding", "identity")
	layers, err := mvt.Unmarshal([]byte(got.text))
	if err != nil || len(layers) != 1 {
		t.Fatalf("%s: %d layers: %v", got.Status, len(layers), err)
	}
	drawn := layers[0].Features
	codes := map[any]int{}
	for _, f := range drawn {
		codes[f.Properties["code"]]++
	}
	for _, one := range plan.Territories {
		if codes[fmt.Sprint(one.ID)] != 1 {
			t.Errorf("territory %d is drawn %d times among %v", one.ID, codes[fmt.Sprint(one.ID)], codes)
		}
	}
	if len(drawn) != len(plan.Territories) {
		t.Errorf("%d shapes of %d territories", len(drawn), len(plan.Territories))
	}
	for path, want := range map[string]int{tile + "&plan=77": http.StatusOK, tile + "&plan=satu": http.StatusNotFound, tile: http.StatusOK, "/tiles/territories/8/206/133?branch=9901": http.StatusNotFound} {
		if got := o.send(t, officer, "GET", path, "", "Accept-Encoding", "identity"); got.StatusCode != want || want == http.StatusOK && len(got.text) > 40 {
			t.Errorf("%s: %s, %d bytes", path, got.Status, len(got.text))
		}
	}
	if got := o.send(t, o.as(t, data.Manager), "GET", fmt.Sprintf("%s&plan=%d", tile, head.ID), ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("as a manager: %s", got.Status)
	}
}
