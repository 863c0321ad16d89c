package district

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// smallProblem is a random problem that brute force can solve: a few nodes on a
// plane, joined mostly to their neighbours, in one zone or two.
func smallProblem(r *rand.Rand) Problem {
	n := 2 + r.IntN(7)
	p := Problem{Parts: 1 + r.IntN(min(n, 4))}
	p.Nested = r.IntN(3) == 0
	for i := range n {
		p.Weight = append(p.Weight, r.Int64N(10))
		p.X, p.Y = append(p.X, 100*r.Float64()), append(p.Y, 100*r.Float64())
		p.Group = append(p.Group, r.IntN(4)-1)
		p.Zone = append(p.Zone, i*2/n*r.IntN(2))
	}
	for i := 1; i < n; i++ {
		if r.IntN(8) > 0 {
			p.Edges = append(p.Edges, [2]int{r.IntN(i), i})
		}
		p.Edges = append(p.Edges, [2]int{r.IntN(n), r.IntN(n)})
	}
	mean := float64(p.Total()) / float64(p.Parts)
	p.Lower = max(1, int64(mean*(0.5+0.5*r.Float64())))
	p.Upper = max(1, p.Lower, int64(mean*(1+0.5*r.Float64())))
	return p
}

// bruteForce is the least total of all splits into exactly p.Parts parts that
// keep every rule, +Inf where there is none.
func bruteForce(p *Problem) float64 {
	g := newNet(p, func(int, int) bool { return true })
	part, best := make([]int, p.Nodes()), math.Inf(1)
	var grow func(i, used int)
	grow = func(i, used int) {
		if i == len(part) {
			if used == p.Parts && fault(p, part, used) == "" {
				best = min(best, terms(p, g, part, used).Total)
			}
			return
		}
		for q := range min(used+1, p.Parts) {
			part[i] = q
			grow(i+1, max(used, q+1))
		}
	}
	grow(0, 0)
	return best
}

// fault says what is wrong with a split into k parts, "" for nothing.
func fault(p *Problem, part []int, k int) string {
	for q := range k {
		var nodes []int
		var weight int64
		for i := range part {
			if part[i] == q {
				nodes = append(nodes, i)
				weight += p.Weight[i]
			}
		}
		switch {
		case len(nodes) == 0:
			return fmt.Sprintf("part %d is empty", q)
		case !p.inBand(weight):
			return fmt.Sprintf("part %d weighs %d", q, weight)
		case !joined(p, nodes):
			return fmt.Sprintf("part %d is in pieces", q)
		}
	}
	return ""
}

// joined reports whether nodes are connected by the edges that a part may use.
func joined(p *Problem, nodes []int) bool {
	in := map[int]bool{}
	for _, i := range nodes {
		in[i] = true
	}
	var inside [][2]int
	for _, e := range p.Edges {
		if in[e[0]] && in[e[1]] && (!p.Nested || p.zone(e[0]) == p.zone(e[1])) {
			inside = append(inside, e)
		}
	}
	reached := map[int]bool{nodes[0]: true}
	for range nodes {
		for _, e := range inside {
			if reached[e[0]] || reached[e[1]] {
				reached[e[0]], reached[e[1]] = true, true
			}
		}
	}
	return len(reached) == len(nodes)
}

func TestCoverAgainstBruteForce(t *testing.T) {
	missed, above := 0, 0
	for seed := range uint64(1500) {
		p := smallProblem(rand.New(rand.NewPCG(seed, 1)))
		plan, err := Cover(p, Options{Seed: seed, Iterations: 100_000, Prove: 0.2})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		least := bruteForce(&p)
		for _, r := range plan.Reasons {
			if r.Code != NotFound && !math.IsInf(least, 1) {
				t.Errorf("seed %d: %s, but there is a split", seed, r.Code)
			}
		}
		if len(plan.Reasons) > 0 {
			if !math.IsInf(least, 1) {
				missed++
			}
			continue
		}
		if f := fault(&p, plan.Part, plan.Parts); f != "" || plan.Parts != p.Parts {
			t.Errorf("seed %d: %d parts of %d: %s", seed, plan.Parts, p.Parts, f)
		}
		if plan.Terms.Total > least*(1+1e-9) {
			above++
		}
		if plan.Terms.Total < least*(1-1e-9) || plan.Bound.Inertia > least {
			t.Errorf("seed %d: bound %v, least %v, total %v", seed, plan.Bound.Inertia, least, plan.Terms.Total)
		}
	}
	if missed > 2 || above > 2 {
		t.Errorf("%d of 1500 splits missed, %d not the least", missed, above)
	}
}

func TestBoundIsProvenByItsMultipliers(t *testing.T) {
	cases, optimal := 0, 0
	for seed := range uint64(500) {
		p := smallProblem(rand.New(rand.NewPCG(seed, 2)))
		plan, err := Cover(p, Options{Seed: seed, Iterations: 40_000, Prove: 0.5})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if plan.Bound == nil {
			continue
		}
		if err := CheckBound(p, *plan.Bound); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if plan.Bound.Inertia == 0 {
			continue
		}
		if plan.Bound.Regions[0].Cases != nil {
			cases++
		}
		if plan.Status == Optimal {
			optimal++
			if least := bruteForce(&p); plan.Terms.Total > least*(1+1e-9) {
				t.Errorf("seed %d: optimal at %v, least %v", seed, plan.Terms.Total, least)
			}
		}
		plan.Bound.Regions[0].Inertia += 0.01 * plan.Bound.Inertia
		if err := CheckBound(p, *plan.Bound); err == nil {
			t.Errorf("seed %d: a claim of more than is proven passes", seed)
		}
	}
	if cases < 20 || optimal < 100 {
		t.Errorf("%d proofs by cases, %d optimal", cases, optimal)
	}
}
