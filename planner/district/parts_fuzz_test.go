package district

import (
	"math"
	"math/rand/v2"
	"testing"
)

// FuzzParts divides small grounds in so many moves, told to stop after so many questions:
// parts that come out keep every rule, none is better than the best of all divisions, and
// that one is not below the bound.
func FuzzParts(f *testing.F) {
	for seed := range uint64(24) {
		f.Add(seed, uint16(90*seed), uint16(seed*seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, moves, patience uint16) {
		p := smallProblem(rand.New(rand.NewPCG(seed, 63)))
		asked := 0
		plan, err := Cover(p, Options{Seed: seed, Iterations: 1 + int64(moves), Prove: 0.3,
			Stop: func() bool { asked++; return asked > int(patience) }})
		if err != nil {
			t.Fatal(err)
		}
		least := bruteForce(&p)
		for _, r := range plan.Reasons {
			if r.Code != NotFound && !math.IsInf(least, 1) {
				t.Errorf("%s, but there is a division", r.Code)
			}
		}
		if len(plan.Reasons) > 0 {
			return
		}
		if wrong := fault(&p, plan.Part, plan.Parts); wrong != "" || plan.Parts != p.Parts {
			t.Errorf("%d parts of %d: %s", plan.Parts, p.Parts, wrong)
		}
		if plan.Terms.Total < least*(1-1e-9) {
			t.Errorf("%v, the least is %v", plan.Terms.Total, least)
		}
		if plan.Bound != nil && plan.Bound.Inertia > least*(1+1e-9) {
			t.Errorf("at least %v, the least is %v", plan.Bound.Inertia, least)
		}
	})
}
