package job_test

import (
	"fmt"
	"testing"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/route"
)

// What a kader records at a door is answered by the routes of exactly that kader: the
// family that has moved is not called on tomorrow, and once that is taken back nothing
// is against its day any more.
func TestAnOutcomeIsAnsweredByTheRoutesConcerned(t *testing.T) {
	store, b, today, tomorrow := inMonth(t)
	next, other := routeOf(t, store, b, 1, tomorrow), routeOf(t, store, b, 2, tomorrow)
	moved := next.Stops[len(next.Stops)-1].Household
	n := int64(0)
	record := func(e planner.Event) planner.EventID {
		t.Helper()
		n++
		e.ID, e.Device, e.Seq, e.Boot = planner.EventID(fmt.Sprintf("01930000-0000-7000-8000-%012x", n)), "0d000000-0000-7000-8000-00000000000d", n, "0b000000-0000-7000-8000-00000000000b"
		e.WallTime = morning(today)
		got, err := store.Sync(t.Context(), b.ID, data.Delivery{Device: e.Device, Kader: 1, Account: 1, Events: []data.Arrival{{Event: e}}})
		if err != nil || got.Judged[0].Verdict != data.Accepted {
			t.Fatalf("%+v: %+v (%v)", e, got, err)
		}
		return e.ID
	}
	id := record(planner.Event{Type: planner.Code(planner.Moved), Household: moved})
	plans := look(t, store, b, today)
	if len(plans) != 1 || len(plans[0].Request.Only) != 1 || plans[0].Request.Only[0] != 1 {
		t.Fatalf("plans %+v, want one of kader 1", plans)
	}
	why := plans[0].Request.Why[0].Upset
	if len(why) == 0 || why[0] != (route.Upset{Day: tomorrow, Household: moved, Code: route.UpsetMoved}) {
		t.Errorf("why: %+v", why)
	}
	if visits(routeOf(t, store, b, 1, tomorrow), moved) {
		t.Error("a family that has moved is called on tomorrow")
	}
	if len(routeOf(t, store, b, 2, tomorrow).Stops) != len(other.Stops) {
		t.Error("the other kader's day changed")
	}
	record(planner.Event{Type: planner.Cancelled, Of: id})
	in, err := store.Pack(t.Context(), b.ID, 1, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range in.Families {
		if f.ID == moved && len(f.Last) != 0 {
			t.Errorf("what was taken back is still on the card: %+v", f.Last)
		}
	}
	look(t, store, b, today)
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 || r.Events != 2 {
		t.Errorf("%+v (%v)", r, err)
	}
}
