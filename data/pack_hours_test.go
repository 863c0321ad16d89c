package data

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

// A phone is told when its kader is away and for how long, not why, and nothing of what
// is past: whoever finds the phone learns of no illness.
func TestAPackTellsAbsencesWithoutTheirReason(t *testing.T) {
	const today = planner.Day(20780)
	p := Pack{calendar: planner.Calendar{Holidays: map[planner.Day]string{today - 1: "", today: "", today + holidaysAhead - 1: "", today + holidaysAhead: ""}}}
	p.Kader.Until = today + 40
	p.Kader.Away = []planner.Away{{First: today - 9, Last: today - 1, Why: planner.AwayIll}, {First: today - 3, Last: today, Why: planner.AwayIll}, {First: today + 5, Last: today + 6, Why: planner.AwayLeave}}
	p.tellHours(today)
	if diff := cmp.Diff([]PackAway{{today - 3, today}, {today + 5, today + 6}}, p.Hours.Away); diff != "" {
		t.Errorf("absences (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]planner.Day{today, today + holidaysAhead - 1}, p.Hours.Holidays); diff != "" {
		t.Errorf("holidays (-want +got)\n%s", diff)
	}
	if p.Hours.Until != today+40 {
		t.Errorf("under contract until %v", p.Hours.Until)
	}
}
