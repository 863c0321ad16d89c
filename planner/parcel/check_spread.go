package parcel

// spreadAtMost is how many connected sets a check looks at, keptAtMost how many of
// them it holds to every case.
const (
	spreadAtMost = 6_000_000
	keptAtMost   = 400_000
)

// gate lets sets through that may lack less to some prices than counts, and needs no
// more than a sum over their nodes to know it: shape, unevenness and links only take off.
type gate struct {
	base  []int64   // by class
	nodes [][]int64 // by class, then node: value less prices; nil: the class may not serve them
	shift uint
	lack  int64
}

// gate is that of the prices of a case in a group that is the r-th of its proof.
func (c *checker) gate(proof Proof, t plot, r int, k *Case, lack int64) *gate {
	out := &gate{shift: k.Shift, lack: lack << k.Shift}
	for at, class := range c.classes {
		out.base = append(out.base, proof.Each<<k.Shift-k.Class[at])
		if out.nodes = append(out.nodes, nil); class.group >= 0 && class.group != t.group {
			continue
		}
		own := make([]int64, len(t.pieces))
		for v, pieces := range t.pieces {
			for _, i := range pieces {
				own[v] += (c.p.Value[i] - c.p.Agents[class.agents[0]].price(i)) << k.Shift
			}
			own[v] += (proof.Every*t.weight[v])<<k.Shift - k.Node[r][v]
		}
		out.nodes[at] = own
	}
	return out
}

// opens reports whether a set of which so much is taken off lacks less for some class.
func (g *gate) opens(in set, taken int64) bool {
	for class, own := range g.nodes {
		if own == nil {
			continue
		}
		sum := g.base[class] - taken<<g.shift
		in.each(func(v int) { sum += own[v] })
		if sum > -g.lack {
			return true
		}
	}
	return false
}

// gates are those of a run, by group: of its screen, or where no question is asked of
// its prices themselves; nil where every set has to be held to every case.
func (c *checker) gates(proof Proof, run Run, plots []plot) (out []*gate) {
	out = make([]*gate, len(plots))
	k, lack := run.Case, int64(0)
	if run.Screen != nil {
		k, lack = &run.Screen.Case, run.Screen.Case.Bound-run.Screen.Score
	}
	if k.Ask != nil || k.Class == nil || lack < 0 {
		return out
	}
	for r, t := range plots {
		out[r] = c.gate(proof, t, r, k, lack)
	}
	return out
}

// spread visits every connected set of at most Upper once: of the nodes beside what is
// in, one after the other goes in or never will. False where visit says no.
func (c *checker) spread(t plot, visit func(in set, weight int64) bool) bool {
	beside := make([]set, len(t.pieces))
	for v, near := range t.near {
		for _, u := range near {
			beside[v].add(u)
		}
	}
	var decide func(in, edge, shut set, weight int64) bool
	decide = func(in, edge, shut set, weight int64) bool {
		v := edge.lowest()
		if v < 0 {
			return visit(in, weight)
		}
		edge.remove(v)
		shut.add(v)
		if !decide(in, edge, shut, weight) {
			return false
		}
		more := weight + t.weight[v]
		return more > c.p.Upper || decide(in.with(v), edge.or(beside[v].without(shut)), shut, more)
	}
	shut := set{}
	for v, weight := range t.weight {
		shut.add(v)
		if weight <= c.p.Upper && !decide(set{}.with(v), beside[v].without(shut), shut, weight) {
			return false
		}
	}
	return true
}

// grow finds all sets that an agent may hold and a gate lets through.
func (c *checker) grow(t plot, through *gate) (out []grown, err error) {
	seen := 0
	all := c.spread(t, func(in set, weight int64) bool {
		if seen++; weight < c.p.Lower || through != nil && !through.opens(in, 0) {
			return seen < spreadAtMost
		}
		var nodes []int
		in.each(func(v int) { nodes = append(nodes, v) })
		if s := c.appraise(t, nodes); (through == nil || through.opens(in, s.taken)) && !t.encloses(nodes, c.p) {
			out = append(out, s)
		}
		return seen < spreadAtMost && len(out) < keptAtMost
	})
	if !all {
		return nil, ErrUnchecked
	}
	return out, nil
}
