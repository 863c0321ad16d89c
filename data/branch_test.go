package data_test

import (
	"errors"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
)

func TestABranchHasACodeOfItsOwnAndAZoneThatThereIs(t *testing.T) {
	store := datatest.New(t)
	for _, zone := range []string{"WIB", "WITA", "WIT"} {
		b, err := store.AddBranch(t.Context(), "99"+zone, "Cabang "+zone, zone)
		if err != nil || b.Zone != zone || b.ID == 0 {
			t.Fatalf("%s: %+v, %v", zone, b, err)
		}
		if got, err := store.Branch(t.Context(), b.Code); err != nil || got != b {
			t.Errorf("found as %+v: %v", got, err)
		}
		if _, err := store.AddBranch(t.Context(), b.Code, "Lagi", "WIB"); !errors.Is(err, data.ErrConflict) {
			t.Errorf("code %s twice: %v", b.Code, err)
		}
	}
	for _, zone := range []string{"", "wib", "UTC", "Asia/Jakarta"} {
		if b, err := store.AddBranch(t.Context(), "9999", "Contoh", zone); !errors.Is(err, data.ErrConflict) {
			t.Errorf("zone %q: %+v, %v", zone, b, err)
		}
	}
	for _, code := range []string{"", "9999", "99wib"} {
		if b, err := store.Branch(t.Context(), code); !errors.Is(err, data.ErrNotFound) {
			t.Errorf("branch %q: %+v, %v", code, b, err)
		}
	}
	if all, err := store.Branches(t.Context()); err != nil || len(all) != 3 {
		t.Errorf("%d branches: %v", len(all), err)
	}
}

// The same moment is another day or hour in each zone, also around the turn of a year.
func TestEachZoneHasItsOwnDayHourAndMinute(t *testing.T) {
	for _, c := range []struct {
		utc                   string
		wib, wita, wit        string
		hourWIB, minuteOfWITA int
	}{
		{"2026-11-23T03:00:00Z", "2026-11-23", "2026-11-23", "2026-11-23", 10, 11 * 60},
		{"2026-12-31T14:59:59Z", "2026-12-31", "2026-12-31", "2026-12-31", 21, 22*60 + 59},
		{"2026-12-31T15:00:00Z", "2026-12-31", "2026-12-31", "2027-01-01", 22, 23 * 60},
		{"2026-12-31T16:00:00Z", "2026-12-31", "2027-01-01", "2027-01-01", 23, 0},
		{"2026-12-31T17:00:00Z", "2027-01-01", "2027-01-01", "2027-01-01", 0, 60},
		{"2028-02-28T17:30:00Z", "2028-02-29", "2028-02-29", "2028-02-29", 0, 90},
	} {
		now, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		for zone, want := range map[string]string{"WIB": c.wib, "WITA": c.wita, "WIT": c.wit} {
			if got := (data.Branch{Zone: zone}).Today(now); got.String() != want {
				t.Errorf("%s in %s: %s, want %s", c.utc, zone, got, want)
			}
		}
		if got := (data.Branch{Zone: "WIB"}).Hour(now); got != c.hourWIB {
			t.Errorf("%s WIB: %d o'clock, want %d", c.utc, got, c.hourWIB)
		}
		if got := (data.Branch{Zone: "WITA"}).Minute(now); int(got) != c.minuteOfWITA {
			t.Errorf("%s WITA: minute %d, want %d", c.utc, got, c.minuteOfWITA)
		}
	}
}
