package parcel

import (
	"cmp"
	"math"
	"slices"
)

// bargain is a node at the prices of a class.
type bargain struct {
	node   int
	gain   float64 // value less all prices
	weight float64
}

// find learns sets of a region that is not listed and that gain at the prices of the
// rows: by changing those known; where that finds nothing, by walking, and once walks do
// not come to their end, by the region's chart, unless its front is too wide.
func (e *estate) find(r int, dual []float64, slack float64) {
	climbed := 0
	for _, c := range e.members {
		e.unseen[r][c] = math.Inf(1)
		if e.regions[r].price[c] != nil {
			climbed += e.climb(r, c, dual, slack)
		}
	}
	charted := e.vast[r] && e.chartOf(r) != nil
	if climbed > 0 || charted && e.hasty {
		return
	}
	for _, c := range e.members {
		switch {
		case e.regions[r].price[c] == nil:
		case charted:
			e.unseen[r][c] = e.survey(r, c, dual).find()
		default:
			e.unseen[r][c] = e.hunt(r, c, dual, slack, findAtMost/len(e.regions[r].pieces)).run()
		}
	}
}

// stepsToFind is how many sets one class's walk may enter where there are too many to
// walk over them all.
const stepsToFind = 3_000_000

// hunt is a walk for sets that gain at the prices of a class. A set is not entered
// where the best fractional filling of the rest of the band, and the shape it has
// already, leave no more than counts.
type hunt struct {
	e      *estate
	r, c   int
	base   float64
	net    []float64 // by node: its gain
	order  []bargain // nodes that gain, those first that gain most a weight
	least  []float64 // by lowest node: sets that gain no more do not count
	most   int       // sets of each lowest node that are kept
	caught [][]catch
	unseen float64 // what was not caught gains no more
}

// catch is a set with what it gains.
type catch struct {
	in   set
	m    sums
	gain float64
}

func (e *estate) hunt(r, c int, dual []float64, slack float64, most int) *hunt {
	g := e.regions[r]
	h := &hunt{e: e, r: r, c: c, base: float64(e.each) - dual[c], net: make([]float64, len(g.pieces)), most: max(1, most),
		least: slices.Repeat([]float64{slack}, len(g.pieces)), caught: make([][]catch, len(g.pieces)), unseen: slack}
	for i := range g.pieces {
		h.net[i] = float64(g.value[i]-g.price[c][i]) - dual[e.rows[r]+i] + float64(e.every*g.sum[i].w)
		if h.net[i] > 0 {
			h.order = append(h.order, bargain{i, h.net[i], float64(g.sum[i].w)})
		}
	}
	slices.SortStableFunc(h.order, func(a, b bargain) int { return cmp.Compare(b.gain*a.weight, a.gain*b.weight) })
	return h
}

// run learns what is caught, and returns what no other set gains more than.
func (h *hunt) run() float64 {
	e, g := h.e, h.e.regions[h.r]
	w := walk{g: g, steps: math.MaxInt, stop: e.stop}
	if !e.walked[h.r] {
		w.steps = stepsToFind
	}
	w.enter = func(s set, m sums, _ int64, closed set) bool { return h.promise(s, m, closed) > h.least[s.lowest()] }
	w.skip = func(s set, m sums, _ int64, closed set) {
		e.vast[h.r] = e.vast[h.r] || !w.over
		h.unseen = max(h.unseen, h.promise(s, m, closed))
	}
	w.visit = func(s set, m sums, value int64) bool {
		h.visit(s, m, value)
		return true
	}
	w.run()
	for at := range h.caught {
		h.cut(at)
		for _, x := range h.caught[at] {
			e.learn(h.r, holding{x.in, x.m.w, g.worth(x.in, x.m)})
		}
	}
	return h.unseen
}

// gain is what the nodes of a set bring, but for its shape.
func (h *hunt) gain(s set) float64 {
	sum := h.base
	for k, word := range s {
		for ; word != 0; word &= word - 1 {
			sum += h.net[k<<6+trailing(word)]
		}
	}
	return sum
}

// promise is what no set gains more than that holds s and no closed node beside it.
func (h *hunt) promise(s set, m sums, closed set) float64 {
	p := h.e.p
	sum, room := h.gain(s)-float64(p.Prices.compact(m)), float64(p.Upper-m.w)
	for i := range h.order {
		b := &h.order[i]
		if closed.has(b.node) {
			continue
		}
		if b.weight > room {
			return sum + b.gain*room/max(1, b.weight)
		}
		sum += b.gain
		room -= b.weight
	}
	return sum
}

func (h *hunt) visit(s set, m sums, value int64) {
	g, at := h.e.regions[h.r], s.lowest()
	gain := h.gain(s) - float64(g.p.Prices.compact(m))
	if gain <= h.least[at] || h.e.known[h.r][s] {
		return
	}
	if gain -= float64(g.p.Prices.even(g.group, value) + g.bridged(s)); gain <= h.least[at] || g.encloses(s, m.w) {
		return
	}
	if h.caught[at] = append(h.caught[at], catch{s, m, gain}); len(h.caught[at]) >= 4*h.most {
		h.cut(at)
	}
}

// cut keeps those that gain most of one lowest node; from now on no others count.
func (h *hunt) cut(at int) {
	slices.SortStableFunc(h.caught[at], func(a, b catch) int { return cmp.Compare(b.gain, a.gain) })
	if len(h.caught[at]) <= h.most {
		return
	}
	h.least[at] = h.caught[at][h.most].gain
	h.unseen = max(h.unseen, h.least[at])
	h.caught[at] = h.caught[at][:h.most]
}
