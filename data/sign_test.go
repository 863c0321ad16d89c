package data_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func TestVisitsThatBearSignsAreShownWithTheKadersWord(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
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

// square is a desa's outline that reaches so many degrees to each side of a place.
func square(lon, lat, reach float64) orb.MultiPolygon {
	w, e, s, n := lon-reach, lon+reach, lat-reach, lat+reach
	return orb.MultiPolygon{{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}
}

// A visit outside of the family's desa and of the kader's is asked about where nobody knows
// the house; a desa without an outline says nothing.
func TestAVisitOutsideTheTerritoryIsAskedAbout(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	day := datatest.Today()
	var lon, lat float64
	did := func(sql string, args ...any) {
		t.Helper()
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), sql, args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	drawn := func(desa string, shape orb.MultiPolygon) {
		t.Helper()
		did("update area set shape = $2 where code = $1", desa, ewkb.MustMarshal(shape, ewkb.DefaultSRID))
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "update household set radius = 9000 where id = 1 returning lon, lat").Scan(&lon, &lat)
	})
	if err != nil {
		t.Fatal(err)
	}
	datatest.Record(t, store, b.ID, planner.Event{
		ID: "01930000-0000-7000-8000-0000000000b1", Household: 1, Kader: 1, Type: planner.Code(planner.NotHome),
		At: datatest.At(day, 960), Fix: &planner.Fix{Lat: lat + 0.02, Lng: lon, Accuracy: 12},
	})
	signs := func(when string, want ...planner.Sign) {
		t.Helper()
		got, err := store.SignedVisits(t.Context(), b, 0, day, 7)
		if err != nil {
			t.Fatal(err)
		}
		var is []planner.Sign
		for _, v := range got {
			is = append(is, v.Signs...)
		}
		if !slices.Equal(is, want) {
			t.Errorf("%s: %v, want %v", when, is, want)
		}
	}
	signs("no outline")
	drawn("99.01.01.2001", square(lon, lat, 0.01))
	signs("a kilometre outside", planner.SignOut)
	did(`insert into plan (branch_id, id, kind, name, state, request, seed, created_by, published_from) values ($1, 1, 'territory', 'uji', 'done', '{}', 1, 'uji', $2)`, b.ID, day)
	did("insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected) values ($1, 1, 1, 1, '99.01.01', false, false, 0, 0, 0, 0, 0)", b.ID)
	did("insert into territory_block (branch_id, plan_id, desa, cell, territory_id) select branch_id, 1, desa, cell, 1 from block where desa = '99.01.01.2002'")
	signs("the kader's other desa has no outline")
	drawn("99.01.01.2002", square(lon, lat+0.02, 0.005))
	signs("within the kader's other desa")
	drawn("99.01.01.2002", square(lon, lat+0.04, 0.005))
	signs("outside of both", planner.SignOut)
}
