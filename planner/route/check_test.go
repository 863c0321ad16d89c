package route

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"binaan/planner"
)

// corruptions are ways in which a stored plan could be wrong, each on its own.
var corruptions = []struct {
	name string
	do   func(p *Plan, r *Route, s *Stop)
}{
	{"another kader", func(p *Plan, _ *Route, _ *Stop) { p.Kader++ }},
	{"a later leave", func(_ *Plan, r *Route, _ *Stop) { r.Leave++ }},
	{"an earlier return", func(_ *Plan, r *Route, _ *Stop) { r.Return-- }},
	{"a shorter ride", func(_ *Plan, r *Route, _ *Stop) { r.Ride-- }},
	{"a day more in its Rupiah", func(_ *Plan, r *Route, _ *Stop) { r.Expected++ }},
	{"another day", func(_ *Plan, r *Route, _ *Stop) { r.Day += 1000 }},
	{"a lost route", func(p *Plan, r *Route, _ *Stop) {
		p.Routes = slices.DeleteFunc(p.Routes, func(x Route) bool { return x.Day == r.Day })
	}},
	{"a stop in the wrong place", func(_ *Plan, _ *Route, s *Stop) { s.Seq++ }},
	{"a stop begun before arrival", func(_ *Plan, _ *Route, s *Stop) { s.Begin = s.Arrive - 1 }},
	{"a stop at night", func(_ *Plan, _ *Route, s *Stop) { s.Begin = 23 * 60 }},
	{"a richer stop", func(_ *Plan, r *Route, s *Stop) { s.Expected++; r.Expected++ }},
	{"a stop with more at once", func(_ *Plan, r *Route, s *Stop) { s.Cash++; r.Cash++ }},
	{"a day with more at once", func(_ *Plan, r *Route, _ *Stop) { r.Cash++ }},
	{"an outlook that its stops do not bear", func(p *Plan, _ *Route, _ *Stop) { p.Outlook.Cash++ }},
	{"a sum counted at once and later", func(p *Plan, _ *Route, _ *Stop) { p.Outlook.Later++ }},
	{"a band that misses its sum", func(p *Plan, _ *Route, _ *Stop) { p.Outlook.Band.High = p.Outlook.Cash - 1 }},
	{"a band that hides its lumps", func(p *Plan, _ *Route, _ *Stop) { p.Outlook.Lumps /= 2 }},
	{"a level more certain than it is", func(p *Plan, _ *Route, _ *Stop) { p.Outlook.Spread += 0.1 }},
	{"an outlook by other chances", func(p *Plan, _ *Route, _ *Stop) { p.Outlook.Version += "?" }},
	{"a stranger", func(_ *Plan, _ *Route, s *Stop) { s.Household = 1 << 40 }},
	{"four reasons", func(_ *Plan, _ *Route, s *Stop) {
		s.Reasons = []Reason{ReasonNew, ReasonNear, ReasonHome, ReasonRequest}
	}},
	{"no probability", func(_ *Plan, _ *Route, s *Stop) { s.Probability = 0 }},
	{"a lost stop", func(_ *Plan, r *Route, _ *Stop) { r.Stops = slices.Clone(r.Stops[:len(r.Stops)-1]) }},
	{"a stop made twice", func(_ *Plan, r *Route, _ *Stop) {
		r.Stops = append(slices.Clone(r.Stops), r.Stops[len(r.Stops)-1])
	}},
	{"a family forgotten", func(p *Plan, _ *Route, _ *Stop) { p.LeftOut = p.LeftOut[1:] }},
	{"a family left out twice", func(p *Plan, _ *Route, _ *Stop) { p.LeftOut = append(slices.Clone(p.LeftOut), p.LeftOut[0]) }},
	{"a visited family left out", func(p *Plan, _ *Route, s *Stop) {
		p.LeftOut = append(slices.Clone(p.LeftOut), LeftOut{Household: s.Household, Code: LeftOutbid})
	}},
	{"no reason to be left out", func(p *Plan, _ *Route, _ *Stop) { p.LeftOut[0].Code = "" }},
	{"an exchange with a stranger", func(p *Plan, r *Route, _ *Stop) {
		p.outbid().Day, p.outbid().Instead = r.Day, 1<<40
	}},
	{"an exchange on a day without route", func(p *Plan, r *Route, _ *Stop) { p.outbid().Day = r.Day + 1000 }},
	{"an exchange without day", func(p *Plan, _ *Route, _ *Stop) {
		p.outbid().Day, p.outbid().Instead, p.outbid().Short = 0, 0, 1
	}},
	{"a richer plan", func(p *Plan, _ *Route, _ *Stop) { p.Certificate.Value++ }},
	{"a bound below the value", func(p *Plan, _ *Route, _ *Stop) { p.Certificate.Bound = p.Certificate.Value - 1 }},
	{"more days proven than planned", func(p *Plan, _ *Route, _ *Stop) { p.Certificate.ProvenDays = p.Certificate.Days + 1 }},
}

// outbid is who was outbid first; else whoever was left out first.
func (p *Plan) outbid() *LeftOut {
	return &p.LeftOut[max(0, slices.IndexFunc(p.LeftOut, func(l LeftOut) bool { return l.Code == LeftOutbid }))]
}

// deep copies what corruptions change.
func deep(p Plan) Plan {
	p.Routes, p.LeftOut = slices.Clone(p.Routes), slices.Clone(p.LeftOut)
	for i := range p.Routes {
		p.Routes[i].Stops = slices.Clone(p.Routes[i].Stops)
	}
	return p
}

func TestCorruptedPlanFailsItsCheck(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
		in := village(t, rng, 10+rng.IntN(8), 1+rng.IntN(3))
		plan := planned(t, in, planner.Options{Iterations: 1})
		day := slices.IndexFunc(plan.Routes, func(x Route) bool { return len(x.Stops) > 1 })
		if day < 0 || len(plan.LeftOut) == 0 {
			return
		}
		for _, c := range corruptions {
			wrong := deep(plan)
			route := &wrong.Routes[day]
			c.do(&wrong, route, &route.Stops[1+rng.IntN(len(route.Stops)-1)])
			if wrong.Check(in) == nil {
				r.Errorf("%s passes", c.name)
			}
		}
	})
}

func TestWhoIsOutbidIsToldWhomToDisplace(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(23, 1)), 150, 8)
	for name, o := range map[string]planner.Options{
		"searched":            {Seed: 1, Iterations: 3},
		"proven by the clock": {Seed: 1, Clock: func() float64 { return 1 }},
	} {
		told := 0
		for _, l := range planned(t, in, o).LeftOut {
			if l.Code != LeftOutbid {
				continue
			}
			if l.Day == 0 {
				t.Errorf("%s: household %d is told no day", name, l.Household)
			}
			if l.Instead != 0 {
				told++
			}
		}
		if told < 20 {
			t.Errorf("%s: only %d are told whom they would displace", name, told)
		}
	}
}

func TestExplorationKeepsItsQuotaAndItsProbability(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(21, 1)), 150, 8)
	plan := planned(t, in, planner.Options{Seed: 4, Iterations: 3})
	days, explored := 0, 0
	for _, r := range plan.Routes {
		days++
		for _, s := range r.Stops {
			if !slices.Contains(s.Reasons, ReasonExploration) {
				continue
			}
			explored++
			if s.Probability <= 0 || s.Probability >= 1 || in.Histories[s.Household].LastVisit() != nil {
				t.Errorf("household %d is explored with probability %v", s.Household, s.Probability)
			}
		}
	}
	if least := in.Rules.Stops.Least * days / 10; explored < least {
		t.Errorf("%d exploratory visits in %d days, want %d", explored, days, least)
	}
}

func TestOverdueCoverageLeavesHalfOfTheMonth(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(22, 1)), 200, 8)
	in.Since = in.First - 1000
	in.Histories = nil
	plan := planned(t, in, planner.Options{Seed: 4, Iterations: 3})
	late := 0
	for _, l := range plan.LeftOut {
		if l.Code == LeftLate {
			late++
		}
	}
	if late == 0 {
		t.Error("everybody is overdue, and nobody is said to be")
	}
}

func TestFirstVisitToADesaFollowsTheReport(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(23, 1)), 150, 8)
	in.Histories = nil
	plan := planned(t, in, planner.Options{Seed: 4, Iterations: 3})
	reported := map[string]bool{}
	for _, r := range plan.Routes {
		for i, s := range r.Stops {
			switch {
			case s.Household == 0 && (i != 0 || s.Reasons[0] != ReasonReportToDesa):
				t.Errorf("%v: report at stop %d for %v", r.Day, i+1, s.Reasons)
			case s.Household == 0:
				reported[string(s.Desa)] = true
			case !reported[string(s.Desa)]:
				t.Errorf("%v: household %d of %s before its desa heard of the kader", r.Day, s.Household, s.Desa)
			}
		}
	}
	if len(reported) != 2 {
		t.Errorf("reports to %v, want both desa", reported)
	}
}

// The five stops, against trying all orders: wherever five families can be
// visited on a day, five are, and a reason is given only where they cannot.
func TestFiveStopsWheneverFiveAreReachable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
		in := village(t, rng, 4+rng.IntN(6), 1)
		in.Since, in.Histories, in.Rules.Exploration.Percent = in.First+1000, nil, 0 // appointments come before stops
		for i := range in.Households {
			in.Households[i].Requested = nil
		}
		in.Kader.Shifts = []planner.Shift{{Weekday: in.First.Weekday(), Open: 16 * 60, Close: planner.Minute(16*60 + 60 + rng.IntN(120))}}
		m, err := newMonth(context.Background(), in, 0)
		if err != nil {
			r.Fatal(err)
		}
		if len(m.days) == 0 {
			return
		}
		most := mostStops(m, nil)
		plan := planned(t, in, planner.Options{Iterations: 1})
		calls := 0
		for _, s := range plan.Routes[0].Stops {
			if s.Household != 0 {
				calls++
			}
		}
		if calls < min(most, in.Rules.Stops.Least) || (plan.Routes[0].Few == "") != (calls >= in.Rules.Stops.Least) {
			r.Errorf("%d stops (%s), %d are reachable", calls, plan.Routes[0].Few, most)
		}
	})
}

// mostStops is the largest number of stops, up to five, of day 0 that begins
// with the nodes given.
func mostStops(m *month, nodes []int) int {
	if _, ok := m.problem.Schedule(0, nodes); !ok {
		return -1
	}
	most := len(nodes)
	for i := range m.nodes {
		if most < 5 && len(m.problem.Days[0].Windows[i]) > 0 && !slices.Contains(nodes, i) {
			most = max(most, mostStops(m, append(slices.Clip(nodes), i)))
		}
	}
	return most
}

// What binds a family's day, said once more and without the planner's own words:
// a ban, a promise, a rest, Sundays and holidays without consent, the kader's
// contract and shifts.
func FuzzNobodyIsVisitedOnAForbiddenDay(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint8(seed*37), uint8(seed*11), uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, ban, holiday, days uint8) {
		rng := rand.New(rand.NewPCG(seed, 77))
		in := village(t, rng, 1+rng.IntN(20), 1+int(days%6))
		forbid(rng, &in, planner.Day(ban%40), planner.Day(holiday%8))
		plan, err := Make(context.Background(), in, planner.Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatal(err)
		}
		families := map[planner.HouseholdID]planner.Household{}
		for _, h := range in.Households {
			families[h.ID] = h
		}
		for _, r := range plan.Routes {
			if len(r.Stops) > 0 && (r.Day < in.Kader.From || r.Day > in.Kader.Until || in.Kader.Status != planner.KaderActive) {
				t.Errorf("%v: no contract", r.Day)
			}
			for _, s := range r.Stops {
				if h := families[s.Household]; s.Household != 0 && forbidden(in, h, r.Day) != "" {
					t.Errorf("%v: household %d: %s", r.Day, h.ID, forbidden(in, h, r.Day))
				}
			}
		}
	})
}

// forbid strews bans, holidays and ends of contract over the input.
func forbid(rng *rand.Rand, in *Input, ban, holiday planner.Day) {
	in.Calendar.Holidays[in.First+holiday] = "libur"
	in.Kader.Until = in.First + planner.Day(rng.IntN(8))
	in.Kader.Status = []planner.KaderStatus{planner.KaderActive, planner.KaderActive, planner.KaderActive, planner.KaderOnHold}[rng.IntN(4)]
	for i := range in.Households {
		if rng.IntN(2) == 0 {
			in.Households[i].NoVisit = &planner.NoVisit{Until: in.First + ban - planner.Day(rng.IntN(20))}
		}
	}
}

func forbidden(in Input, h planner.Household, day planner.Day) string {
	past := in.Histories[h.ID]
	var met *planner.Visit
	for i := range past.Visits {
		if past.Visits[i].Outcome.Met() {
			met = &past.Visits[i]
		}
	}
	promised := met != nil && met.Promise != nil && met.Promise.State == planner.PromisePending
	agreed := slices.ContainsFunc(h.Consents, func(c planner.Consent) bool { return c.Sunday || c.Holiday })
	_, off := in.Calendar.Holidays[day]
	switch {
	case h.NoVisit != nil && day <= h.NoVisit.Until:
		return "banned"
	case h.ArrearsStatus != planner.ArrearsActive:
		return "owes nothing"
	case promised && day < met.Promise.Due:
		return "promised for later"
	case (off || day.Weekday() == 0) && !agreed && !promised:
		return "day off"
	case met != nil && !promised && met.Outcome != planner.RehabEnrolled && int(day-met.Day) < in.Rules.Contact.DaysBetween:
		return "met too lately"
	}
	return ""
}
