package parcel

import (
	"cmp"
	"slices"
)

// bargain is a node at the prices of a class.
type bargain struct {
	node   int
	gain   float64 // value less all prices
	weight float64
}

// find learns sets of a region that is not listed and that gain at the prices of the
// rows: by walking, and once walks do not come to their end, by the region's chart,
// unless its front is too wide.
func (e *estate) find(r int, dual []float64, slack float64) {
	for _, c := range e.members {
		if e.regions[r].price[c] != nil {
			if e.vast[r] && e.chartOf(r) != nil {
				e.unseen[r][c] = e.survey(r, c, dual).find()
				continue
			}
			e.unseen[r][c] = e.walkFor(r, c, dual, slack)
		}
	}
}

// stepsToFind is how many sets one class's walk may enter.
const stepsToFind = 3_000_000

// walkFor walks through the sets and learns the best of those that gain more than slack.
// A set is not entered where the best fractional filling of the rest of the band, and
// the shape it has already, leave no more. What the walk does not get to gains no more
// than unseen says.
func (e *estate) walkFor(r, c int, dual []float64, slack float64) (unseen float64) {
	g := e.regions[r]
	price := dual[e.rows[r]:]
	net := make([]float64, len(g.pieces))
	var order []bargain
	for i := range g.pieces {
		net[i] = float64(g.value[i]-g.price[c][i]) - price[i] + float64(e.every*g.sum[i].w)
		if net[i] > 0 {
			order = append(order, bargain{i, net[i], float64(g.sum[i].w)})
		}
	}
	slices.SortStableFunc(order, func(a, b bargain) int { return cmp.Compare(b.gain*a.weight, a.gain*b.weight) })
	base := float64(e.each) - dual[c]
	gain := func(s set) float64 {
		sum := base
		s.each(func(i int) { sum += net[i] })
		return sum
	}
	type found struct {
		h    holding
		gain float64
	}
	var out []found
	w := walk{g: g, steps: stepsToFind, stop: e.stop}
	most := func(s set, m sums, closed set) float64 {
		sum, room := gain(s)-float64(g.p.Prices.compact(m)), float64(g.p.Upper-m.w)
		for _, b := range order {
			if closed.has(b.node) {
				continue
			}
			if b.weight > room {
				sum += b.gain * room / max(1, b.weight)
				break
			}
			sum += b.gain
			room -= b.weight
		}
		return sum
	}
	w.enter = func(s set, m sums, _ int64, closed set) bool { return most(s, m, closed) > slack }
	w.skip = func(s set, m sums, _ int64, closed set) {
		e.vast[r] = true
		unseen = max(unseen, most(s, m, closed))
	}
	w.visit = func(s set, m sums, value int64) bool {
		total := gain(s) - float64(g.p.Prices.compact(m))
		if total <= slack || e.known[r][s] {
			return true
		}
		if total -= float64(g.p.Prices.even(g.group, value) + g.bridged(s)); total <= slack || g.encloses(s, m.w) {
			return true
		}
		if out = append(out, found{holding{s, m.w, g.worth(s, m)}, total}); len(out) > 20*findAtMost {
			slices.SortStableFunc(out, func(a, b found) int { return cmp.Compare(b.gain, a.gain) })
			unseen, out = max(unseen, out[findAtMost].gain), out[:findAtMost]
		}
		return true
	}
	w.run()
	slices.SortStableFunc(out, func(a, b found) int { return cmp.Compare(b.gain, a.gain) })
	if len(out) > findAtMost {
		unseen, out = max(unseen, out[findAtMost].gain), out[:findAtMost]
	}
	for _, f := range out {
		e.learn(r, f.h)
	}
	return unseen
}
