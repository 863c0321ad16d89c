package district

import (
	"math/rand/v2"
	"testing"
)

// most is the greatest value that exactly p.Parts parts in band can hold, -1
// where there are no such parts.
func most(p *Problem) int64 {
	part, best := make([]int, p.Nodes()), int64(-1)
	var grow func(i, used int)
	grow = func(i, used int) {
		if i == len(part) {
			if used == p.Parts && fault(p, part, used) == "" {
				best = max(best, valueIn(p, part))
			}
			return
		}
		for q := -1; q < min(used+1, p.Parts); q++ {
			part[i] = q
			grow(i+1, max(used, q+1))
		}
	}
	grow(0, 0)
	return best
}

func valueIn(p *Problem, part []int) int64 {
	var sum int64
	for i, q := range part {
		if q >= 0 {
			sum += p.Value[i]
		}
	}
	return sum
}

func TestChooseAgainstBruteForce(t *testing.T) {
	short, missed := 0, 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 6))
		p := smallProblem(r)
		p.Parts = 1 + r.IntN(2)
		p.Value = make([]int64, p.Nodes())
		for i := range p.Value {
			p.Value[i] = r.Int64N(100)
		}
		plan, err := Choose(p, Options{Seed: seed, Iterations: 60_000})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		best := most(&p)
		if best >= 0 && plan.Bound.Value < float64(best)*(1-1e-9) {
			t.Errorf("seed %d: bound %v below the most, %d", seed, plan.Bound.Value, best)
		}
		if len(plan.Reasons) > 0 {
			for _, reason := range plan.Reasons {
				if reason.Code != NotFound && best >= 0 {
					t.Errorf("seed %d: %s, but there are such parts", seed, reason.Code)
				}
			}
			if best >= 0 {
				missed++
			}
			continue
		}
		if f := fault(&p, plan.Part, plan.Parts); f != "" || valueIn(&p, plan.Part) != plan.Terms.Value {
			t.Errorf("seed %d: %s, value %d", seed, f, plan.Terms.Value)
		}
		if plan.Terms.Value < best*9/10 {
			short++
		}
	}
	if missed > 12 || short > 15 {
		t.Errorf("%d of 600 choices missed, %d hold less than nine tenths of the most", missed, short)
	}
}
