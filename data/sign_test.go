package data_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func TestVisitsThatBearSignsAreShownWithTheKadersWord(t *testing.T) {
	t.Parallel()
	store := datatest.New(t)
	b := datatest.Village(t, store)
	day := datatest.Today()
	var lon, lat float64
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update household set radius = 10 where id in (1, 2, 3)")
		if err != nil {
			return err
		}
		return tx.QueryRow(t.Context(), "select lon, lat from household where id = 1").Scan(&lon, &lat)
	})
	if err != nil {
		t.Fatal(err)
	}
	at := func(n int, home planner.HouseholdID, minute planner.Minute, lat float64) planner.Event {
		return planner.Event{
			ID: planner.EventID([]string{"01930000-0000-7000-8000-0000000000a1", "01930000-0000-7000-8000-0000000000a2", "01930000-0000-7000-8000-0000000000a3"}[n]), Household: home, Kader: 1,
			Type: planner.Code(planner.NotHome), At: datatest.At(day, minute), Fix: &planner.Fix{Lat: lat, Lng: lon, Accuracy: 12},
		}
	}
	far, good, gone := at(0, 1, 960, lat+0.05), at(1, 1, 1000, lat), at(2, 1, 1080, lat+0.05)
	undo := planner.Event{Household: 1, Kader: 1, Type: planner.Cancelled, Of: gone.ID, At: datatest.At(day, 1081)}
	datatest.Record(t, store, b.ID, far, good, gone, undo)
	seen := func() []data.SignedVisit {
		got, err := store.SignedVisits(t.Context(), b, 0, day, 7)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := seen()
	if len(got) != 1 || got[0].Event != far.ID || !slices.Equal(got[0].Signs, []planner.Sign{planner.SignFar}) || got[0].Name == "" {
		t.Fatalf("signed visits %+v, want the far one alone: the good one bears none and the last was cancelled", got)
	}
	if err := store.ReplyToSigns(t.Context(), b.ID, 2, far.ID, "bukan saya", 7); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("another kader answers: %v, want ErrNotFound", err)
	}
	for _, said := range []string{"Keluarga pindah", "Keluarga saya temui di sawah"} {
		if err := store.ReplyToSigns(t.Context(), b.ID, 1, far.ID, said, 7); err != nil {
			t.Fatal(err)
		}
	}
	if got := seen(); got[0].Reply != "Keluarga saya temui di sawah" {
		t.Errorf("the kader's word is %q", got[0].Reply)
	}
	if got, err := store.SignedVisits(t.Context(), b, 2, day, 7); err != nil || len(got) != 0 {
		t.Errorf("kader 2's: %+v, %v", got, err)
	}
}
