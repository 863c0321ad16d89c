package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"binaan/data/datatest"
)

const frontierPath = "/api/v1/branches/9901/territory-frontier/events"

func TestFrontierComparesWaysFromTheTerritoriesInForce(t *testing.T) {
	o, cookie := village(t)
	if got := o.send(t, cookie, "GET", frontierPath+"?seconds=1", ""); !strings.Contains(got.text, `"failure":"NO_TERRITORIES"`) {
		t.Errorf("without territories in force: %s %s", got.Status, got.text)
	}
	id := o.design(t)
	if err := o.store.PublishPlan(t.Context(), o.own.ID, id, datatest.Today(), "contoh"); err != nil {
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
	o, cookie := village(t)
	id := o.design(t)
	if err := o.store.PublishPlan(t.Context(), o.own.ID, id, datatest.Today(), "contoh"); err != nil {
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
