package district

// Bound is a proof that no plan is much better. It carries what CheckBound
// needs to compute its figures again.
type Bound struct {
	Inertia float64       // no plan has less inertia (times Weights.Inertia not applied); the sum over Regions
	Value   float64       // no choice of parts holds more value (Choose)
	Regions []RegionBound // one for each set of nodes that is split by itself
}

// RegionBound is the proof for a set of nodes that has to be split into Parts
// parts in band. A frozen part has no multipliers: its inertia is what it is.
type RegionBound struct {
	Nodes      []int     // ascending
	Parts      int       // parts they are split into
	Multiplier []float64 // price of a unit of weight at each of Nodes
	Inertia    float64   // no split of Nodes into Parts parts in band has less
	Cases      *Case     // proof by cases, where the multipliers alone prove less; nil for none
}

// proofNodes is the largest set of nodes for which a bound is worked out: an
// iteration looks at all pairs.
const proofNodes = 8000

// prove works out a bound for every place that is split by itself, best being a
// plan to aim at. Places share the budget by the pairs of nodes they have. A
// place whose nodes cannot all be covered has the bound 0.
func (l *layout) prove(best []int, b *budget, until float64) *Bound {
	places := l.provable()
	pairs := 0.0
	for _, nodes := range places {
		pairs += float64(len(nodes)) * float64(len(nodes))
	}
	out := &Bound{}
	for _, nodes := range places {
		share := (until - b.share()) * float64(len(nodes)) * float64(len(nodes)) / pairs
		pairs -= float64(len(nodes)) * float64(len(nodes))
		r := l.proveRegion(nodes, best, b, b.share()+share)
		out.Inertia += r.Inertia
		out.Regions = append(out.Regions, r)
	}
	if len(places) == 0 {
		return nil
	}
	for _, r := range l.frozenBounds() {
		out.Inertia += r.Inertia
		out.Regions = append(out.Regions, r)
	}
	return out
}

// provable lists the nodes of each place (zone of a nested problem, or all)
// whose regions can be covered, and that are few enough.
func (l *layout) provable() [][]int32 {
	var out [][]int32
	zones := 1
	if l.p.Nested {
		zones = l.p.zones()
	}
	for z := range zones {
		var nodes []int32
		covered := true
		for _, r := range l.regions {
			if l.p.Nested && r.zone != z {
				continue
			}
			nodes = append(nodes, r.nodes...)
			covered = covered && !r.spill
		}
		if covered && len(nodes) > 0 && len(nodes) <= proofNodes {
			out = append(out, nodes)
		}
	}
	return out
}

func (l *layout) proveRegion(nodes []int32, best []int, b *budget, until float64) RegionBound {
	parts := 0
	for _, r := range l.regions {
		for _, i := range nodes {
			if i == r.nodes[0] {
				parts += r.k
			}
		}
	}
	d := newDual(l, nodes, parts)
	target := d.target(best)
	if len(nodes) > branchNodes {
		d.ascend(target, b, until)
		return d.regionBound()
	}
	d.ascend(target, b, b.share()+0.2*(until-b.share()))
	r := d.regionBound()
	if r.Inertia > 0.85*target && r.Inertia < target {
		v := brancher{dual: d, b: b, until: min(until, 1), target: target * (1 - 1e-12)}
		copy(d.mu, d.bestMu)
		if c, ok := v.settle(); ok {
			r.Inertia, r.Cases = v.target, &c
		}
	}
	return r
}

// frozenBounds are the exact figures of the frozen parts.
func (l *layout) frozenBounds() []RegionBound {
	members := make([][]int32, l.k)
	for i := range l.part {
		if f := l.part[i]; f >= 0 && l.p.frozen(f) {
			members[f] = append(members[f], int32(i))
		}
	}
	var out []RegionBound
	for _, m := range members {
		if len(m) == 0 {
			continue
		}
		_, c := l.g.centre(m)
		r := RegionBound{Parts: 1, Inertia: c}
		for _, i := range m {
			r.Nodes = append(r.Nodes, int(i))
		}
		out = append(out, r)
	}
	return out
}
