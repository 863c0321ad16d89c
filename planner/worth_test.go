package planner

import (
	"math"
	"testing"
)

// family is one like most: three members of class III, 18 months in arrears.
func family(r *Rules) Household {
	classes := []CareClass{3, 3, 3}
	return Household{
		ID: 1, Classes: classes, Segment: PBPU, ArrearsOf: PBPU, Months: 18, Arrears: r.ArrearsOf(classes, 18),
		ArrearsStatus: ArrearsActive, Accuracy: "A", Cell: 1, AsOf: r.Day, PhoneQuality: PhoneUnknown,
	}
}

func worthOf(cal Calendar, r *Rules, h Household, past History, d Day) map[Slot]Worth {
	chances := Priors()
	out := map[Slot]Worth{}
	for _, w := range chances.WorthOn(cal, r, h, past, d, cal.VisitSpans(r, h, past.Pending(r, r.Day), d)) {
		out[w.Slot] = w
	}
	return out
}

func TestEmptyCallLowersOnlyItsSlot(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	monday := dayOf(t, "2026-12-07")
	h := family(&r)
	fresh := worthOf(Calendar{}, &r, h, History{}, monday)
	empty := worthOf(Calendar{}, &r, h, History{Visits: []Visit{{Day: monday - 70, At: 17 * 60, Outcome: NotHome}}}, monday)
	if empty[Evening].Expected >= fresh[Evening].Expected {
		t.Errorf("evening worth %v after an empty call, %v before", empty[Evening].Expected, fresh[Evening].Expected)
	}
	if got, want := empty[Evening].Contact, 0.65*4/5; math.Abs(got-want) > 1e-12 {
		t.Errorf("evening contact %v, want %v", got, want)
	}
	for _, s := range []Slot{Morning, Midday} {
		if empty[s] != fresh[s] {
			t.Errorf("slot %d worth %+v after an evening call, %+v before", s, empty[s], fresh[s])
		}
	}
	if fresh[Evening].Expected <= fresh[Morning].Expected {
		t.Errorf("an evening is worth %v, a morning %v", fresh[Evening].Expected, fresh[Morning].Expected)
	}
}

func TestWorthFollowsTheFormula(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	monday := dayOf(t, "2026-12-07")
	h, c := family(&r), Priors()
	m := c.MeetingOf(&r, h, History{}, monday)
	balance := float64(h.Arrears)
	first := balance / 9
	want := 0.65*(m.Full*balance+m.Rehab*(first+0.45*(balance-first))+m.Promise*0.35*0.25*balance) - 0.01*balance
	if got := worthOf(Calendar{}, &r, h, History{}, monday)[Evening].Expected; got != Rupiah(math.Round(want)) {
		t.Errorf("evening worth %v, want %v", got, Rupiah(math.Round(want)))
	}
	if sum := m.Full + m.Rehab + m.Promise + m.Refuse + m.Unable; sum <= 0 || sum >= 1 {
		t.Errorf("chances of a meeting %+v sum to %v", m, sum)
	}
}

func TestPromiseIsNotVisitedBeforeItsDay(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	due := dayOf(t, "2026-12-14")
	h := family(&r)
	past := History{Visits: []Visit{{Day: r.Day - 2, At: 1000, Outcome: Promised, Promise: &Promise{Due: due, Open: 960, Close: 1140, Amount: 500_000, State: PromisePending}}}}
	rest := r.RestOf(h, past)
	if rest.From != due || rest.Code != RestPromise {
		t.Errorf("rest %+v, want until %v", rest, due)
	}
	on, later := worthOf(Calendar{}, &r, h, past, due), worthOf(Calendar{}, &r, h, History{}, due)
	if on[Evening].Expected <= later[Evening].Expected {
		t.Errorf("promise day worth %v, an ordinary one %v", on[Evening].Expected, later[Evening].Expected)
	}
	past.Payments = []Payment{{Day: r.Day - 1, Amount: 500_000}}
	if p := past.Pending(&r, r.Day); p != nil {
		t.Errorf("a promise that was paid is pending: %+v", p)
	}
}

func TestRestAfterVisits(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	visit := func(ago int, o Outcome) Visit { return Visit{Day: r.Day - Day(ago), At: 1000, Outcome: o} }
	banned := family(&r)
	banned.NoVisit = &NoVisit{Until: r.Day + 9}
	old := family(&r)
	old.Months = 6
	for _, test := range []struct {
		name   string
		h      Household
		visits []Visit
		from   Day
		code   string
	}{
		{"never visited", family(&r), nil, r.Day, ""},
		{"refused once", family(&r), []Visit{visit(10, Refused)}, r.Day + 50, RestCooldown},
		{"refused twice", family(&r), []Visit{visit(200, Refused), visit(100, Refused)}, Never, RestSupervisor},
		{"cannot pay", family(&r), []Visit{visit(10, Unable)}, r.Day + 80, RestCooldown},
		{"empty", family(&r), []Visit{visit(1, NotHome)}, r.Day + 4, RestCooldown},
		{"met, then empty", family(&r), []Visit{visit(9, OtherTime), visit(8, NotHome)}, r.Day + 5, RestCooldown},
		{"empty four times", family(&r), []Visit{visit(40, NotHome), visit(30, NotHome), visit(20, NotHome), visit(10, NotHome)}, r.Day + 20, RestPhone},
		{"moved", family(&r), []Visit{visit(90, Moved)}, Never, RestGone},
		{"skipped", family(&r), []Visit{visit(1, Skipped)}, r.Day, ""},
		{"banned", banned, nil, r.Day + 10, RestBan},
		{"too few months", old, nil, Never, RestIneligible},
	} {
		if got, want := r.RestOf(test.h, History{Visits: test.visits}), (Rest{test.from, test.code}); got != want {
			t.Errorf("%s: rest %+v, want %+v", test.name, got, want)
		}
	}
}

func TestBalanceGrowsOnlyBelowTheCap(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	h := family(&r)
	if got, want := r.On(h, dayOf(t, "2027-02-03")).Arrears, h.Arrears+2*105_000; got != want {
		t.Errorf("two months later %v, want %v", got, want)
	}
	h.Months = 24
	if got := r.On(h, dayOf(t, "2027-02-03")).Arrears; got != h.Arrears {
		t.Errorf("at the cap %v after two months, want %v", got, h.Arrears)
	}
}
