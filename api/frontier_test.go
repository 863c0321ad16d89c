package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/job"
	"binaan/planner"
)

// village is an edge over a branch with households and an officer.
func village(t *testing.T) *office {
	t.Helper()
	store := datatest.New(t)
	o := &office{store: store, own: datatest.Village(t, store)}
	n := data.NewAccount{Login: "officer", Name: "Contoh", Role: data.Officer, Password: password, Branches: []data.BranchID{o.own.ID}}
	if _, err := store.AddAccount(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	config := api.Config{Version: "test", Now: func() time.Time { return now }, Uploads: t.TempDir(), Import: importNothing}
	o.Server = httptest.NewServer(api.New(t.Context(), store, fstest.MapFS{}, config))
	t.Cleanup(o.Close)
	return o
}

// divide makes a territory plan and gives its number.
func (o *office) divide(t *testing.T, request data.PlanRequest) data.PlanID {
	t.Helper()
	request.Day = o.own.Today(now)
	in, err := job.TerritoryInput(t.Context(), o.store, o.own.ID, request)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := planner.DesignTerritories(t.Context(), in, job.Options(request, nil))
	if err != nil {
		t.Fatal(err)
	}
	head, err := o.store.QueuePlan(t.Context(), o.own.ID, data.TerritoryKind, request, "test")
	if err != nil {
		t.Fatal(err)
	}
	unit := data.UnitJob{Branch: o.own.ID, Plan: head.ID, Unit: data.WholeBranch}
	if err := o.store.FinishTerritories(t.Context(), unit, plan); err != nil {
		t.Fatal(err)
	}
	return head.ID
}

const frontierPath = "/api/v1/branches/9901/territory-frontier/events"

func TestFrontierComparesWaysFromTheTerritoriesInForce(t *testing.T) {
	o := village(t)
	cookie := o.as(t, data.Officer)
	if got := o.send(t, cookie, "GET", frontierPath+"?seconds=1", ""); !strings.Contains(got.text, `"failure":"NO_TERRITORIES"`) {
		t.Errorf("without territories in force: %s %s", got.Status, got.text)
	}
	id := o.divide(t, data.PlanRequest{Seed: 1, Iterations: 100_000})
	if err := o.store.PublishPlan(t.Context(), o.own.ID, id, o.own.Today(now)); err != nil {
		t.Fatal(err)
	}
	got := o.send(t, cookie, "GET", frontierPath+"?seconds=1&weights=home%3D0", "")
	if !strings.Contains(got.text, "event: done") || strings.Count(got.text, `"movedBound"`) != 5 {
		t.Errorf("want five ways: %s %s", got.Status, got.text)
	}
	for _, wrong := range []string{"weights=besar%3D1", "kecamatan=99.01.02"} {
		if got := o.send(t, cookie, "GET", frontierPath+"?seconds=1&"+wrong, ""); !strings.Contains(got.text, `"failure":"INPUT"`) {
			t.Errorf("%s: %s %s", wrong, got.Status, got.text)
		}
	}
}

// Whoever stops listening stops the work: the next one's turn comes long before
// the first one's time is up.
func TestFrontierEndsWithItsListener(t *testing.T) {
	o := village(t)
	cookie := o.as(t, data.Officer)
	id := o.divide(t, data.PlanRequest{Seed: 1, Iterations: 100_000})
	if err := o.store.PublishPlan(t.Context(), o.own.ID, id, o.own.Today(now)); err != nil {
		t.Fatal(err)
	}
	ctx, hangUp := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.URL+frontierPath+"?seconds=600", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Cookie", cookie)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := response.Body.Read(make([]byte, 16)); err != nil {
		t.Fatal(err)
	}
	hangUp()
	if got := o.send(t, cookie, "GET", frontierPath+"?seconds=1", ""); !strings.Contains(got.text, "event: done") {
		t.Errorf("after one that was given up: %s %s", got.Status, got.text)
	}
}
