package api_test

import (
	"testing"
	"time"

	"binaan/data/datatest"
	"binaan/planner"
)

// Whoever sends a promise hears at once that its kader cannot come, and when instead.
func TestAPromiseOutsideTheShiftIsToldWhenItComes(t *testing.T) {
	f := inTheField(t)
	workday := datatest.Today() + 1
	for workday.Weekday() != time.Tuesday {
		workday++
	}
	promise := func(n int, day planner.Day, part string) fields {
		return f.event(n, fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": day, "part": part, "amount": 420_000}}})
	}
	said := f.push(t, f.cookie, nil,
		promise(1, workday, "PAGI"), promise(2, workday, "SORE"), promise(3, workday+5, "SORE"), promise(4, datatest.Today()-40, "PAGI"), f.event(5, nil))
	for i, want := range []planner.Hindrance{planner.HinderedByShift, "", planner.HinderedByAbsence, "", ""} {
		v := said.Verdicts[i]
		if v.Verdict != "accepted" || v.Text != "" {
			t.Errorf("event %d: %+v", i+1, v)
		}
		switch {
		case (v.Promise == nil) != (want == ""):
			t.Errorf("promise %d: %+v, want %q", i+1, v.Promise, want)
		case v.Promise != nil && (v.Promise.Why != want || v.Promise.Text == "" || v.Promise.Nearest == nil):
			t.Errorf("promise %d: %+v, want %q and the nearest time", i+1, v.Promise, want)
		}
	}
	if at := said.Verdicts[0].Promise; at != nil && at.Nearest != nil && (at.Nearest.Day != workday || at.Nearest.Open != 16*60) {
		t.Errorf("nearest %+v, want the begin of that day's shift", at.Nearest)
	}
	if again := f.push(t, f.cookie, nil, promise(1, workday, "PAGI")); again.Verdicts[0].Promise != nil {
		t.Errorf("a promise that was known is told again: %+v", again.Verdicts[0])
	}
	week, _ := f.pack(t)
	if h := week.Hours; h.Until < datatest.Today() || h.Away == nil || h.Holidays == nil || len(h.Search) == 0 {
		t.Errorf("hours %+v: a phone cannot say it while the promise is made", h)
	}
}
