package planner

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func weekShifts() []Shift {
	var out []Shift
	for d := time.Monday; d <= time.Friday; d++ {
		out = append(out, Shift{d, 16 * 60, 20 * 60})
	}
	return append(out, Shift{time.Saturday, 9 * 60, 13 * 60})
}

func TestWorkdaysKeepContractAndShifts(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	c := Calendar{Holidays: map[Day]string{dayOf(t, "2026-12-25"): "Natal"}}
	k := Kader{Status: KaderActive, From: dayOf(t, "2026-12-03"), Until: dayOf(t, "2026-12-29"), Shifts: weekShifts()}
	days := c.Workdays(k, &r, dayOf(t, "2026-12-01"), dayOf(t, "2026-12-31"))
	if got, want := len(days), 23; got != want {
		t.Errorf("%d workdays, want %d", got, want)
	}
	for _, d := range days {
		if d.Day.Weekday() == time.Sunday || d.Day < k.From || d.Day > k.Until {
			t.Errorf("%v is a workday", d.Day)
		}
		if want := d.Day.String() == "2026-12-25"; d.Special != want {
			t.Errorf("%v special %t, want %t", d.Day, d.Special, want)
		}
	}
	k.Away = []Away{{First: days[0].Day, Last: days[1].Day, Why: AwayIll}}
	if got, want := len(c.Workdays(k, &r, k.From, k.Until)), 21; got != want {
		t.Errorf("%d workdays of a kader away for two of 23, want %d", got, want)
	}
	k.Status = KaderOnHold
	if days := c.Workdays(k, &r, k.From, k.Until); len(days) > 0 {
		t.Errorf("a kader on leave has %d workdays", len(days))
	}
}

func TestVisitingHoursNeedConsentOutsideThem(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	c := Calendar{Holidays: map[Day]string{dayOf(t, "2026-12-25"): "Natal"}}
	monday, friday, sunday, christmas := dayOf(t, "2026-12-07"), dayOf(t, "2026-12-11"), dayOf(t, "2026-12-06"), dayOf(t, "2026-12-25")
	sundays := Household{Consents: []Consent{{Sunday: true, Open: 540, Close: 660}}}
	holidays := Household{Consents: []Consent{{Holiday: true, Open: 600, Close: 720}}}
	evenings := Household{Consents: []Consent{{Open: 1140, Close: 1260}}}
	for _, test := range []struct {
		name    string
		h       Household
		promise *Promise
		day     Day
		want    []Span
	}{
		{"weekday", Household{}, nil, monday, []Span{{480, 1200}}},
		{"friday rests at noon", Household{}, nil, friday, []Span{{480, 690}, {780, 1200}}},
		{"sunday", Household{}, nil, sunday, nil},
		{"holiday", sundays, nil, christmas, nil},
		{"sunday with consent", sundays, nil, sunday, []Span{{540, 660}}},
		{"consent for sunday leaves monday as it is", sundays, nil, monday, []Span{{480, 1200}}},
		{"hours of its own", evenings, nil, monday, []Span{{1140, 1260}}},
		{"promise of an hour", Household{}, &Promise{Due: christmas, Open: 600, Close: 660}, christmas, []Span{{600, 660}}},
		{"sunday with consent for holidays", holidays, nil, sunday, nil},
		{"holiday with consent", holidays, nil, christmas, []Span{{600, 720}}},
		{"promise of an hour within hours of its own", evenings, &Promise{Due: monday, Open: 600, Close: 660}, monday, []Span{{600, 660}}},
		{"promise of a day", Household{}, &Promise{Due: sunday}, sunday, []Span{{480, 1200}}},
		{"promise of another day", Household{}, &Promise{Due: monday}, sunday, nil},
	} {
		if diff := cmp.Diff(test.want, c.VisitSpans(&r, test.h, test.promise, test.day)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
