package data_test

import (
	"testing"

	"binaan/data/datatest"
	"binaan/planner"
)

func TestPublishedRulesHoldOnAnyDayOfThisDecade(t *testing.T) {
	store := datatest.New(t)
	b, err := store.AddBranch(t.Context(), "9901", "Cabang Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"2021-06-01", "2026-11-23", "2029-12-31"} {
		d, err := planner.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := store.Rules(t.Context(), b.ID, d)
		if err != nil {
			t.Errorf("%s: %v", day, err)
		}
		if rules.Arrears.CapMonths != 24 {
			t.Errorf("%s: cap of %d months, want 24", day, rules.Arrears.CapMonths)
		}
	}
}
