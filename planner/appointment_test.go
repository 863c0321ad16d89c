package planner

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAPromiseOutsideTheShiftIsToldWhenItIsMade(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	c := Calendar{Holidays: map[Day]string{dayOf(t, "2026-12-25"): "Natal"}}
	k := Kader{Status: KaderActive, From: dayOf(t, "2026-12-01"), Until: dayOf(t, "2026-12-31"), Shifts: weekShifts()}
	k.Away = []Away{{First: dayOf(t, "2026-12-14"), Last: dayOf(t, "2026-12-15"), Why: AwayIll}}
	at := func(day string, open, closing Minute) *Invitation {
		return &Invitation{dayOf(t, day), Span{open, closing}}
	}
	need := r.VisitTime(Household{})
	for _, test := range []struct {
		name        string
		day         string
		open, close Minute
		want        Appointment
	}{
		{"in the evening", "2026-12-07", 17 * 60, 18 * 60, Appointment{Fits: true}},
		{"at any hour", "2026-12-07", 0, 0, Appointment{Fits: true}},
		{"on a morning of the week", "2026-12-07", 9 * 60, 10 * 60, Appointment{Why: HinderedByShift, Nearest: at("2026-12-07", 16*60, 16*60+need)}},
		{"late at night", "2026-12-07", 21 * 60, 22 * 60, Appointment{Why: HinderedByShift, Nearest: at("2026-12-07", 20*60-need, 20*60)}},
		{"just before the shift ends", "2026-12-07", 20*60 - 5, 21 * 60, Appointment{Why: HinderedByShift, Nearest: at("2026-12-07", 20*60-need, 20*60)}},
		{"on a Sunday", "2026-12-13", 9 * 60, 10 * 60, Appointment{Why: HinderedByAbsence, Nearest: at("2026-12-16", 16*60, 16*60+need)}},
		{"while the kader is ill", "2026-12-14", 17 * 60, 18 * 60, Appointment{Why: HinderedByAbsence, Nearest: at("2026-12-16", 17*60, 18*60)}},
		{"at Christmas, which is a day of the shift", "2026-12-25", 17 * 60, 18 * 60, Appointment{Fits: true}},
		{"after the contract", "2027-01-04", 17 * 60, 18 * 60, Appointment{Why: HinderedByAbsence}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := c.Appoint(k, &r, Household{}, Promise{Due: dayOf(t, test.day), Open: test.open, Close: test.close})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Whatever is promised: the nearest time holds a visit, in a shift, not before the day,
// and a promise for it fits.
func TestANearestTimeIsOneThatFits(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 60))
		minute := func() Minute { return Minute(rng.IntN(24 * 60)) }
		k := Kader{Status: KaderActive, From: dayOf(t, "2026-12-01"), Until: dayOf(t, "2026-12-31")}
		for _, s := range weekShifts() {
			if s.Open, s.Close = minute(), minute(); rng.IntN(3) > 0 {
				k.Shifts = append(k.Shifts, s)
			}
		}
		c := Calendar{}
		p := Promise{Due: dayOf(t, "2026-12-01") + Day(rng.IntN(30)), Open: minute(), Close: minute()}
		got := c.Appoint(k, &r, Household{}, p)
		if got.Fits == (got.Why != "") || got.Fits && got.Nearest != nil {
			t.Fatalf("seed %d: %+v", seed, got)
		}
		if got.Nearest == nil {
			continue
		}
		again := Promise{Due: got.Nearest.Day, Open: got.Nearest.Open, Close: got.Nearest.Close}
		if again.Due < p.Due || again.Due > p.Due+PromiseGrace || !c.Appoint(k, &r, Household{}, again).Fits {
			t.Errorf("seed %d: %+v for %+v does not fit itself", seed, *got.Nearest, p)
		}
	}
}
