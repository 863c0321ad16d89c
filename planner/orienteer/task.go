package orienteer

import "slices"

// hopeless is the value of what cannot be done.
const hopeless = int64(-1) << 60

// task is the question of one day: the best route over some nodes, at prizes
// reduced by what a node is worth on other days and raised by what keeping an
// appointment is worth.
type task struct {
	p       *Problem
	day     *Day
	stops   int        // at most so many
	least   int        // the first so many stops
	bonus   int64      // earn so much more each
	nodes   []int      // candidates, each reachable on its own
	windows [][]Window // windows[k] of nodes[k], in which a route may serve it
	less    []int64    // less[k] is taken off every prize of nodes[k]; negative adds to it
	rooms   []room
	legs    halfLegs
	halt    func() bool // tells that the time for searches is over; nil: never
}

// halted tells now and then whether a search that took so many steps must end.
func (t *task) halted(steps int) bool {
	return t.halt != nil && steps%perHalt == 0 && t.halt()
}

// perHalt is after how many steps a search looks at the clock, of some microseconds each.
const perHalt = 256

// room is what a limit leaves to the route.
type room struct {
	weight []int64 // by node
	left   int64
}

// halfLegs are half of the cheapest legs into and out of every candidate and the
// two ends: every route costs and lasts at least the sum of those it touches. The
// same legs tell how many stops fit into the shift.
type halfLegs struct {
	cost, time         []float64
	endsCost, endsTime float64
}

// answer is the best route of a task and what was proven about it.
type answer struct {
	nodes []int
	value int64 // of nodes under the prizes and bonuses of the task; 0 for no stops
	bound int64 // no route of the task is worth more
	more  []candidate
}

// proven tells whether no route is better.
func (a *answer) proven() bool { return a.value >= a.bound }

// candidate is a route and its value under the prizes it was found with.
type candidate struct {
	nodes []int
	value int64
}

// reach is the day's task over the nodes that day's windows, shift and travel
// allow at all, each with the windows in which a route may serve it.
func (p *Problem) reach(d int) task {
	day := &p.Days[d]
	t := task{p: p, day: day, least: day.MinStops}
	out, back := p.soonest(day.Start, false), p.soonest(day.End, true)
	for i, windows := range day.Windows {
		first := day.Open + out[i]
		last := day.Close - back[i] - p.Service[i]
		var open []Window
		for _, w := range windows {
			w.Open, w.Close = max(w.Open, first), min(w.Close, last)
			if w.Open <= w.Close {
				open = append(open, w)
			}
		}
		if open != nil {
			t.nodes = append(t.nodes, i)
			t.windows = append(t.windows, open)
		}
	}
	t.less = make([]int64, len(t.nodes))
	t.stops = len(t.nodes)
	if day.MaxStops > 0 {
		t.stops = min(t.stops, day.MaxStops)
	}
	t.legs = t.halves()
	return t
}

// soonest is the least time between a place and each node, over other nodes where
// that is quicker than the straight ride (with their services; Dijkstra). It is
// counted from place to node, or, backwards, from node to place.
func (p *Problem) soonest(place int, backwards bool) []int64 {
	far := int64(1) << 60
	least, done := make([]int64, p.Nodes), make([]bool, p.Nodes)
	for i := range least {
		least[i] = p.Time[place][i]
		if backwards {
			least[i] = p.Time[i][place]
		}
	}
	for range least {
		at, soon := -1, far
		for i, t := range least {
			if !done[i] && t < soon {
				at, soon = i, t
			}
		}
		if at < 0 {
			break
		}
		done[at] = true
		soon += p.Service[at]
		for i := range least {
			if backwards {
				least[i] = min(least[i], soon+p.Time[i][at])
			} else {
				least[i] = min(least[i], soon+p.Time[at][i])
			}
		}
	}
	return least
}

// fitStops lowers stops to how many the shift can hold at most: the shortest
// services, each with the shortest ride to it, and the shortest ride home.
func (t *task) fitStops(legs [][4]int64, home int64) {
	spend := make([]int64, len(t.nodes))
	for k, i := range t.nodes {
		spend[k] = legs[k][1] + t.p.Service[i]
	}
	slices.Sort(spend)
	left := t.day.Close - t.day.Open - home
	for k, s := range spend {
		if left -= s; left < 0 {
			t.stops = min(t.stops, k)
			break
		}
	}
	t.least = min(t.least, t.stops)
}

// halves adds up half of the cheapest legs into and out of every candidate.
func (t *task) halves() halfLegs {
	n := len(t.nodes)
	h := halfLegs{cost: make([]float64, n), time: make([]float64, n)}
	if n == 0 {
		return h
	}
	p, far := t.p, int64(1)<<60
	ends := [4]int64{far, far, far, far}
	legs := make([][4]int64, n) // cost in, time in, cost out, time out
	for c, i := range t.nodes {
		legs[c] = [4]int64{p.cost(t.day.Start, i), p.Time[t.day.Start][i], p.cost(i, t.day.End), p.Time[i][t.day.End]}
		for k := range ends {
			ends[k] = min(ends[k], legs[c][k])
		}
	}
	for c, i := range t.nodes {
		row, out := p.Time[i], &legs[c]
		for e, j := range t.nodes {
			if j == i {
				continue
			}
			out[3], legs[e][1] = min(out[3], row[j]), min(legs[e][1], row[j])
			if p.Cost != nil {
				out[2], legs[e][0] = min(out[2], p.Cost[i][j]), min(legs[e][0], p.Cost[i][j])
			}
		}
	}
	for c, l := range legs {
		h.cost[c], h.time[c] = float64(l[0]+l[2])/2, float64(l[1]+l[3])/2
	}
	h.endsCost, h.endsTime = float64(ends[0]+ends[2])/2, float64(ends[1]+ends[3])/2
	t.fitStops(legs, ends[3])
	return h
}

// measured is up to how many candidates a subset's legs are measured anew.
const measured = 160

// subset is the task over some of its candidates, given by position.
func (t *task) subset(keep []int) task {
	s := *t
	s.nodes = make([]int, len(keep))
	s.windows = make([][]Window, len(keep))
	s.less = make([]int64, len(keep))
	for k, c := range keep {
		s.nodes[k], s.windows[k], s.less[k] = t.nodes[c], t.windows[c], t.less[c]
	}
	s.stops = min(s.stops, len(keep))
	s.least = min(s.least, s.stops)
	if len(keep) <= measured {
		s.legs = s.halves()
		return s
	}
	s.legs.cost, s.legs.time = make([]float64, len(keep)), make([]float64, len(keep))
	for k, c := range keep {
		s.legs.cost[k], s.legs.time[k] = t.legs.cost[c], t.legs.time[c]
	}
	return s
}

// best is the largest prize of candidate k.
func (t *task) best(k int) int64 {
	most := hopeless
	for _, w := range t.windows[k] {
		most = max(most, w.Prize)
	}
	return most - t.less[k]
}

// holds tells whether the limits leave room for a visit to each of nodes.
func (t *task) holds(nodes []int) bool {
	for _, r := range t.rooms {
		left := r.left
		for _, i := range nodes {
			left -= r.weight[i]
		}
		if left < 0 {
			return false
		}
	}
	return true
}

// earned is the bonus of a route with so many stops.
func (t *task) earned(stops int) int64 { return t.bonus * int64(min(stops, t.least)) }
