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

func dayOf(t *testing.T, s string) planner.Day {
	t.Helper()
	d, err := planner.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestABranchEntersConfirmsAndStrikesDaysOff(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewBranch(t)
	other, err := store.AddBranch(t.Context(), "9902", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	today := dayOf(t, "2027-01-04")
	off := func(branch data.Branch) (days map[planner.Day]string) {
		err := store.InBranch(t.Context(), []data.BranchID{branch.ID}, func(tx pgx.Tx) (err error) {
			days, err = data.HolidaysIn(t.Context(), tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return days
	}
	doubts := func() []planner.Doubt {
		h, err := store.Holidays(t.Context(), b.ID, today)
		if err != nil {
			t.Fatal(err)
		}
		return h.Doubts
	}
	estimate := planner.Doubt{Year: 2027, Name: "Nyepi", Day: dayOf(t, "2027-03-08")}
	if !slices.Contains(doubts(), estimate) {
		t.Fatalf("an estimated day off is not told: %v", doubts())
	}
	if err := store.SetHoliday(t.Context(), b.ID, estimate.Day, "Nyepi", "petugas"); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(doubts(), estimate) || off(b)[estimate.Day] != "Nyepi" {
		t.Errorf("confirmed, and still in doubt: %v", doubts())
	}
	eid := dayOf(t, "2027-03-10")
	if err := store.StrikeHoliday(t.Context(), b.ID, eid, "petugas"); err != nil {
		t.Fatal(err)
	}
	if name, still := off(b)[eid]; still {
		t.Errorf("struck out, and still %s", name)
	}
	if off(other)[eid] == "" {
		t.Error("one branch struck a day out for another")
	}
	own := dayOf(t, "2027-02-19")
	for _, name := range []string{"Hari Jadi", "Hari Jadi Kabupaten"} {
		if err := store.SetHoliday(t.Context(), b.ID, own, name, "petugas"); err != nil || off(b)[own] != name {
			t.Errorf("an own day off is %q, want %q: %v", off(b)[own], name, err)
		}
	}
	if err := store.StrikeHoliday(t.Context(), b.ID, own, "petugas"); err != nil || off(b)[own] != "" {
		t.Errorf("an own day off stays: %v", err)
	}
	if err := store.StrikeHoliday(t.Context(), b.ID, own, "petugas"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("struck out twice: %v, want ErrNotFound", err)
	}
}

func TestYearsToComeHaveTheirFixedDaysOffAndSayWhatTheyLack(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewBranch(t)
	h, err := store.Holidays(t.Context(), b.ID, dayOf(t, "2027-12-01"))
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"2028-01-01", "2028-04-14", "2028-12-25"} {
		if !slices.ContainsFunc(h.Holidays, func(x planner.Holiday) bool { return x.Day == dayOf(t, day) && x.State == planner.HolidayOfficial }) {
			t.Errorf("%s is no day off", day)
		}
	}
	if !slices.Contains(h.Doubts, planner.Doubt{Year: 2028, Name: "Idulfitri"}) {
		t.Errorf("nobody is told that Idulfitri of 2028 is missing: %v", h.Doubts)
	}
}
