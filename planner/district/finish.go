package district

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
	if len(l.regions) == 0 {
		plan.Status = None
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

// claim calls a feasible plan optimal when its bound says so and inertia is all
// that counted.
func (p *Plan) claim() {
	only := p.Terms.Total == p.Terms.Inertia
	if p.Status == Feasible && only && p.Bound != nil && p.Bound.Inertia >= p.Terms.Inertia*(1-1e-9) {
		p.Status = Optimal
	}
}
