package data_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// Nobody is asked for what time or money has answered: a claim waits for the payment file
// that covers its day, an old address is put away by the dated rule, and both are counted.
func TestMattersAreOfTheOfficeUntilAnsweredOrOld(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today, n := datatest.Today(), 0
	told := func(home planner.HouseholdID, o planner.Outcome, day planner.Day) planner.Event {
		n++
		at := datatest.At(day, 1000)
		return planner.Event{
			ID: planner.EventID(fmt.Sprintf("01930000-0000-7000-8000-%012d", n)), Device: "0d000000-0000-7000-8000-00000000000d", Seq: int64(n),
			Type: planner.Code(o), Household: home, Kader: 1, At: at, WallTime: at,
		}
	}
	datatest.Record(t, store, b.ID,
		told(1, planner.AddressNotFound, today-300), told(2, planner.AddressNotFound, today-30), told(2, planner.Moved, today-20),
		told(3, planner.AlreadyPaid, today-1), told(4, planner.AlreadyPaid, today-6), told(5, planner.AlreadyPaid, today-6),
		datatest.Payment(5, today-4, 70_000, "R5"))
	ask := func(c data.MatterChoice) data.OfficeQueues {
		t.Helper()
		q, err := store.Matters(t.Context(), b.ID, c, today, 1)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	q := ask(data.MatterChoice{Stage: planner.StageOffice})
	if got := fmt.Sprint(q.Stages); got != fmt.Sprint(map[planner.Stage]int{planner.StageOffice: 3, planner.StageFile: 1, planner.StagePast: 1, planner.StageOld: 1}) {
		t.Errorf("stages %s", got)
	}
	if len(q.Matters) != 3 || q.Matters[0].Household != 2 || q.Matters[1].Household != 2 || q.Matters[1].Type != planner.Code(planner.Moved) || q.Matters[2].Household != 4 || q.Late != 2 || !q.Matters[0].Late {
		t.Errorf("for the office: %+v", q)
	}
	if q := ask(data.MatterChoice{Stage: planner.StageOld}); len(q.Matters) != 1 || q.Matters[0].Household != 1 || q.Counts[planner.QueueData] != 1 {
		t.Errorf("old: %+v", q.Matters)
	}
	if q := ask(data.MatterChoice{Stage: planner.StageFile, Queue: planner.QueueMoney}); len(q.Matters) != 1 || q.Matters[0].Household != 3 {
		t.Errorf("wait for a file: %+v", q.Matters)
	}
	datatest.Record(t, store, b.ID, datatest.Payment(6, today-1, 70_000, "R6"))
	if q := ask(data.MatterChoice{Stage: planner.StageFile}); len(q.Matters) != 0 || q.Stages[planner.StageOffice] != 4 {
		t.Errorf("the file came, and a claim still waits for it: %+v", q.Stages)
	}
	var histories map[planner.HouseholdID]planner.History
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) (err error) {
		histories, err = data.HistoriesIn(t.Context(), tx, []planner.HouseholdID{1, 3, 5})
		return err
	})
	if err != nil || histories[3].Covered != today-1 || histories[1].Covered != 0 {
		t.Errorf("planners are told that files reach %v, and of who claims nothing %v (%v)", histories[3].Covered, histories[1].Covered, err)
	}
	made, err := store.BeginImport(t.Context(), b.ID, data.Import{Kind: "payments", File: "bayar.csv", AsOf: today - 1, CreatedBy: "petugas"})
	if err != nil {
		t.Fatal(err)
	}
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		e := datatest.Payment(6, today-1, 35_000, "R7")
		e.ID, e.Device, e.Seq = "01930000-0000-7000-8000-0000000000aa", "0d000000-0000-7000-8000-0000000000aa", 1
		if _, err := data.AppendEvents(t.Context(), tx, b.ID, []data.Recorded{{Event: e, Import: made}}); err != nil {
			return err
		}
		_, err := data.FoldIn(t.Context(), tx, b.ID, []planner.HouseholdID{6})
		return err
	})
	if q := ask(data.MatterChoice{Stage: planner.StageFile}); err != nil || len(q.Matters) != 1 {
		t.Errorf("a file made on the day of a claim tells of all that came that day: %+v (%v)", q.Matters, err)
	}
}

// A family whose address the office has mended is its kader's to visit again.
func TestAMendedAddressReachesThePlanners(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	at := datatest.At(today-30, 1000)
	lost := planner.Event{
		ID: "01930000-0000-7000-8000-000000000001", Device: "0d000000-0000-7000-8000-00000000000d", Seq: 1,
		Type: planner.Code(planner.AddressNotFound), Household: 2, Kader: 1, At: at, WallTime: at,
	}
	datatest.Record(t, store, b.ID, lost)
	found := func() (h planner.History) {
		t.Helper()
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			all, err := data.HistoriesIn(t.Context(), tx, []planner.HouseholdID{2})
			h = all[2]
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	if h := found(); !h.Gone() || h.Found != 0 {
		t.Errorf("before the office mended anything: %+v", h)
	}
	if err := store.Decide(t.Context(), b.ID, data.Decision{Of: lost.ID, Says: planner.Settled, Reason: planner.AddressMended, By: "petugas"}); err != nil {
		t.Fatal(err)
	}
	if h := found(); h.Found != today {
		t.Errorf("the address was mended today, and planners are told %v", h.Found)
	}
}

// Who was met after a kader did not find the address is where it was said not to be; money
// of before answers a claim, but no address.
func TestAnAddressIsAnsweredByAMeetingAlone(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	told := func(n int64, home planner.HouseholdID, o planner.Outcome, day planner.Day) planner.Event {
		at := datatest.At(day, 1000)
		return planner.Event{
			ID: planner.EventID(fmt.Sprintf("01930000-0000-7000-8000-%012d", n)), Device: "0d000000-0000-7000-8000-00000000000e", Seq: n,
			Type: planner.Code(o), Household: home, Kader: 1, At: at, WallTime: at,
		}
	}
	datatest.Record(t, store, b.ID,
		told(1, 1, planner.AddressNotFound, today-20), told(2, 1, planner.Refused, today-10),
		told(3, 2, planner.AddressNotFound, today-20), told(4, 2, planner.NotHome, today-10),
		told(5, 3, planner.AddressNotFound, today-20), datatest.Payment(3, today-10, 70_000, "R3"))
	q, err := store.Matters(t.Context(), b.ID, data.MatterChoice{Stage: planner.StagePast}, today, 1)
	if err != nil || len(q.Matters) != 1 || q.Matters[0].Household != 1 || q.Stages[planner.StageOffice] != 2 {
		t.Errorf("answered: %+v, stages %v (%v)", q.Matters, q.Stages, err)
	}
}
