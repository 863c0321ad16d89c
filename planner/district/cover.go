package district

import (
	"math/rand/v2"
)

// Cover puts every node into one of p.Parts connected parts in band, as cheaply
// as it can within the budget. Where that cannot be, the plan is the best found
// and its Reasons say what is missing: nodes that no part in band can hold stay
// left over (-1).
func Cover(p Problem, o Options) (Plan, error) {
	if err := p.validate(); err != nil {
		return Plan{}, err
	}
	l := arrange(&p)
	b := newBudget(o, p.Nodes())
	part := l.construct(rand.New(rand.NewPCG(o.Seed, 1)))
	s := newSearcher(newState(l.g, &p, l.k), b, o.Seed, l.freeNodes())
	s.load(part)
	s.anneal(schedule{to: 1, hot: 0.5, cold: 0.002, loose: 2, strict: 200, centred: 0.5})
	if s.found {
		part = s.best
	} else {
		s.save(part)
	}
	return l.finish(part, o, b), nil
}

// construct makes a first split by tree cuts.
func (l *layout) construct(rng *rand.Rand) []int {
	part := append([]int(nil), l.part...)
	c := newCutter(l.g, l.p, rng)
	for _, r := range l.regions {
		for at, piece := range c.split(r.nodes, r.k, 6) {
			for _, i := range piece {
				part[i] = r.labels[at]
			}
		}
	}
	return part
}

// freeNodes lists the nodes that may move, ascending.
func (l *layout) freeNodes() []int32 {
	in := make([]bool, l.p.Nodes())
	for _, r := range l.regions {
		for _, i := range r.nodes {
			in[i] = l.p.fixed(int(i)) < 0
		}
	}
	var out []int32
	for i, ok := range in {
		if ok {
			out = append(out, int32(i))
		}
	}
	return out
}

// finish makes the plan of a split.
func (l *layout) finish(part []int, o Options, b *budget) Plan {
	plan := Plan{Part: part, Parts: l.k, Reasons: l.reasons, Seed: o.Seed, Tries: b.used, Status: Feasible}
	plan.Terms = terms(l.p, l.g, part, l.k)
	if miss := l.outside(part); miss > 0 {
		plan.Reasons = append(plan.Reasons, Reason{
			Code: NotFound, Zone: -1, Part: -1, Weight: miss, Repair: Repair{Unlock: -1, Outside: miss},
		})
	}
	if len(plan.Reasons) > 0 {
		plan.Status = Infeasible
	}
	return plan
}

// outside is the weight by which the parts of the regions miss the band.
func (l *layout) outside(part []int) int64 {
	w := make([]int64, l.k)
	for i, q := range part {
		if q >= 0 {
			w[q] += l.p.Weight[i]
		}
	}
	s := state{p: l.p, k: l.k}
	var miss int64
	for _, r := range l.regions {
		for _, q := range r.labels {
			miss += s.miss(q, w[q])
		}
	}
	return miss
}
