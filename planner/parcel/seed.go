package parcel

// seed learns sets of a region that is not listed: from every node on, one for each
// agent is grown from what the ones before left, by what brings most a weight and by
// what lies nearest. Prices alone would begin with sets that all share the region's
// richest corner, of which no two can be held at once.
func (e *estate) seed(r int) {
	g, agents := e.regions[r], 0
	for _, c := range e.members {
		if g.price[c] != nil {
			agents += len(e.classes[c].agents)
		}
	}
	for _, better := range []func(in sums, a, b int) bool{g.richer, g.nearer} {
		for start := range g.pieces {
			left, at := g.all, start
			for range agents {
				s, m := g.grown(at, left, better)
				if left = left.without(s); m.w >= g.p.Lower && m.w <= g.p.Upper && !g.encloses(s, m.w) {
					e.learn(r, holding{s, m.w, g.worth(s, m)})
				}
				if left.empty() || e.stop() {
					break
				}
				at = g.best(left, sums{}, g.richer)
			}
		}
	}
}

// grown is a set within left that begins with a node and takes the better neighbour
// that fits until it is in the band; where none fits any more it ends below it.
func (g *region) grown(at int, left set, better func(in sums, a, b int) bool) (set, sums) {
	s, m := set{}.with(at), g.sum[at]
	for m.w < g.p.Lower {
		around := set{}
		s.each(func(i int) { around = around.or(g.near[i]) })
		fits := set{}
		around.and(left).without(s).each(func(i int) {
			if m.w+g.sum[i].w <= g.p.Upper {
				fits.add(i)
			}
		})
		if fits.empty() {
			break
		}
		v := g.best(fits, m, better)
		s, m = s.with(v), m.plus(g.sum[v])
	}
	return s, m
}

// best is the node of a set that none is better than, the lowest of several.
func (g *region) best(of set, in sums, better func(in sums, a, b int) bool) int {
	best := of.lowest()
	of.each(func(i int) {
		if better(in, i, best) {
			best = i
		}
	})
	return best
}

func (g *region) richer(_ sums, a, b int) bool {
	return g.value[a]*max(1, g.sum[b].w) > g.value[b]*max(1, g.sum[a].w)
}

func (g *region) nearer(in sums, a, b int) bool {
	return in.plus(g.sum[a]).inertia() < in.plus(g.sum[b]).inertia()
}
