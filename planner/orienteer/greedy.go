package orienteer

import "slices"

// greedy fills the free days one after the other with what brings most for its
// time, then lets each give up a stop for others that bring more: what anybody would
// do first, so that no plan is worse. It is taken over where it ranks higher.
func (s *solver) greedy() {
	s.empty(s.free...)
	for _, d := range s.free {
		t := s.taskAt(d, func(int) int64 { return 0 })
		g := greedyDay{s: s, d: d, t: &t}
		g.fill(true)
		for g.exchange() {
			continue
		}
		s.now.set(d, s.ride(d, g.nodes))
	}
	s.adopt()
	s.now.copy(s.best)
}

// greedyDay is a day in the making.
type greedyDay struct {
	s     *solver
	d     int
	t     *task
	nodes []int
}

// worth is what nodes are worth in their order; it fails where they cannot be ridden.
func (g *greedyDay) worth(nodes []int) (int64, bool) {
	r, ok := g.s.p.Schedule(g.d, nodes)
	if !ok || !g.t.holds(nodes) {
		return 0, false
	}
	sum := r.Value()
	for k, i := range g.t.nodes {
		if slices.Contains(nodes, i) {
			sum -= g.t.less[k]
		}
	}
	return sum, true
}

// fill inserts stops as long as any brings something: by what they bring a unit of
// time, or by what they bring.
func (g *greedyDay) fill(rate bool) {
	for len(g.nodes) < g.t.stops {
		better := g.insertion(rate)
		if better == nil {
			return
		}
		g.nodes = better
	}
}

// insertion is the route with the best stop more, nil where there is none.
func (g *greedyDay) insertion(rate bool) (best []int) {
	p, key := g.s.p, 0.0
	for k, i := range g.t.nodes {
		if len(g.t.windows[k]) == 0 || slices.Contains(g.nodes, i) {
			continue
		}
		for place := range len(g.nodes) + 1 {
			from, to := g.t.day.Start, g.t.day.End
			if place > 0 {
				from = g.nodes[place-1]
			}
			if place < len(g.nodes) {
				to = g.nodes[place]
			}
			gain := g.t.best(k) - p.cost(from, i) - p.cost(i, to)
			time := p.Time[from][i] + p.Time[i][to] + p.Service[i]
			if len(g.nodes) > 0 {
				gain += p.cost(from, to)
				time -= p.Time[from][to]
			}
			much := float64(gain)
			if rate {
				much /= float64(max(1, time))
			}
			if gain <= 0 || much <= key {
				continue
			}
			nodes := slices.Insert(slices.Clone(g.nodes), place, i)
			if _, ok := g.worth(nodes); ok {
				best, key = nodes, much
			}
		}
	}
	return best
}

// exchange gives up a stop where what can be inserted then is worth more.
func (g *greedyDay) exchange() bool {
	was, _ := g.worth(g.nodes)
	before := g.nodes
	for k := range before {
		g.nodes = slices.Delete(slices.Clone(before), k, k+1)
		g.fill(false)
		if now, ok := g.worth(g.nodes); ok && now > was {
			return true
		}
	}
	g.nodes = before
	return false
}
