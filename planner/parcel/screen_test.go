package parcel

import (
	"testing"
)

// Sets too many to list, but not to walk over, prove the same division best as a list of
// them, by a screen that the referee goes over; no screen that lets too few sets through,
// or claims more than its prices prove, passes.
func TestScreensProveWhatListsProve(t *testing.T) {
	screened := 0
	for seed := range uint64(12) {
		p := crowded(seed, 20, 90, 190, 3)
		listed, err := Solve(p, Options{Split: -1})
		if err != nil {
			t.Fatal(err)
		}
		plan, err := Solve(p, Options{Split: -1, List: 10})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Total != listed.Total || plan.Terms.Agents != listed.Terms.Agents || plan.Status != Optimal || plan.Bound != listed.Bound {
			t.Errorf("seed %d: %s %d of %d by a screen, %s %d by a list", seed, plan.Status, plan.Total, plan.Bound, listed.Status, listed.Total)
		}
		if err := Check(p, plan); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		run := &plan.Proofs[0].Runs[0]
		if run.Screen == nil {
			continue
		}
		screened++
		whole := *run.Screen
		for name, lie := range map[string]Screen{
			"a score that no division has": {Case: whole.Case, Score: whole.Case.Bound},
			"a bound below its prices":     {Case: Case{Bound: whole.Score, Shift: whole.Case.Shift, Class: whole.Case.Class, Node: whole.Case.Node}, Score: whole.Score},
			"prices of agents for nothing": {Case: Case{Bound: whole.Case.Bound, Shift: whole.Case.Shift, Class: make([]int64, len(whole.Case.Class)), Node: whole.Case.Node}, Score: whole.Score},
		} {
			run.Screen = &lie
			if Check(p, plan) == nil {
				t.Errorf("seed %d: %s passes", seed, name)
			}
		}
	}
	if screened < 3 {
		t.Errorf("only %d of 12 needed a screen", screened)
	}
}

// Told to stop while sets are priced, a bound holds all the same, and is one of prices.
func TestPricingThatIsStoppedBoundsAllSets(t *testing.T) {
	priced := 0
	for seed := range uint64(3) {
		p := crowded(seed, 45, 40, 120, 4)
		asked := 0
		best, err := Solve(p, Options{Split: -1, List: 10, Stop: func() bool { asked++; return false }})
		if err != nil {
			t.Fatal(err)
		}
		for k := range 6 {
			patience := asked * (k + 1) / 7
			left := patience
			plan, err := Solve(p, Options{Split: -1, List: 10, Stop: func() bool { left--; return left < 0 }})
			if err != nil {
				t.Fatal(err)
			}
			if err := Check(p, plan); plan.Proofs[0].Runs[0].Case.Class != nil {
				if priced++; err != nil {
					t.Errorf("seed %d, stopped after %d: %v", seed, patience, err)
				}
			}
			if each := best.Proofs[0].Each; plan.Bound+int64(plan.Terms.Agents)*each < best.Total+int64(best.Terms.Agents)*each {
				t.Errorf("seed %d, stopped after %d: bound %d, the best is %d", seed, patience, plan.Bound, best.Total)
			}
		}
	}
	if priced < 4 {
		t.Errorf("only %d of 18 were stopped after a pricing", priced)
	}
}
