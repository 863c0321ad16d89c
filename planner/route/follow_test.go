package route

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

// visitOn is a family on a day.
type visitOn struct {
	household planner.HouseholdID
	day       planner.Day
}

// appointments are how many of those that a seed draws or families have the days keep:
// they come before worth.
func appointments(t *testing.T, in Input, seed uint64, days []Route) (n int) {
	t.Helper()
	m, err := newMonth(t.Context(), in, seed)
	if err != nil {
		t.Fatal(err)
	}
	on := map[visitOn]bool{}
	for _, r := range days {
		for _, s := range r.Stops {
			on[visitOn{s.Household, r.Day}] = true
		}
	}
	for _, must := range m.problem.Must {
		if slices.ContainsFunc(must.Days, func(d int) bool { return on[visitOn{m.nodes[must.Node].ID, m.days[d].Day}] }) {
			n++
		}
	}
	return n
}

// Whoever goes on from any month that was told on the way comes to one no poorer.
func TestMonthsToldOnTheWayCanBeGoneOnFrom(t *testing.T) {
	for seed := range uint64(4) {
		in := village(t, rand.New(rand.NewPCG(seed, 5)), 120, 9)
		var drafts [][]Route
		o := planner.Options{Seed: seed, Iterations: 20}
		plan, err := Follow(t.Context(), in, o, func(days []Route) { drafts = append(drafts, days) })
		if err != nil || len(drafts) == 0 {
			t.Fatalf("seed %d: %d months told on the way: %v", seed, len(drafts), err)
		}
		silent, err := Make(t.Context(), in, o)
		if diff := cmp.Diff(silent, plan); err != nil || diff != "" {
			t.Errorf("seed %d: listening changes the plan (%v):\n%s", seed, err, diff)
		}
		worth := func(days []Route) (sum planner.Rupiah) {
			for _, r := range days {
				sum += r.present(in.Rules.Yield) - r.Fare(in.Rules.Travel)
			}
			return sum
		}
		for _, days := range [][]Route{drafts[0], drafts[len(drafts)-1]} {
			again := in
			again.Planned = days
			next, err := Make(t.Context(), again, planner.Options{Seed: seed + 1, Iterations: 1})
			had, has := appointments(t, again, seed+1, days), appointments(t, again, seed+1, next.Routes)
			if err != nil || has < had || has == had && worth(next.Routes) < worth(days) {
				t.Errorf("seed %d: from a month of %v with %d appointments to %v with %d: %v", seed, worth(days), had, worth(next.Routes), has, err)
			}
		}
	}
}

func TestMonthToldOnTheWayLeavesAnnouncedDaysOut(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(1, 5)), 120, 9)
	first, err := Make(t.Context(), in, planner.Options{Iterations: 1})
	if err != nil {
		t.Fatal(err)
	}
	in.Published = first.Routes[:2]
	told := 0
	_, err = Follow(t.Context(), in, planner.Options{Seed: 2, Iterations: 10}, func(days []Route) {
		told++
		for _, r := range days {
			if r.Day <= in.Published[1].Day {
				t.Errorf("the announced %v is told on the way", r.Day)
			}
		}
	})
	if err != nil || told == 0 {
		t.Errorf("%d months told: %v", told, err)
	}
}

// Announced days stay as they are without a claim about them, however well proven they
// were when they were planned.
func TestAnnouncedDaysAreCountedApart(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(1, 5)), 120, 9)
	first, err := Make(t.Context(), in, planner.Options{Iterations: 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, len(first.Routes)} {
		in.Published = slices.Clone(first.Routes[:n])
		for d := range in.Published {
			in.Published[d].Proven = true
		}
		plan, err := Make(t.Context(), in, planner.Options{Iterations: 20})
		if err != nil {
			t.Fatal(err)
		}
		c := plan.Certificate
		if c.Announced != n || c.Days != len(first.Routes) || c.ProvenDays > c.Days-n {
			t.Errorf("%d of %d days announced: %+v", n, len(first.Routes), c)
		}
		if err := plan.Check(in); err != nil {
			t.Errorf("%d days announced: %v", n, err)
		}
	}
}
