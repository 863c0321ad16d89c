package ledger

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
)

// The short way to a month's numbers by family, from what it needs alone, comes out as the
// board made of two months' deeds and more.
func TestWhatHappenedByFamilyIsTheBoards(t *testing.T) {
	today := day(t, "2026-11-23")
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 9))
		visits, money, calls := someDeeds(rng, today)
		a, _ := boardOf(t, today, visits, money, calls...)
		a.Kader = nil // what is asked of kader is of no family
		a.Home = func(h planner.HouseholdID) geo.AreaCode { return geo.AreaCode(fmt.Sprint(h)) }
		want := map[geo.AreaCode]Tally{}
		for spot, n := range MakeBoard(a).Now.Spots {
			n.Unsought, n.Collected = n.Unsought+n.Collected, 0
			want[spot.Area] = want[spot.Area].Plus(n)
		}
		got := map[geo.AreaCode]Tally{}
		of, paid := needed(a.Period, today, visits, money)
		for h, n := range Happened(a.Period, today, of, paid, calls) {
			got[geo.AreaCode(fmt.Sprint(h))] = n
		}
		for area, n := range want {
			if n == (Tally{}) {
				delete(want, area)
			}
		}
		for area, n := range got {
			if n == (Tally{}) {
				delete(got, area)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-board +short way):\n%s", seed, diff)
		}
	}
}

// needed are the deeds that a month's numbers are made of.
func needed(p Period, through planner.Day, visits []planner.Visit, money []Money) (of []planner.Visit, paid []Money) {
	p.Until = min(p.Until, through)
	promised := map[planner.HouseholdID]bool{}
	for _, v := range visits {
		due := v.Promise != nil && p.holds(v.Promise.Due)
		if due {
			promised[v.Household] = true
		}
		if due || p.holds(v.Day) {
			of = append(of, v)
		}
	}
	for _, m := range money {
		if promised[m.Household] || p.holds(m.Day) || m.Back != nil && p.holds(*m.Back) {
			paid = append(paid, m)
		}
	}
	return of, paid
}

// someDeeds are of the 90 days before a day: visits, promises in every state, money that
// came and some that went back.
func someDeeds(rng *rand.Rand, today planner.Day) (visits []planner.Visit, money []Money, calls []Call) {
	outcomes := []planner.Outcome{planner.Promised, planner.NotHome, planner.PaidPart, planner.Refused, planner.RehabEnrolled, planner.Skipped}
	states := []planner.PromiseState{planner.PromisePending, planner.PromiseKept, planner.PromiseBroken, planner.PromiseCancelled}
	for i := range 120 {
		h, d, kader := planner.HouseholdID(1+rng.IntN(40)), today-planner.Day(rng.IntN(90)), planner.KaderID(7+rng.IntN(2))
		v := called(h, kader, d, outcomes[rng.IntN(len(outcomes))])
		if v.Outcome == planner.Promised {
			v.Promise = &planner.Promise{Due: d + planner.Day(rng.IntN(20)), Amount: 50_000, State: states[rng.IntN(4)]}
		}
		visits = append(visits, v)
		if rng.IntN(2) == 0 {
			calls = append(calls, Call{kader, d, h})
		}
		if rng.IntN(3) == 0 {
			m := paid(h, min(today, d+planner.Day(rng.IntN(9))), planner.Rupiah(10_000*(1+rng.IntN(10))), fmt.Sprint("R", i))
			if rng.IntN(4) == 0 {
				back := min(today, m.Day+planner.Day(rng.IntN(30)))
				m.Back = &back
			}
			money = append(money, m)
		}
	}
	return visits, money, calls
}
