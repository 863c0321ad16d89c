package data

import (
	"slices"
	"testing"
	"time"

	"binaan/planner"
)

// Plans wait while many phones bring their day, and go on in the second but one after.
func TestAPressIsOverAfterASecondOfQuiet(t *testing.T) {
	var p press
	at := time.Unix(1_800_000_000, 0)
	for range pressing - 1 {
		p.count(at)
	}
	if p.high(at) {
		t.Error("it is a press with one too few")
	}
	p.count(at)
	for after, want := range []bool{true, true, false, false} {
		if got := p.high(at.Add(time.Duration(after) * time.Second)); got != want {
			t.Errorf("%d s after: %v, want %v", after, got, want)
		}
	}
	p.count(at.Add(10 * time.Second))
	if p.high(at.Add(10 * time.Second)) {
		t.Error("a press of long ago counts")
	}
}

// What happened today and whom a person named is planned first, the night last.
func TestAPersonsPlanComesBeforeTheNights(t *testing.T) {
	for _, c := range []struct {
		name    string
		request PlanRequest
		by      string
		want    int
	}{
		{"the night", PlanRequest{Only: []planner.KaderID{1}}, nightly, byNight},
		{"one kader", PlanRequest{Only: []planner.KaderID{1}}, "sri", promptly},
		{"a whole branch", PlanRequest{}, "sri", inTurn},
	} {
		if got := turnOf(c.request, c.by); got != c.want {
			t.Errorf("%s: turn %d, want %d", c.name, got, c.want)
		}
	}
	if !slices.IsSorted([]int{promptly, inTurn, byNight, lastOfAll}) || promptly == lastOfAll {
		t.Error("turns are in no order")
	}
}
