package data_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// brought is a delivery of a kader's phone: refusals at doors, whose ids are told by numbers.
func brought(kader planner.KaderID, ids []int, homes ...planner.HouseholdID) data.Delivery {
	d := data.Delivery{Device: fmt.Sprintf("0d000000-0000-7000-8000-%012x", kader), Account: int64(kader), Kader: kader}
	for i, id := range ids {
		e := planner.Event{
			ID: planner.EventID(fmt.Sprintf("01930000-0000-7000-8000-%012x", id)), Device: d.Device, Seq: int64(i + 1),
			Boot: "0b000000-0000-7000-8000-000000000001", Type: planner.Code(planner.Refused), Household: homes[i], WallTime: datatest.At(datatest.Today()-1, 600),
		}
		d.Events = append(d.Events, data.Arrival{Event: e})
	}
	return d
}

// Deliveries that are committed together are judged, audited and folded as one after the
// other: an event that two of them bring counts once, another body under its id is told
// of, and a stranger's family is refused of who names it alone.
func TestDeliveriesTakenTogetherAreJudgedAsOneAfterTheOther(t *testing.T) {
	one, other := datatest.New(t), datatest.New(t)
	b := datatest.Village(t, one)
	datatest.Village(t, other)
	for _, store := range []*data.Store{one, other} {
		for n, kader := range []planner.KaderID{1, 1, 2} { // whose families they are
			datatest.Record(t, store, b.ID, planner.Event{
				ID: planner.EventID(fmt.Sprintf("01910000-0000-7000-8000-%012x", n)), Type: planner.Code(planner.NotHome), Household: planner.HouseholdID(n + 1), Kader: kader, At: datatest.At(datatest.Today()-9, 600),
			})
		}
	}
	deliveries := func() []data.Delivery {
		again := brought(1, []int{1, 3}, 1, 2)
		again.Events[0].WallTime = again.Events[0].WallTime.Add(time.Second) // another body
		return []data.Delivery{brought(1, []int{1, 2}, 1, 2), brought(1, []int{2}, 2), again, brought(2, []int{4, 5, 6}, 1, 9999, 3)}
	}
	together, err := data.Take(one, t.Context(), b.ID, deliveries())
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range deliveries() {
		alone, err := other.Sync(t.Context(), b.ID, d)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(together[i].Judged), fmt.Sprint(alone.Judged); got != want {
			t.Errorf("delivery %d: together %s, alone %s", i, got, want)
		}
	}
	if a, z := kept(t, one, b.ID), kept(t, other, b.ID); a != z || a == "" {
		t.Errorf("together they came to\n%s\nalone to\n%s", a, z)
	}
	if a, z := recordings(t, one, b.ID), recordings(t, other, b.ID); a != z || a == "" {
		t.Errorf("together audited\n%s\nalone\n%s", a, z)
	}
}

// recordings is what the audit says of deliveries.
func recordings(t *testing.T, store *data.Store, b data.BranchID) (out string) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select coalesce(string_agg(account_id || ' ' || reason || ' ' || households::text, e'\\n' order by id), '') from audit where act = 'record events'").Scan(&out)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// How a delivery has its statements planned is over with it: who gets its connection next
// plans as everybody does.
func TestADeliveryLeavesNoWayOfPlanningBehind(t *testing.T) {
	store, b := datatest.NewVillage(t)
	if _, err := store.Sync(t.Context(), b.ID, brought(1, []int{1}, 1)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		var mode, scans string
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			return tx.QueryRow(t.Context(), "select current_setting('plan_cache_mode'), current_setting('enable_seqscan')").Scan(&mode, &scans)
		})
		if err != nil || mode != "auto" || scans != "on" {
			t.Errorf("plans %s, scans %s (%v)", mode, scans, err)
		}
	}
}
