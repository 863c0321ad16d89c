package district

import (
	"cmp"
	"math"
	"slices"
)

// dual is the Lagrangian of the capacitated p-median problem that remains when
// parts need not be connected: every node's "in exactly one part" has a price.
// For each possible centre the cheapest part in band is a fractional knapsack;
// the bound is the sum of all prices and of the cheapest centres, as many as
// there are parts. It is raised along an average of past subgradients, as in
// the volume algorithm (Barahona and Anbil, Mathematical Programming 87, 2000).
//
// Prices are by unit of weight, so that a heavy node and two light ones in its
// place are priced alike.
type dual struct {
	g            *net
	nodes        []int32 // component by component, those with weight first: any may be a centre
	from, to     []int32 // nodes[from[j]:to[j]] have weight and share a component with nodes[j]
	w            []float64
	x, y         []float64
	parts        int
	lower, upper float64

	mu, bestMu []float64
	best       float64
	value      []float64 // value[j] of centre j
	scale      float64   // a small step of reduced cost
	reach      []float64 // reduced cost up to which centre j's nodes were collected
	list       []entry
	usage      []float64 // weight share of each node inside the chosen parts
	average    []float64 // the same, averaged over the iterations
	order      []int32
	often      []float64 // how often each centre is among the cheapest, averaged

	// What branching adds: centres that are ruled out or in, and for nodes that
	// have to go to one centre, that centre (else -1).
	closed, open []bool
	only         []int32
	bound        map[int32][]int32 // the same by centre
}

// entry is a node that a centre could take, at a reduced cost.
type entry struct {
	r float64
	i int32
}

func newDual(l *layout, nodes []int32, parts int) *dual {
	d := &dual{g: l.g, parts: parts, lower: float64(l.p.Lower), upper: float64(l.p.Upper), best: math.Inf(-1)}
	in := make([]bool, l.g.n)
	for _, i := range nodes {
		in[i] = true
	}
	for _, c := range l.g.components(func(i int) bool { return in[i] }) {
		d.add(c)
	}
	n := len(d.nodes)
	d.mu, d.bestMu, d.value = make([]float64, n), make([]float64, n), make([]float64, n)
	d.reach, d.usage, d.average = make([]float64, n), make([]float64, n), make([]float64, n)
	d.order, d.often = make([]int32, 0, n), make([]float64, n)
	d.closed, d.open, d.only = make([]bool, n), make([]bool, n), make([]int32, n)
	d.bound = map[int32][]int32{}
	for i := range d.only {
		d.only[i] = -1
	}
	return d
}

// add numbers the nodes of a component.
func (d *dual) add(component []int32) {
	slices.SortStableFunc(component, func(a, b int32) int {
		return cmp.Compare(min(d.g.w[b], 1), min(d.g.w[a], 1))
	})
	from := int32(len(d.nodes))
	to := from
	for _, i := range component {
		d.nodes = append(d.nodes, i)
		d.x, d.y, d.w = append(d.x, d.g.x[i]), append(d.y, d.g.y[i]), append(d.w, d.g.wf[i])
		if d.g.w[i] > 0 {
			to++
		}
	}
	for range component {
		d.from, d.to = append(d.from, from), append(d.to, to)
	}
}

// target is the inertia of the plan's parts on these nodes: what the bound
// cannot pass.
func (d *dual) target(part []int) float64 {
	members := map[int][]int32{}
	var order []int
	for _, i := range d.nodes {
		if q := part[i]; q >= 0 {
			if members[q] == nil {
				order = append(order, q)
			}
			members[q] = append(members[q], i)
		}
	}
	sum := 0.0
	for _, q := range order {
		_, c := d.g.centre(members[q])
		sum += c
	}
	return sum
}

// ascend raises the bound until the budget's share is used or it reaches the
// target.
func (d *dual) ascend(target float64, b *budget, until float64) {
	d.start(b)
	if b.share() >= 1 {
		return
	}
	copy(d.mu, d.bestMu)
	d.evaluate()
	copy(d.average, d.usage)
	d.climb(target, b, until, math.MaxInt)
}

// climb takes deflected subgradient steps with the step length of Polyak. Where
// they stop helping it goes back to the best prices with shorter ones. It takes
// at most so many steps.
func (d *dual) climb(target float64, b *budget, until float64, most int) {
	bound := d.best
	factor, red := 0.15, 0
	for range most {
		if b.share() >= min(until, 1) || d.best >= target*(1-1e-9) {
			return
		}
		d.step(factor * (target - bound))
		bound = d.evaluate()
		const alpha = 0.2
		for i := range d.average {
			d.average[i] += alpha * (d.usage[i] - d.average[i])
		}
		b.spend(int64(len(d.order)) * 50)
		if bound > d.best {
			d.keep(bound)
			red = 0
		} else if red++; red >= 20 {
			factor, red = math.Max(1e-5, factor*0.7), 0
			copy(d.mu, d.bestMu)
			bound = d.best
		}
	}
}

// keep remembers the prices of the best bound.
func (d *dual) keep(bound float64) {
	if bound > d.best {
		d.best = bound
		copy(d.bestMu, d.mu)
	}
}

// start prices every node by what the nearest weight of one part around it
// costs, and scales these prices for the best bound.
func (d *dual) start(b *budget) {
	local := make([]float64, len(d.nodes))
	reach := d.typicalReach()
	for j := range d.nodes {
		local[j] = d.localCost(j, reach)
		d.scale += local[j] / float64(20*len(d.nodes))
	}
	d.scale = math.Max(d.scale, 1e-9)
	for _, scale := range []float64{1.25, 1, 1.6} {
		for i := range d.mu {
			d.mu[i] = scale * local[i]
		}
		d.keep(d.evaluate())
		b.spend(int64(len(d.order)) * 50)
		if b.share() >= 1 {
			return
		}
	}
}

// typicalReach is the largest cost in a part of mean size, roughly.
func (d *dual) typicalReach() float64 {
	top := 0.0
	for i := range d.nodes {
		top = math.Max(top, d.cost(int32(i), d.from[i]))
	}
	return math.Max(top/float64(4*max(1, d.parts)), 1e-9)
}

// localCost is the mean cost of the nearest nodes around j that make a part of
// middle weight.
func (d *dual) localCost(j int, reach float64) float64 {
	for weight, all := 0.0, false; weight < (d.lower+d.upper)/2 && !all; reach *= 2 {
		d.list, weight = d.list[:0], 0
		for i := d.from[j]; i < d.to[j]; i++ {
			if c := d.cost(i, int32(j)); c <= reach {
				d.list = append(d.list, entry{c, i})
				weight += d.w[i]
			}
		}
		all = len(d.list) == int(d.to[j]-d.from[j])
	}
	slices.SortFunc(d.list, cheaper)
	room, sum := (d.lower+d.upper)/2, 0.0
	for _, e := range d.list {
		take := math.Min(room, d.w[e.i])
		sum += take * e.r
		room -= take
	}
	return sum / ((d.lower + d.upper) / 2)
}

func (d *dual) cost(i, j int32) float64 {
	if d.g.cost != nil {
		return d.g.cost[int(d.nodes[i])*d.g.n+int(d.nodes[j])]
	}
	dx, dy := d.x[i]-d.x[j], d.y[i]-d.y[j]
	return dx*dx + dy*dy
}

// step moves the prices along the averaged subgradient, by
// as much as would raise the bound by gain if it were linear.
func (d *dual) step(gain float64) {
	norm := 0.0
	for i, u := range d.average {
		norm += d.w[i] * (1 - u) * (1 - u)
	}
	if norm < 1e-12 {
		return
	}
	for i, u := range d.average {
		d.mu[i] += gain / norm * (1 - u)
	}
}

// evaluate is the bound at the prices mu; it leaves in usage how often each
// node is inside the cheapest parts.
func (d *dual) evaluate() float64 {
	bound := 0.0
	for i, m := range d.mu {
		bound += d.w[i] * m
	}
	d.rank()
	if len(d.order) < d.parts {
		return math.Inf(1)
	}
	clear(d.usage)
	for j := range d.often {
		d.often[j] *= 0.95
	}
	for _, j := range d.order[:d.parts] {
		d.often[j] += 0.05
		bound += d.value[j]
		d.collect(int(j))
		d.fill(int(j), d.usage)
	}
	return bound
}

// rank values the centres and orders them, those that have to be in first, then
// the cheapest.
func (d *dual) rank() {
	d.order = d.order[:0]
	for j := range d.nodes {
		if !d.closed[j] {
			d.collect(j)
			d.value[j] = d.fill(j, nil)
			d.order = append(d.order, int32(j))
		}
	}
	slices.SortFunc(d.order, func(a, b int32) int {
		switch {
		case d.open[a] != d.open[b]:
			if d.open[a] {
				return -1
			}
			return 1
		case d.value[a] < d.value[b]:
			return -1
		case d.value[a] > d.value[b]:
			return 1
		}
		return int(a - b)
	})
}

// collect lists the nodes whose reduced cost for centre j is low enough to
// matter. The list is complete up to reach[j], and either fills a part or holds
// every node of negative reduced cost and enough others to reach the band.
func (d *dual) collect(j int) {
	for {
		d.list = d.list[:0]
		reach, weight, seen := d.reach[j], 0.0, int32(0)
		for i := d.from[j]; i < d.to[j]; i++ {
			if r := d.cost(i, int32(j)) - d.mu[i]; r <= reach {
				seen++
				if d.only[i] < 0 {
					d.list = append(d.list, entry{r, i})
					weight += d.w[i]
				}
			}
		}
		if weight >= d.upper {
			if weight > 2*d.upper {
				d.reach[j] = reach - 0.2*math.Abs(reach)
			}
			return
		}
		if seen == d.to[j]-d.from[j] || (reach >= 0 && weight >= d.lower) {
			return
		}
		d.reach[j] = reach + math.Max(0.3*math.Abs(reach), math.Max(0.1*math.Abs(d.mu[j]), d.scale))
	}
}

// fill takes the nodes that have to be in centre j's part, and from the list the
// cheapest that make a part in band with them, the last node in part, and returns
// its reduced cost; +Inf where there is no such part. If usage is given, it adds
// the share of each node taken.
func (d *dual) fill(j int, usage []float64) float64 {
	slices.SortFunc(d.list, cheaper)
	room, must, sum := d.upper, d.lower, 0.0
	take := func(i int32, r, weight float64) {
		sum += weight * r
		room -= weight
		must -= weight
		if usage != nil {
			usage[i] += weight / d.w[i]
		}
	}
	for _, i := range d.bound[int32(j)] {
		take(i, d.cost(i, int32(j))-d.mu[i], d.w[i])
	}
	if room < 0 {
		return math.Inf(1)
	}
	for _, e := range d.list {
		limit := room
		if e.r >= 0 {
			limit = must
		}
		if limit <= 0 {
			break
		}
		take(e.i, e.r, math.Min(limit, d.w[e.i]))
	}
	if must > 1e-6 {
		return math.Inf(1)
	}
	return sum
}

// cheaper orders entries by reduced cost, then by node.
func cheaper(a, b entry) int {
	switch {
	case a.r < b.r:
		return -1
	case a.r > b.r:
		return 1
	}
	return int(a.i - b.i)
}

func (d *dual) regionBound() RegionBound {
	slack := 0.0 // for the rounding of sums in another order
	for at, m := range d.bestMu {
		slack += 1e-13 * d.w[at] * math.Abs(m)
	}
	r := RegionBound{Parts: d.parts, Inertia: math.Max(0, d.best-slack), Multiplier: d.prices()}
	for _, at := range d.ascending() {
		r.Nodes = append(r.Nodes, int(d.nodes[at]))
	}
	return r
}

// ascending lists the places of the nodes by their numbers.
func (d *dual) ascending() []int {
	order := make([]int, len(d.nodes))
	for at := range order {
		order[at] = at
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(d.nodes[a], d.nodes[b]) })
	return order
}

// prices are the best multipliers, nodes ascending.
func (d *dual) prices() []float64 {
	out := make([]float64, 0, len(d.nodes))
	for _, at := range d.ascending() {
		out = append(out, d.bestMu[at])
	}
	return out
}
