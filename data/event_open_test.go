package data_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// What waits for the branch is listed until the branch has decided: a held event counts
// once it is released, a matter is open until it is settled, and to decide twice is to
// decide once.
func TestTheBranchDecidesOnWhatWaits(t *testing.T) {
	store, b := datatest.NewVillage(t)
	const held, complaint = "01930000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-000000000002"
	at := datatest.At(datatest.Today()-2, 1000)
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		event := func(id planner.EventID, c planner.Code, home planner.HouseholdID, why planner.Reason, p planner.Payload) data.Recorded {
			return data.Recorded{Why: why, Event: planner.Event{ID: id, Device: "0d000000-0000-7000-8000-00000000000d", Seq: 1, Type: c, Household: home, Kader: 1, At: at, WallTime: at, Payload: p}}
		}
		_, err := data.TakeEvents(t.Context(), tx, b.ID, []data.Recorded{
			event(held, planner.Code(planner.PaidFull), 1, planner.ReasonAmount, planner.Payload{Amount: 200_000_000}),
			event(complaint, planner.Code(planner.Complained), 2, "", planner.Payload{Topic: "RUMAH_SAKIT"}),
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	open := func() data.Waiting {
		t.Helper()
		o, err := store.Waits(t.Context(), b.ID, datatest.Today())
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	if o := open(); len(o.Held) != 1 || o.Held[0].Event != held || o.Held[0].Why != planner.ReasonAmount || len(o.Matters) != 1 || o.Matters[0].Queue != planner.QueueComplaint || o.Matters[0].Reason != "RUMAH_SAKIT" {
		t.Fatalf("open: %+v", o)
	}
	for range 2 {
		for of, c := range map[planner.EventID]planner.Code{held: planner.Release, complaint: planner.Settled} {
			if err := store.Decide(t.Context(), b.ID, data.Decision{Of: of, Says: c, By: "uji"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if o := open(); len(o.Held)+len(o.Matters) != 0 {
		t.Errorf("decided, and still open: %+v", o)
	}
	visits := 0
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select count(*) from visit where household_id = 1 and amount = 200000000").Scan(&visits)
	})
	if err != nil || visits != 1 {
		t.Errorf("%d visits of what was released (%v)", visits, err)
	}
	if err := store.Decide(t.Context(), b.ID, data.Decision{Of: "kemarin", Says: planner.Release, By: "uji"}); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("of no event: %v", err)
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 || r.Events != 4 {
		t.Errorf("%+v (%v)", r, err)
	}
}

// A promise outlives its kader: it is the new one's, and listed where nobody serves.
func TestAPromiseIsNobodysOnlyWhereNobodyServes(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	datatest.Record(t, store, b.ID, datatest.Promise(1, 1, today-3, planner.Promise{Due: today + 2, Open: 960, Close: 1200, Amount: 70_000}))
	sql := func(text string, args ...any) {
		t.Helper()
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), text, args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	check := func(when string, kader planner.KaderID) {
		t.Helper()
		o, err := store.Waits(t.Context(), b.ID, today)
		if err != nil || len(o.Promises) != 1 {
			t.Fatalf("%s: %+v (%v)", when, o.Promises, err)
		}
		if p := o.Promises[0]; p.Household != 1 || p.MadeTo != 1 || p.Kader != kader || p.Amount != 70_000 {
			t.Errorf("%s: %+v, want kader %d", when, p, kader)
		}
	}
	check("no territories", 0)
	sql(`insert into plan (branch_id, id, kind, name, state, request, seed, created_by, published_from, published_at) values ($1, 1, 'territory', 'uji', 'done', '{}', 1, 'uji', $2, $2::date)`, b.ID, today-9)
	sql(`insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected) values ($1, 1, 1, 2, '99.01.01', false, false, 0, 0, 0, 0, 0)`, b.ID)
	sql("insert into territory_block (branch_id, plan_id, desa, cell, territory_id) select branch_id, 1, desa, cell, 1 from household where id = 1")
	check("another kader's territory", 2)
	sql("update kader set status = 'berhenti' where id = 2")
	check("that kader has left", 0)
}

// A promise is open as long as the rule credits a payment to it, to the day, wherever it is
// listed: among what waits, and among what a kader leaves behind.
func TestAPromiseIsListedAsLongAsItIsOpen(t *testing.T) {
	store := datatest.New(t)
	b := datatest.Village(t, store)
	today := datatest.Today()
	rules, err := store.Rules(t.Context(), b.ID, today)
	if err != nil {
		t.Fatal(err)
	}
	first := today - planner.Day(rules.Attribution.Days)
	promised := func(home planner.HouseholdID, due planner.Day) planner.Event {
		return datatest.Promise(home, 1, due-1, planner.Promise{Due: due, Open: 960, Close: 1200, Amount: 70_000})
	}
	datatest.Record(t, store, b.ID, promised(1, first), promised(2, first-1))
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), fmt.Sprintf(`
			insert into plan (branch_id, id, kind, name, state, request, seed, created_by, published_from, published_at) values (%[1]d, 1, 'territory', 'uji', 'done', '{}', 1, 'uji', '%[2]v', '%[2]v');
			insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected) values (%[1]d, 1, 1, 1, '99.01.01', false, false, 0, 0, 0, 0, 0);
			insert into territory_block (branch_id, plan_id, desa, cell, territory_id) select distinct branch_id, 1, desa, cell, 1 from household`, b.ID, today-9))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	waits, err := store.Waits(t.Context(), b.ID, today)
	if err != nil || len(waits.Promises) != 1 || waits.Promises[0].Household != 1 {
		t.Errorf("wait: %+v (%v)", waits.Promises, err)
	}
	left, err := store.Leaving(t.Context(), b.ID, 1, 1)
	if err != nil || len(left.Pledged) != 1 || left.Pledged[0].ID != 1 || left.Families < 2 {
		t.Errorf("of %d families are left behind: %+v (%v)", left.Families, left.Pledged, err)
	}
}

// What a kader leaves: the matters of its own families, whoever opened them, and those it
// opened elsewhere; not those of others.
func TestAKaderLeavesTheMattersThatAreItsOwn(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	complaint := func(home planner.HouseholdID, kader planner.KaderID) planner.Event {
		return planner.Event{Household: home, Kader: kader, Type: planner.Code(planner.Complained), At: datatest.At(today-1, 1000)}
	}
	datatest.Record(t, store, b.ID, complaint(1, 2), complaint(2, 1), complaint(3, 2))
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), fmt.Sprintf(`
			update household set cell = cell + 1 where id in (2, 3);
			insert into plan (branch_id, id, kind, name, state, request, seed, created_by, published_from, published_at) values (%[1]d, 1, 'territory', 'uji', 'done', '{}', 1, 'uji', '%[2]v', '%[2]v');
			insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected) values (%[1]d, 1, 1, 1, '99.01.01', false, false, 0, 0, 0, 0, 0);
			insert into territory_block (branch_id, plan_id, desa, cell, territory_id) select branch_id, 1, desa, cell, 1 from household where id = 1`, b.ID, today-9))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	left, err := store.Leaving(t.Context(), b.ID, 1, 1)
	var of []planner.HouseholdID
	for _, m := range left.Matters {
		of = append(of, m.Household)
	}
	if want := []planner.HouseholdID{1, 2}; err != nil || !slices.Equal(of, want) {
		t.Errorf("matters of %v are left, want %v (%v)", of, want, err)
	}
}
