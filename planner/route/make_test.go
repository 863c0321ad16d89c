package route

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

// village makes up a kader's territory: households about a home, in two desa,
// some of them with a history.
func village(t testing.TB, rng *rand.Rand, households, days int) Input {
	t.Helper()
	r := plannertest.Rules(t, "2026-12-01")
	in := Input{
		Kader: planner.Kader{ID: 7, Status: planner.KaderActive, From: r.Day - 100, Until: r.Day + 300, Shifts: plannertest.Week(), Home: geo.Position{Lon: 110.8, Lat: -7.55}, Kecamatan: "99.01.01"},
		First: r.Day, Last: r.Day + planner.Day(days-1), Rules: r, Chances: planner.Priors(), Since: r.Day - 10,
		Calendar:  planner.Calendar{Holidays: map[planner.Day]string{r.Day + 3: "libur"}},
		Histories: map[planner.HouseholdID]planner.History{},
		Desa: map[geo.AreaCode]geo.Area{
			"99.01.01.2001": {Code: "99.01.01.2001", Inner: geo.Position{Lon: 110.805, Lat: -7.55}},
			"99.01.01.2002": {Code: "99.01.01.2002", Inner: geo.Position{Lon: 110.795, Lat: -7.56}},
		},
	}
	for id := range planner.HouseholdID(households) {
		h, past := neighbour(rng, &r, id+1)
		in.Households = append(in.Households, h)
		if len(past.Visits) > 0 {
			in.Histories[h.ID] = past
		}
	}
	return in
}

func neighbour(rng *rand.Rand, r *planner.Rules, id planner.HouseholdID) (planner.Household, planner.History) {
	at := geo.Position{Lon: 110.8 + 0.02*(rng.Float64()-0.5), Lat: -7.55 + 0.02*(rng.Float64()-0.5)}
	cell, _ := geo.CellAt(at)
	classes := make([]planner.CareClass, 1+rng.IntN(5))
	for i := range classes {
		classes[i] = planner.CareClass(1 + rng.IntN(3))
	}
	h := planner.Household{
		ID: id, Classes: classes, Segment: planner.PBPU, ArrearsOf: planner.PBPU, Months: 10 + rng.IntN(20), ArrearsStatus: planner.ArrearsActive,
		Desa: "99.01.01.2001", At: &at, Accuracy: "A", Cell: cell, AsOf: r.Day - 5, PhoneQuality: planner.PhoneWorks,
	}
	if rng.IntN(3) == 0 {
		h.Desa, h.At, h.Accuracy, h.Spread, h.Radius = "99.01.01.2002", nil, "E", true, 300
		h.RW, h.RT = "01", []string{"", "01", "02"}[rng.IntN(3)]
	}
	h.Arrears = r.ArrearsOf(classes, h.Months)
	switch rng.IntN(12) {
	case 0:
		h.Consents = []planner.Consent{{Sunday: rng.IntN(2) == 0, Holiday: rng.IntN(2) == 0, Open: planner.Minute(rng.IntN(1200)), Close: planner.Minute(rng.IntN(1440))}}
	case 1:
		h.NoVisit = &planner.NoVisit{Until: r.Day + planner.Day(rng.IntN(40)-10)}
	case 2:
		h.Requested = &planner.BranchRequest{By: r.Day + planner.Day(rng.IntN(30)-5)}
	case 3:
		h.ArrearsStatus = planner.ArrearsPaid
	case 4:
		h.Accuracy = "F"
	}
	return h, lived(rng, r)
}

// outcomes are all that a visit may end with.
var outcomes = []planner.Outcome{planner.PaidFull, planner.PaidPart, planner.Promised, planner.RehabAgreed, planner.RehabEnrolled, planner.RehabInstalment, planner.Unable, planner.Refused, planner.AlreadyPaid,
	planner.OtherTime, planner.MetOther, planner.NotHome, planner.Moved, planner.AddressNotFound, planner.Deceased, planner.Unsafe, planner.Skipped}

func lived(rng *rand.Rand, r *planner.Rules) (past planner.History) {
	for day := r.Day - 300; rng.IntN(2) == 0; day += planner.Day(20 + rng.IntN(70)) {
		if day >= r.Day {
			break
		}
		v := planner.Visit{Day: day, At: planner.Minute(480 + rng.IntN(700)), Outcome: outcomes[rng.IntN(len(outcomes))], Kader: planner.KaderID(6 + rng.IntN(2)), Amount: planner.Rupiah(rng.IntN(500_000)), Steps: rng.IntN(12)}
		if v.Outcome == planner.Promised {
			v.Promise = &planner.Promise{Due: day + planner.Day(rng.IntN(90)), Open: planner.Minute(900 + rng.IntN(200)), Close: planner.Minute(1000 + rng.IntN(250)), Amount: 300_000, State: planner.PromisePending}
		}
		past.Visits = append(past.Visits, v)
	}
	return past
}

func planned(t testing.TB, in Input, o planner.Options) Plan {
	t.Helper()
	plan, err := Make(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Check(in); err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestEveryPlanPassesItsCheck(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		rng := rand.New(rand.NewPCG(seed, 1))
		in := village(t, rng, 1+rng.IntN(25), 1+rng.IntN(5))
		plan, err := Make(context.Background(), in, planner.Options{Seed: seed, Iterations: 1})
		if err != nil {
			r.Fatal(err)
		}
		if err := plan.Check(in); err != nil {
			r.Fatal(err)
		}
	})
}

func TestSameSeedSamePlan(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(4, 1)), 80, 6)
	a, b := planned(t, in, planner.Options{Seed: 3, Iterations: 5}), planned(t, in, planner.Options{Seed: 3, Iterations: 5})
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("two plans of seed 3 differ (-first +second):\n%s", diff)
	}
}

// A clock that is over at once stands for the least time an event of the day leaves.
func TestNextDayIsProvenHoweverShortTheTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
		in := village(t, rng, 10+rng.IntN(20), 1+rng.IntN(4))
		plan := planned(t, in, planner.Options{Seed: 1, Clock: func() float64 { return 1 }})
		if len(plan.Routes) > 0 && !plan.Routes[0].Proven {
			r.Errorf("route of %v is not proven", plan.Routes[0].Day)
		}
	})
}

func TestFullPoolGivesFiveStopsADayAndReserves(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(5, 1)), 250, 6)
	for _, r := range planned(t, in, planner.Options{Seed: 1, Iterations: 5}).Routes {
		visits := 0
		for _, s := range r.Stops {
			if s.Household != 0 {
				visits++
			}
		}
		if r.Day.Weekday() == time.Sunday || in.Calendar.Holiday(r.Day) {
			continue
		}
		if visits < 5 || r.Few != "" {
			t.Errorf("%v: %d visits (%s)", r.Day, visits, r.Few)
		}
		if len(r.Reserve) != 3 {
			t.Errorf("%v: reserve %v", r.Day, r.Reserve)
		}
	}
}

func TestPromiseIsAnAppointmentOnItsDay(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(6, 1)), 120, 8)
	h := in.Households[10]
	h.Consents, h.NoVisit, h.ArrearsStatus, h.Accuracy, h.Months = nil, nil, planner.ArrearsActive, "A", 20
	in.Households[10] = h
	due := in.First + 6 // a Monday
	in.Histories[h.ID] = planner.History{Visits: []planner.Visit{{Day: in.First - 3, At: 1000, Kader: 7, Outcome: planner.Promised, Promise: &planner.Promise{Due: due, Open: 1020, Close: 1080, Amount: 200_000, State: planner.PromisePending}}}}
	plan := planned(t, in, planner.Options{Seed: 1, Iterations: 5})
	if !slices.ContainsFunc(plan.Certificate.Held, func(x Hold) bool { return x.Household == h.ID && x.Until == due && x.Price >= 0 }) {
		t.Errorf("held %+v, not household %d", plan.Certificate.Held, h.ID)
	}
	for _, r := range plan.Routes {
		for _, s := range r.Stops {
			if s.Household != h.ID {
				continue
			}
			if r.Day != due || s.Begin < 1020 || s.Begin > 1060 || s.Reasons[0] != ReasonPromise {
				t.Errorf("promise for %v visited on %v at %v for %v", due, r.Day, s.Begin, s.Reasons)
			}
			return
		}
	}
	t.Errorf("nobody comes for the promise of %v", due)
}

func TestAnnouncedDaysStay(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(8, 1)), 120, 8)
	first := planned(t, in, planner.Options{Seed: 1, Iterations: 5})
	in.Published = first.Routes[:2]
	in.Kader.Shifts = in.Kader.Shifts[:5]
	again := planned(t, in, planner.Options{Seed: 2, Iterations: 5})
	if diff := cmp.Diff(first.Routes[:2], again.Routes[:2]); diff != "" {
		t.Errorf("announced days changed (-announced +now):\n%s", diff)
	}
}

func TestRelabellingHouseholdsKeepsTheProvenDay(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(9, 1)), 40, 1)
	in.Rules.Exploration.Percent = 0
	for i := range in.Households { // whom coverage asks for depends on the number
		in.Households[i].Requested = nil
	}
	in.Since = in.First + 100
	before := planned(t, in, planner.Options{Iterations: 1})
	histories := map[planner.HouseholdID]planner.History{}
	for i := range in.Households {
		old := in.Households[i].ID
		in.Households[i].ID = 1000 - old
		histories[1000-old] = in.Histories[old]
	}
	in.Histories = histories
	after := planned(t, in, planner.Options{Iterations: 1})
	if before.Certificate.ProvenDays != 1 || after.Certificate.ProvenDays != 1 {
		t.Fatalf("day not proven: %+v, %+v", before.Certificate, after.Certificate)
	}
	if before.Certificate.Value != after.Certificate.Value {
		t.Errorf("value %v, relabelled %v", before.Certificate.Value, after.Certificate.Value)
	}
}

func BenchmarkMake(b *testing.B) {
	in := village(b, rand.New(rand.NewPCG(9, 1)), 500, 30)
	for _, iterations := range []int{20, 500} {
		b.Run(strconv.Itoa(iterations), func(b *testing.B) {
			for b.Loop() {
				plan := planned(b, in, planner.Options{Iterations: iterations})
				b.ReportMetric(float64(plan.Certificate.Value), "Rp")
				b.ReportMetric(float64(plan.Certificate.Bound), "Rp-bound")
			}
		})
	}
}

// A month of one day, in a wide territory: its gap and its proof say the same.
func TestAMonthOfOneDayIsProvenWholeOrNotAtAll(t *testing.T) {
	for seed := range uint64(6) {
		in := village(t, rand.New(rand.NewPCG(seed, 7)), 60, 1)
		for i := range in.Households {
			if h := &in.Households[i]; h.At != nil {
				h.At = &geo.Position{Lon: 110.8 + 5*(h.At.Lon-110.8), Lat: -7.55 + 5*(h.At.Lat+7.55)}
			}
		}
		c := planned(t, in, planner.Options{Seed: seed, Iterations: 1}).Certificate
		if (c.Value == c.Bound) != (c.ProvenDays == c.Days) {
			t.Errorf("seed %d: %v of at most %v, %d of %d days proven", seed, c.Value, c.Bound, c.ProvenDays, c.Days)
		}
	}
}
