package orienteer

import (
	"math"
	"slices"
)

// leftOut tells for every node that could be visited and is not what would bring it in.
func (s *solver) leftOut() []Left {
	if len(s.free) == 0 {
		return nil
	}
	n := newAnnealer(s)
	n.load(s.now)
	var out []Left
	for _, i := range n.live {
		if len(n.at[i]) > 0 {
			continue
		}
		l := Left{Node: int(i), Need: math.MaxInt64, Day: -1, Instead: -1}
		for _, d := range s.free {
			if n.may(i, d, -1) {
				n.admit(&l, d)
			}
		}
		if l.Day < 0 {
			l.Need = 0
		}
		out = append(out, l)
	}
	return out
}

// admit lowers the need of l to what a place on day d would take.
func (n *annealer) admit(l *Left, d int) {
	j := int32(l.Node)
	most := n.s.p.Days[d].MaxStops
	if (most == 0 || len(n.tour[d]) < most) && n.fits(-1, j) {
		for k := range len(n.tour[d]) + 1 {
			n.a = slices.Insert(append(n.a[:0], n.tour[d]...), k, j)
			n.cheaper(l, d, -1)
		}
	}
	for out, i := range n.tour[d] {
		if n.drops(i, d, -1) || !n.fits(i, j) {
			continue
		}
		for k := range n.tour[d] {
			n.a = slices.Insert(slices.Delete(append(n.a[:0], n.tour[d]...), out, out+1), k, j)
			n.cheaper(l, d, int(i))
		}
	}
}

// cheaper records the tour in n.a of day d, in which l replaces the stop instead,
// if it loses less than what is known.
func (n *annealer) cheaper(l *Left, d, instead int) {
	least := hopeless
	if l.Day >= 0 {
		least = n.worth[d] - l.Need
	}
	if worth, ok := n.value(d, n.a, least); ok {
		l.Need, l.Day, l.Instead = max(0, n.worth[d]-worth), d, instead
	}
}

// short lists the days of the draft with fewer stops than they need.
func (s *solver) short() []Short {
	var out []Short
	for d := range s.p.Days {
		if len(s.now.days[d].Stops) < s.p.Days[d].MinStops {
			out = append(out, Short{d, s.p.mostStops(d)})
		}
	}
	return out
}

// mostStops is how many stops day d can make if nothing but their number counts.
func (p *Problem) mostStops(d int) int {
	bare := *p
	bare.Cost = nil
	t := bare.reach(d)
	for k, windows := range t.windows {
		t.windows[k] = make([]Window, len(windows))
		for w, x := range windows {
			t.windows[k][w] = Window{Open: x.Open, Close: x.Close}
		}
	}
	t.bonus, t.least = 1, t.stops
	return int(t.solve(candidate{}, 0, thorough).value)
}
