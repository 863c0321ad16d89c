package data_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"binaan/data/datatest"
	"binaan/planner"
)

func TestWhatCameOfAKadersDayIsThatDaysAndAudited(t *testing.T) {
	store, b := datatest.NewVillage(t)
	day := datatest.Today() - 1
	visit := func(home planner.HouseholdID, kader planner.KaderID, day planner.Day, at planner.Minute, code planner.Code, amount planner.Rupiah) planner.Event {
		return planner.Event{Household: home, Kader: kader, Type: code, At: datatest.At(day, at), Payload: planner.Payload{Amount: amount}}
	}
	datatest.Record(t, store, b.ID,
		visit(12, 1, day, 1090, "RUMAH_KOSONG", 0),
		visit(11, 1, day, 1000, "BAYAR_CICIL", 150_000),
		visit(21, 1, day, 1439, "RUMAH_KOSONG", 0), // in the last minute of the branch's day, outside the plan
		visit(13, 1, day+1, 0, "RUMAH_KOSONG", 0),  // a minute later: of the next
		visit(22, 2, day, 1000, "RUMAH_KOSONG", 0),
	)
	got, err := store.DayVisits(t.Context(), b.ID, 1, day, 5)
	if err != nil {
		t.Fatal(err)
	}
	type came struct {
		ID      planner.HouseholdID
		At      planner.Minute
		Outcome planner.Outcome
		Amount  planner.Rupiah
	}
	var short []came
	for _, v := range got {
		short = append(short, came{v.Household, v.At, v.Outcome, v.Amount})
		if v.DesaName == "" {
			t.Errorf("household %d has no desa", v.Household)
		}
	}
	want := []came{{11, 1000, "BAYAR_CICIL", 150_000}, {12, 1090, "RUMAH_KOSONG", 0}, {21, 1439, "RUMAH_KOSONG", 0}}
	if diff := gocmp.Diff(want, short); diff != "" {
		t.Errorf("visits (-want +got)\n%s", diff)
	}
	if none, err := store.DayVisits(t.Context(), b.ID, 1, day-1, 6); err != nil || len(none) != 0 {
		t.Errorf("a day without visits: %v, %v", none, err)
	}
	if diff := gocmp.Diff([][]planner.HouseholdID{{11, 12, 21}}, seenBy(t, store, b.ID, 5, "read visits")); diff != "" {
		t.Errorf("audited (-want +got)\n%s", diff)
	}
}
