package ledger_test

import (
	"testing"

	"binaan/planner"
	"binaan/planner/ledger"
)

func TestTheLastPeriodIsTheOneThatEndedMostRecently(t *testing.T) {
	for _, c := range []struct {
		day                        string
		weeks, month, quarter, all string
	}{
		{"2026-11-23", "2026-11-W2", "2026-10", "2026-Q3", "2025"},
		{"2026-11-14", "2026-10-W4", "2026-10", "2026-Q3", "2025"},
		{"2026-11-15", "2026-11-W2", "2026-10", "2026-Q3", "2025"},
		{"2026-11-28", "2026-11-W2", "2026-10", "2026-Q3", "2025"},
		{"2026-11-29", "2026-11-W4", "2026-10", "2026-Q3", "2025"},
		{"2026-12-31", "2026-12-W4", "2026-11", "2026-Q3", "2025"},
		{"2027-01-01", "2026-12-W4", "2026-12", "2026-Q4", "2026"},
		{"2028-02-29", "2028-02-W4", "2028-01", "2027-Q4", "2027"},
		{"2028-03-01", "2028-02-W4", "2028-02", "2027-Q4", "2027"},
	} {
		day, err := planner.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		for unit, want := range map[planner.Cadence]string{planner.PerWeek: c.weeks, planner.PerMonth: c.month, planner.PerQuarter: c.quarter, planner.PerYear: c.all} {
			p, err := ledger.LastBefore(unit, day)
			if err != nil || p.Text != want || p.Until >= day {
				t.Errorf("the last %s before %s is %s until %s, %v; want %s", unit, c.day, p.Text, p.Until, err, want)
			}
		}
	}
}
