package orienteer

import (
	"math/rand/v2"
	"testing"
)

func TestPlanIsNoWorseThanGreedyHoweverShort(t *testing.T) {
	for seed := range uint64(300) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 37)))
		s, err := newSolver(p, Options{Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		s.greedy()
		greedy := rankOfPlan(p, &Plan{Days: s.now.days})
		plan, err := Solve(p, Options{Seed: seed, Stop: func() bool { return true }})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got := rankOfPlan(p, plan); len(s.free) > 1 && got.less(greedy) {
			t.Errorf("seed %d: plan %+v, greedy %+v", seed, got, greedy)
		}
	}
}
