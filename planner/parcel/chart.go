package parcel

import (
	"math"
	"slices"
)

// chart is every way to build a connected set of a region by deciding node after node:
// a state says which decided nodes that still have undecided neighbours (the front) are
// in the set, and which of these hang together so far (Sekine, Imai and Tani 1995, as
// for spanning trees). Where the front stays narrow, as on maps, states are few, and
// the best set at any prices of nodes is found by walking over them once.
type chart struct {
	order []int
	steps [][]fork // by place in order, then state

	layers [][]label // scratch of sets
	best   []int32   // by state and weight: a label of the next layer, from 1
}

// fork is what becomes of a state when the next node stays out or goes in: the next
// state, -1 for none.
type fork struct{ out, in int32 }

// States are rows of four bits a front node: 0 out, else the number of the piece.
const (
	complete    = uint64(1) << 60 // a set hangs together, and no more may go in
	widestFront = 15
	mostStates  = 1_500_000
)

// newChart is nil where a region has too wide a front.
func newChart(g *region) *chart {
	c := &chart{order: frontOrder(g)}
	front, layer := []int(nil), []uint64{0}
	total := 0
	done := make([]bool, len(g.pieces))
	for _, v := range c.order {
		done[v] = true
		next := nextFront(g, front, v, done)
		if len(next) > widestFront {
			return nil
		}
		place, states := map[uint64]int32{}, []uint64(nil)
		put := func(s uint64, ok bool) int32 {
			if !ok {
				return -1
			}
			at, known := place[s]
			if !known {
				at = int32(len(states))
				place[s], states = at, append(states, s)
			}
			return at
		}
		forks := make([]fork, len(layer))
		for i, s := range layer {
			forks[i].out = put(pass(g, s, front, v, false, next))
			forks[i].in = put(pass(g, s, front, v, true, next))
		}
		if total += len(states); total > mostStates {
			return nil
		}
		c.steps = append(c.steps, forks)
		front, layer = next, states
	}
	return c
}

// frontOrder decides nodes so that the front stays narrow: greedily, from the best of
// all beginnings.
func frontOrder(g *region) []int {
	var best []int
	least := math.Inf(1)
	for from := range g.pieces {
		order, cost := frontFrom(g, from, least)
		if cost < least {
			best, least = order, cost
		}
	}
	return best
}

func frontFrom(g *region, from int, most float64) (order []int, cost float64) {
	done := make([]bool, len(g.pieces))
	var front []int
	for v := from; ; {
		order, done[v] = append(order, v), true
		front = nextFront(g, front, v, done)
		if cost += math.Pow(3, float64(len(front))); cost >= most || len(order) == len(done) {
			return order, cost
		}
		v = -1
		width := 0
		for u := range done {
			if done[u] {
				continue
			}
			done[u] = true
			w := len(nextFront(g, front, u, done)) * 2
			done[u] = false
			if !slices.ContainsFunc(front, func(f int) bool { return g.near[u].has(f) }) {
				w++
			}
			if v < 0 || w < width {
				v, width = u, w
			}
		}
	}
}

// nextFront is the front once v is decided.
func nextFront(g *region, front []int, v int, done []bool) (out []int) {
	for _, u := range append(slices.Clip(front), v) {
		open := false
		g.near[u].each(func(w int) { open = open || !done[w] })
		if open {
			out = append(out, u)
		}
	}
	return out
}

// pass decides node v in a state; false where no connected set can follow.
func pass(g *region, s uint64, front []int, v int, in bool, next []int) (uint64, bool) {
	if s == complete {
		return s, !in
	}
	label, own := map[int]uint64{}, uint64(15)
	for i, u := range front {
		label[u] = s >> (4 * i) & 15
	}
	if in {
		label[v] = own
		for _, u := range front {
			if x := label[u]; x != 0 && x != own && g.near[v].has(u) {
				for w, y := range label {
					if y == x {
						label[w] = own
					}
				}
			}
		}
	}
	before, after := uint64(0), uint64(0)
	for _, x := range label {
		before |= 1 << x
	}
	var out uint64
	names, count := [16]uint64{}, uint64(0)
	for i, u := range next {
		x := label[u]
		if x == 0 {
			continue
		}
		if after |= 1 << x; names[x] == 0 {
			count++
			names[x] = count
		}
		out |= names[x] << (4 * i)
	}
	before &^= 1
	switch {
	case before == after:
		return out, count < 15
	case after == 0 && before&(before-1) == 0:
		return complete, true
	}
	return 0, false
}

// completions say for every state how much more the nodes to come can gain at most,
// when a unit of weight costs lambda.
func (c *chart) completions(gain []float64, weight []int64, lambda float64, out [][]float64) [][]float64 {
	if out == nil {
		out = make([][]float64, len(c.steps)+1)
		for t := range c.steps {
			out[t] = make([]float64, len(c.steps[t]))
		}
		out[len(c.steps)] = c.ends()
	}
	for t := len(c.steps) - 1; t >= 0; t-- {
		v := c.order[t]
		take, next := gain[v]-lambda*float64(weight[v]), out[t+1]
		layer := out[t]
		for i, f := range c.steps[t] {
			best := math.Inf(-1)
			if f.out >= 0 {
				best = next[f.out]
			}
			if f.in >= 0 {
				best = max(best, take+next[f.in])
			}
			layer[i] = best
		}
	}
	return out
}

// ends are the states after the last node: the empty set counts as none.
func (c *chart) ends() []float64 {
	last := c.steps[len(c.steps)-1]
	n := int32(0)
	for _, f := range last {
		n = max(n, f.out+1, f.in+1)
	}
	out := make([]float64, n)
	out[last[0].out] = math.Inf(-1) // nothing went in
	return out
}

// label is the beginning of a set.
type label struct {
	state  int32
	weight int64
	gain   float64
	from   int32 // place in the layer before
	in     bool
}

// tariff is a price of weight with what it proves of completions.
type tariff struct {
	lambda float64
	limit  int64 // weight that it is about: upper for prices above 0, else lower
	rest   [][]float64
}

// sets are connected sets in the band that gain more than least, of each weight the
// best, and most is what none of the region gains more than; false where labels run out.
func (c *chart) sets(gain []float64, weight []int64, lower, upper int64, tariffs []tariff, least float64) (out []set, most float64, ok bool) {
	if c.best == nil {
		c.best, c.layers = make([]int32, int64(c.widest())*(upper+1)), make([][]label, len(c.steps)+1)
	}
	best, layers, work := c.best, c.layers, 0
	layers[0] = append(layers[0][:0], label{})
	for t, forks := range c.steps {
		v := c.order[t]
		next := layers[t+1][:0]
		for i, l := range layers[t] {
			put := func(to int32, w int64, g float64, in bool) {
				if to < 0 || w > upper {
					return
				}
				for k := range tariffs {
					if y := &tariffs[k]; g+y.rest[t+1][to]+y.lambda*float64(y.limit-w) <= least {
						return
					}
				}
				l, at := label{to, w, g, int32(i), in}, int64(to)*(upper+1)+w
				if old := best[at]; old == 0 {
					next = append(next, l)
					best[at] = int32(len(next))
				} else if next[old-1].gain < g {
					next[old-1] = l
				}
			}
			put(forks[l.state].out, l.weight, l.gain, false)
			put(forks[l.state].in, l.weight+weight[v], l.gain+gain[v], true)
		}
		for _, l := range next {
			best[int64(l.state)*(upper+1)+l.weight] = 0
		}
		layers[t+1] = next
		if work += len(next); work > mostLabels {
			return nil, 0, false
		}
	}
	most = least
	for i, l := range layers[len(c.steps)] {
		if l.weight >= lower && l.gain > least {
			out = append(out, c.trace(layers, int32(i)))
			most = max(most, l.gain)
		}
	}
	return out, most, true
}

const mostLabels = 4_000_000

// widest is one more than the highest state of any step.
func (c *chart) widest() int32 {
	top := int32(0)
	for _, forks := range c.steps {
		for _, f := range forks {
			top = max(top, f.out, f.in)
		}
	}
	return top + 1
}

func (c *chart) trace(layers [][]label, at int32) (s set) {
	for t := len(c.steps); t > 0; t-- {
		l := layers[t][at]
		if l.in {
			s.add(c.order[t-1])
		}
		at = l.from
	}
	return s
}
