package orienteer

import (
	"math/rand/v2"
	"testing"
)

// FuzzBound lets the search of a small month be told to stop after so many questions, and
// its time run out at some pace: no plan is better than the best of all plans, and that
// one is not above the bound.
func FuzzBound(f *testing.F) {
	for seed := range uint64(24) {
		f.Add(seed, uint16(3*seed*seed), uint8(9*seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, patience uint16, pace uint8) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 61)))
		asked, left := 0, 1.0
		plan, err := Solve(p, Options{Seed: seed, Iterations: 300,
			Stop: func() bool { asked++; return asked > int(patience) },
			Left: func() float64 { left -= float64(pace) / 1e4; return left }})
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(p, plan); err != nil {
			t.Error(err)
		}
		best, got := brute(p, nil), rankOfPlan(p, plan)
		if best.less(got) || plan.Bound < best.value && got.kept >= best.kept {
			t.Errorf("plan %+v of at most %d, the best is %+v", got, plan.Bound, best)
		}
	})
}
