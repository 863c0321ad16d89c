package route

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binaan/planner"
)

// announce plans a month and hands it back as stored: two days announced.
func announce(t testing.TB, in Input) Input {
	t.Helper()
	routes := planned(t, in, planner.Options{Seed: 1, Iterations: 3}).Routes
	for _, r := range routes {
		if r.Day < in.First+2 {
			in.Published = append(in.Published, r)
		} else {
			in.Planned = append(in.Planned, r)
		}
	}
	in.Histories = cloneHistories(in.Histories)
	in.Households = slices.Clone(in.Households)
	return in
}

func cloneHistories(old map[planner.HouseholdID]planner.History) map[planner.HouseholdID]planner.History {
	out := map[planner.HouseholdID]planner.History{}
	for id, h := range old {
		out[id] = planner.History{Visits: slices.Clone(h.Visits), Payments: slices.Clone(h.Payments)}
	}
	return out
}

func upsets(t testing.TB, in Input) []Upset {
	t.Helper()
	out, err := in.Upsets(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func families(r Route) []planner.HouseholdID {
	var out []planner.HouseholdID
	for _, s := range r.Stops {
		if s.Household != 0 {
			out = append(out, s.Household)
		}
	}
	return out
}

func routeOn(t testing.TB, p Plan, d planner.Day) Route {
	t.Helper()
	k := slices.IndexFunc(p.Routes, func(r Route) bool { return r.Day == d })
	if k < 0 {
		t.Fatalf("no route on %v", d)
	}
	return p.Routes[k]
}

// announcedVillage has a full Tuesday and Wednesday announced.
func announcedVillage(t testing.TB, seed uint64) Input {
	return announce(t, village(t, rand.New(rand.NewPCG(seed, 1)), 150, 8))
}

func (in *Input) pay(id planner.HouseholdID, amount planner.Rupiah) {
	h := in.Histories[id]
	h.Payments = append(h.Payments, planner.Payment{Household: id, Day: in.First, Amount: amount, Ref: "x"})
	in.Histories[id] = h
}

func (in *Input) visit(id planner.HouseholdID, v planner.Visit) {
	h := in.Histories[id]
	v.Household, v.Kader = id, in.Kader.ID
	h.Visits = append(h.Visits, v)
	in.Histories[id] = h
}

func (in *Input) arrears(id planner.HouseholdID) planner.Rupiah {
	k := slices.IndexFunc(in.Households, func(h planner.Household) bool { return h.ID == id })
	return in.Households[k].Arrears
}

// keepsOthers holds a changed day to all families announced but one.
func keepsOthers(t *testing.T, old, now Route, gone planner.HouseholdID) {
	t.Helper()
	for _, id := range families(old) {
		if stays := slices.Contains(families(now), id); stays == (id == gone) {
			t.Errorf("%v: household %d stays: %t", now.Day, id, stays)
		}
	}
	if len(families(now)) > len(families(old)) {
		t.Errorf("%v: %d visits, %d were announced", now.Day, len(families(now)), len(families(old)))
	}
}

func TestPaidFamilyLeavesTomorrow(t *testing.T) {
	in := announcedVillage(t, 31)
	today, tomorrow := in.Published[0], in.Published[1]
	paid := families(tomorrow)[1]
	in.pay(paid, in.arrears(paid)-1)
	if got := upsets(t, in); len(got) != 0 {
		t.Fatalf("paid but for one Rupiah: %v", got)
	}
	in.pay(paid, 1)
	if diff := cmp.Diff([]Upset{{Day: tomorrow.Day, Household: paid, Code: UpsetPaid}}, upsets(t, in)); diff != "" {
		t.Errorf("upsets (-want +got):\n%s", diff)
	}
	plan := planned(t, in, planner.Options{Seed: 2, Iterations: 3})
	if diff := cmp.Diff(today, routeOn(t, plan, today.Day)); diff != "" {
		t.Errorf("today changed:\n%s", diff)
	}
	keepsOthers(t, tomorrow, routeOn(t, plan, tomorrow.Day), paid)
}

func TestPromiseForTomorrowEntersTomorrow(t *testing.T) {
	in := announcedVillage(t, 32)
	today, tomorrow := in.Published[0], in.Published[1]
	in.Rules.Stops.Most = len(families(tomorrow)) + 1
	promised := LeftOut{}
	plan := planned(t, in, planner.Options{Seed: 2, Iterations: 1})
	for _, l := range plan.LeftOut {
		if h := in.Households[l.Household-1]; l.Code == LeftOutbid && h.Desa == in.Households[families(tomorrow)[0]-1].Desa {
			promised = l
			break
		}
	}
	in.visit(promised.Household, planner.Visit{Day: in.First - 1, At: 1000, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: tomorrow.Day, Open: 16 * 60, Close: 20 * 60, Amount: 500_000, State: planner.PromisePending}})
	if diff := cmp.Diff([]Upset{{Day: tomorrow.Day, Household: promised.Household, Code: UpsetPromise}}, upsets(t, in)); diff != "" {
		t.Errorf("upsets (-want +got):\n%s", diff)
	}
	plan = planned(t, in, planner.Options{Seed: 2, Iterations: 3})
	if diff := cmp.Diff(today, routeOn(t, plan, today.Day)); diff != "" {
		t.Errorf("today changed:\n%s", diff)
	}
	got := families(routeOn(t, plan, tomorrow.Day))
	want := append(families(tomorrow), promised.Household)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tomorrow (-want +got):\n%s", diff)
	}
}

func TestMovedFamilyLeavesItsDay(t *testing.T) {
	in := announcedVillage(t, 33)
	tomorrow := in.Published[1]
	gone := families(tomorrow)[0]
	in.visit(gone, planner.Visit{Day: in.First, At: 900, Outcome: planner.Moved})
	if diff := cmp.Diff([]Upset{{Day: tomorrow.Day, Household: gone, Code: UpsetMoved}}, upsets(t, in)); diff != "" {
		t.Errorf("upsets (-want +got):\n%s", diff)
	}
	plan := planned(t, in, planner.Options{Seed: 2, Iterations: 3})
	keepsOthers(t, tomorrow, routeOn(t, plan, tomorrow.Day), gone)

	other := announcedVillage(t, 33)
	other.Households = slices.DeleteFunc(other.Households, func(h planner.Household) bool { return h.ID == gone })
	plan = planned(t, other, planner.Options{Seed: 2, Iterations: 3})
	keepsOthers(t, tomorrow, routeOn(t, plan, tomorrow.Day), gone)
}

func TestKaderIllHasNoRouteAndThePromiseFindsAnotherDay(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(34, 1)), 150, 8)
	h := in.Households[10]
	h.Consents, h.NoVisit, h.ArrearsStatus, h.Accuracy, h.Months = nil, nil, planner.ArrearsActive, "A", 20
	in.Households[10] = h
	in.Histories[h.ID] = planner.History{Visits: []planner.Visit{{Household: h.ID, Day: in.First - 3, At: 1000, Kader: 7, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: in.First + 1, Open: 900, Close: 1200, Amount: 200_000, State: planner.PromisePending}}}}
	in = announce(t, in)
	today, tomorrow := in.Published[0], in.Published[1]
	if !slices.Contains(families(tomorrow), h.ID) {
		t.Fatalf("tomorrow visits %v, not the family that promised", families(tomorrow))
	}
	in.Kader.Away = []planner.Away{{First: tomorrow.Day, Last: tomorrow.Day, Why: planner.AwayIll}}
	if got := upsets(t, in); len(got) == 0 || got[0] != (Upset{Day: tomorrow.Day, Household: 0, Code: UpsetAway}) {
		t.Errorf("upsets %v", got)
	}
	plan := planned(t, in, planner.Options{Seed: 2, Iterations: 3})
	if diff := cmp.Diff(today, routeOn(t, plan, today.Day)); diff != "" {
		t.Errorf("today changed:\n%s", diff)
	}
	visited := planner.Day(0)
	for _, r := range plan.Routes {
		if r.Day == tomorrow.Day {
			t.Errorf("a route on the day of the illness: %v", families(r))
		}
		if slices.Contains(families(r), h.ID) {
			visited = r.Day
		}
	}
	if visited <= tomorrow.Day || visited > tomorrow.Day+promiseGrace {
		t.Errorf("promise of %v is visited on %v", tomorrow.Day, visited)
	}
	in.Published, in.Planned = plan.Routes[:1], plan.Routes[1:]
	if got := upsets(t, in); len(got) != 0 {
		t.Errorf("planned anew, and still %v", got)
	}
	in.Kader.Away = nil
	if got := upsets(t, in); len(got) == 0 || got[0] != (Upset{Day: tomorrow.Day, Household: 0, Code: UpsetBack}) {
		t.Errorf("well again: %v", got)
	}
}

func TestStopsThatHaveBegunStay(t *testing.T) {
	in := announcedVillage(t, 35)
	today := in.Published[0]
	in.Now = today.Stops[2].Begin + 1
	last := families(today)[len(families(today))-1]
	in.pay(last, in.arrears(last))
	plan := planned(t, in, planner.Options{Seed: 2, Iterations: 3})
	now := routeOn(t, plan, today.Day)
	if diff := cmp.Diff(today.Stops[:3], now.Stops[:3]); diff != "" {
		t.Errorf("stops before %v changed:\n%s", in.Now, diff)
	}
	keepsOthers(t, today, now, last)
	if !now.Proven {
		t.Error("the rest of today is not proven")
	}
}

func TestNothingHappenedNothingChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
		in := announce(t, village(t, rng, 5+rng.IntN(25), 2+rng.IntN(4)))
		if got := upsets(t, in); len(got) != 0 {
			r.Errorf("upsets of a month just planned: %v", got)
		}
		in.Now = planner.Minute(rng.IntN(24 * 60))
		plan := planned(t, in, planner.Options{Seed: rng.Uint64(), Iterations: 1})
		for _, old := range in.Published {
			if diff := cmp.Diff(old, routeOn(t, plan, old.Day)); diff != "" {
				r.Errorf("%v changed (-announced +now):\n%s", old.Day, diff)
			}
		}
	})
}

// Whatever happens, the plan passes its referee, and what it can mend it mends at
// once: planned anew it is not upset again, but for visits without room.
func TestEveryEventIsAnswered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 2))
		in := announce(t, village(t, rng, 5+rng.IntN(25), 2+rng.IntN(4)))
		for range 1 + rng.IntN(4) {
			happen(rng, &in)
		}
		if rng.IntN(2) == 0 {
			in.Now = planner.Minute(15*60 + rng.IntN(6*60))
		}
		plan, err := Make(context.Background(), in, planner.Options{Seed: 1, Iterations: 1})
		if err != nil {
			r.Fatal(err)
		}
		if err := plan.Check(in); err != nil {
			r.Fatal(err)
		}
		in.Published, in.Planned = nil, nil
		for _, route := range plan.Routes {
			if route.Day < in.First+2 {
				in.Published = append(in.Published, route)
			} else {
				in.Planned = append(in.Planned, route)
			}
		}
		for _, u := range upsets(t, in) {
			if u.Code != UpsetPromise && u.Code != UpsetRequest {
				r.Errorf("still upset: %+v", u)
			}
		}
	})
}

func TestRefereeOfAnnouncedDays(t *testing.T) {
	in := announcedVillage(t, 31)
	today, tomorrow := in.Published[0], in.Published[1]
	paid := families(tomorrow)[1]
	in.pay(paid, in.arrears(paid))
	plan := planned(t, in, planner.Options{Seed: 2, Iterations: 3})
	at := func(p *Plan, d planner.Day) *Route {
		return &p.Routes[slices.IndexFunc(p.Routes, func(r Route) bool { return r.Day == d })]
	}
	for name, spoil := range map[string]func(p *Plan, in *Input){
		"the paid family stays":  func(p *Plan, _ *Input) { *at(p, tomorrow.Day) = tomorrow },
		"another's stop is lost": func(p *Plan, _ *Input) { r := at(p, tomorrow.Day); r.Stops = r.Stops[1:] },
		"today begins later":     func(p *Plan, _ *Input) { at(p, today.Day).Stops[0].Begin++ },
		"today is reordered":     func(p *Plan, _ *Input) { slices.Reverse(at(p, today.Day).Stops) },
		"today is gone":          func(p *Plan, _ *Input) { p.Routes = p.Routes[1:] },
		"a route while ill": func(_ *Plan, in *Input) {
			in.Kader.Away = []planner.Away{{First: tomorrow.Day, Last: tomorrow.Day, Why: planner.AwayIll}}
		},
		"a new reserve": func(p *Plan, _ *Input) { at(p, today.Day).Reserve = []planner.HouseholdID{families(today)[0]} },
		"a stop of the past moved": func(p *Plan, in *Input) {
			in.Now = tomorrow.Stops[0].Begin + 1
			at(p, today.Day).Stops[0].Ride++
		},
	} {
		bad, with := deep(plan), in
		spoil(&bad, &with)
		if bad.Check(with) == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// happen makes up something that happens in the life of a kader or a family.
func happen(rng *rand.Rand, in *Input) {
	k := rng.IntN(len(in.Households))
	h := &in.Households[k]
	day := in.First + planner.Day(rng.IntN(3))
	switch rng.IntN(11) {
	case 0:
		in.pay(h.ID, h.Arrears)
	case 1:
		in.visit(h.ID, planner.Visit{Day: in.First - planner.Day(rng.IntN(2)), At: 1000, Outcome: planner.Promised,
			Promise: &planner.Promise{Due: day, Open: planner.Minute(900 + rng.IntN(200)), Close: 1200, Amount: 500_000, State: planner.PromisePending}})
	case 2:
		in.visit(h.ID, planner.Visit{Day: in.First - planner.Day(rng.IntN(2)), At: 1000, Outcome: outcomes[rng.IntN(len(outcomes))]})
	case 3:
		if len(in.Households) > 1 {
			in.Households = slices.Delete(in.Households, k, k+1)
		}
	case 4:
		in.Kader.Away = append(in.Kader.Away, planner.Away{First: day, Last: day + planner.Day(rng.IntN(3)), Why: planner.AwayIll})
	case 5:
		h.NoVisit = &planner.NoVisit{Until: day}
	case 6:
		h.Consents = []planner.Consent{{Open: planner.Minute(900 + rng.IntN(200)), Close: planner.Minute(1100 + rng.IntN(100))}}
	case 7:
		h.Requested = &planner.BranchRequest{By: day}
	case 8:
		in.Kader.Shifts = slices.Clone(in.Kader.Shifts)
		for i := range in.Kader.Shifts {
			in.Kader.Shifts[i].Close -= planner.Minute(rng.IntN(40))
		}
	case 9, 10:
		in.engage(day, planner.Minute(900+rng.IntN(300)), planner.Minute(10+rng.IntN(120)), 0.02*(rng.Float64()-0.5))
	}
}
