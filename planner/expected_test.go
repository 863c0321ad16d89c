package planner

import (
	"math"
	"math/rand/v2"
	"testing"
)

// What a month of a family brings is what its visit brings, times the visits that a family
// of a full territory gets; who is not to be visited brings nothing, and nobody brings
// less than nothing.
func TestAMonthIsExpectedToBringItsShareOfAVisit(t *testing.T) {
	const seed = 21
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	r, c := rulesOn(t, "2026-12-01"), Priors()
	outcomes := []Outcome{NotHome, PaidPart, Refused, RehabEnrolled, Moved, AlreadyPaid}
	some, none := 0, 0
	for n := range 2000 {
		h := family(&r)
		h.ID, h.Months = HouseholdID(n), rng.IntN(60)
		h.Arrears = r.ArrearsOf(h.Classes, h.Months)
		var past History
		for range rng.IntN(4) {
			past.Visits = append(past.Visits, Visit{Day: r.Day - 1 - Day(rng.IntN(200)), At: Minute(480 + rng.IntN(700)), Outcome: outcomes[rng.IntN(len(outcomes))]})
		}
		cash, later := c.VisitExpected(Calendar{}, &r, h, past)
		if cash < 0 || later < 0 || cash > h.Arrears {
			t.Errorf("family %d: %v now and %v later of %v", n, cash, later, h.Arrears)
		}
		if r.RestOf(h, past).Forever() {
			none++
			if cash != 0 || later != 0 {
				t.Errorf("family %d is not to be visited and brings %v and %v", n, cash, later)
			}
		} else if cash > 0 {
			some++
		}
		month, after := c.MonthExpected(Calendar{}, &r, h, past)
		share := float64(r.Target.VisitsPerMonth) / float64(r.Territory.Target)
		if math.Abs(float64(month)-share*float64(cash)) > 0.5 || math.Abs(float64(after)-share*float64(later)) > 0.5 {
			t.Errorf("family %d: a month brings %v and %v, a visit %v and %v", n, month, after, cash, later)
		}
	}
	if some < 500 || none < 100 {
		t.Errorf("%d families bring something, %d are not to be visited: the test sees one kind only", some, none)
	}
}

// The best ordinary slot of a visit is at least as good as any slot of any day of a week
// of work.
func TestAVisitIsExpectedInItsBestSlot(t *testing.T) {
	r, c := rulesOn(t, "2026-12-01"), Priors()
	h := family(&r)
	for name, past := range map[string]History{
		"never visited":      {},
		"not in the evening": {Visits: []Visit{{Day: r.Day - 70, At: 17 * 60, Outcome: NotHome}}},
		"met at noon":        {Visits: []Visit{{Day: r.Day - 70, At: 13 * 60, Outcome: Refused}}},
	} {
		cash, _ := c.VisitExpected(Calendar{}, &r, h, past)
		best := Rupiah(0)
		for d := r.Day; d < r.Day+7; d++ {
			for slot, w := range worthOf(Calendar{}, &r, h, past, d) {
				if slot != DayOff && d == r.Day {
					best = max(best, w.Cash)
				}
			}
		}
		if cash < best {
			t.Errorf("%s: a visit is expected to bring %v, a slot of the day %v", name, cash, best)
		}
	}
}

// The visits of a territory are those of its families, to half a visit.
func TestVisitsOfFamilies(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	if got := r.VisitsOf(r.Territory.Target); got != r.Target.VisitsPerMonth {
		t.Errorf("a full territory gets %d visits, want %d", got, r.Target.VisitsPerMonth)
	}
	for n := range 1000 {
		if got := r.VisitsOf(n); math.Abs(float64(got)-float64(n)*r.VisitsAMonth()) > 0.5 {
			t.Errorf("%d families get %d visits of %f", n, got, float64(n)*r.VisitsAMonth())
		}
	}
}

// Who is visited no oftener than the gap allows is never met oftener in a month than the
// rule does, whenever the first visit was.
func TestTheGapKeepsToTheVisitsOfAMonth(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	for most := 1; most <= 4; most++ {
		for between := range 20 {
			r.Contact.PerMonth, r.Contact.DaysBetween = most, between
			gap := Day(r.Gap())
			if int(gap) < between {
				t.Errorf("a gap of %d days, the rule wants %d", gap, between)
			}
			for first := r.Day; first < r.Day+31; first++ {
				visits := map[Month]int{}
				for d := first; d < first+365; d += gap {
					if visits[d.Month()]++; visits[d.Month()] > most {
						t.Fatalf("%d visits in %s, at most %d a month and %d days between", visits[d.Month()], d.Month(), most, between)
					}
				}
			}
		}
	}
}

// A family that was visited is due a period later; the others are spread over their first
// one, so that no month has much more of them than another, and nobody in the first weeks.
func TestFirstVisitsFallDueAllOverTheYear(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	since := dayOf(t, "2026-07-01")
	seen := History{Visits: []Visit{{Day: since + 9, Outcome: NotHome}, {Day: since + 40, Outcome: Skipped}}}
	if got := r.CoverageDue(Household{ID: 7}, seen, since); got != since+9+Day(r.Coverage.Days) {
		t.Errorf("visited on %v and due on %v", since+9, got)
	}
	const families = 12_000
	due := map[int]int{}
	for id := range HouseholdID(families) {
		d := r.CoverageDue(Household{ID: id}, History{}, since)
		if d != r.CoverageDue(Household{ID: id, Arrears: 5}, History{}, since) {
			t.Fatalf("family %d is due on two days", id)
		}
		if d < since+30 || d >= since+Day(r.Coverage.Days) {
			t.Fatalf("family %d is due on %v", id, d)
		}
		due[int(d-since-30)/30]++
	}
	spread := float64(families) * 30 / float64(r.Coverage.Days-30)
	for part := range (r.Coverage.Days - 30) / 30 {
		if n := float64(due[part]); n < 0.8*spread || n > 1.2*spread {
			t.Errorf("%.0f families are due in the %dth month, of %.0f", n, part, spread)
		}
	}
}

// A branch's level lies between the rule's and that of its own visits, and its chances
// are those of the priors times it.
func TestALevelIsBetweenTheRulesAndTheBranchsOwn(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	last := LevelOf(r.Yield, Record{}, r.Yield.PerVisit)
	if last.PerVisit != r.Yield.PerVisit || last.Scale != 1 || last.Own != 0 {
		t.Errorf("a branch without visits: %+v", last)
	}
	for visits := 10; visits < 100_000; visits *= 10 {
		own := Record{Visits: visits, Credited: Rupiah(visits) * r.Yield.PerVisit * 2}
		level := LevelOf(r.Yield, own, r.Yield.PerVisit)
		if level.PerVisit <= last.PerVisit || level.PerVisit >= 2*r.Yield.PerVisit || level.Spread >= last.Spread {
			t.Errorf("%d visits that bring twice as much: %+v after %+v", visits, level, last)
		}
		c := Priors()
		if at := c.At(level); at.Version != Calibrated || at.Scale != level.Scale || at.Spread != level.Spread {
			t.Errorf("chances at %+v: %s, %f", level, at.Version, at.Scale)
		}
		if !level.Near(level) || level.Near(Level{Scale: level.Scale * 1.03}) || !level.Near(Level{Scale: level.Scale * 1.01}) {
			t.Errorf("%+v is near what is not", level)
		}
		last = level
	}
	if at := Priors(); at.Version != Prior {
		t.Errorf("priors say %q", at.Version)
	}
}
