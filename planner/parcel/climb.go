package parcel

import (
	"cmp"
	"slices"
)

// Of the sets known those that gain most are changed by a node or two, as long as that
// gains more, and so many new ones are learned at most.
const (
	climbers  = 40
	climbKeep = 200
)

// climb learns sets that gain at the prices of a class and differ by a node or two from
// those known, or from one another. It is quick and proves nothing.
func (e *estate) climb(r, c int, dual []float64, slack float64) (learned int) {
	h, g := e.hunt(r, c, dual, slack, 1), e.regions[r]
	for _, from := range h.foremost() {
		for s, m := from.in, from.m; learned < climbKeep; {
			best := catch{gain: h.all(s, m)}
			g.changes(s, m, func(t set, n sums) {
				gain := h.all(t, n)
				if gain <= slack || e.known[r][t] || g.encloses(t, n.w) {
					return
				}
				e.learn(r, holding{t, n.w, g.worth(t, n)})
				if learned++; gain > best.gain {
					best = catch{t, n, gain}
				}
			})
			if best.in.empty() || e.stop() {
				break
			}
			s, m = best.in, best.m
		}
	}
	return learned
}

// foremost are the sets known that gain most.
func (h *hunt) foremost() (out []catch) {
	g := h.e.regions[h.r]
	for _, x := range h.e.pool[h.r] {
		m := sums{}
		x.in.each(func(i int) { m = m.plus(g.sum[i]) })
		out = append(out, catch{x.in, m, h.gain(x.in) + float64(x.worth)})
	}
	for i := range out {
		out[i].in.each(func(v int) { out[i].gain -= float64(g.value[v]) })
	}
	slices.SortStableFunc(out, func(a, b catch) int { return cmp.Compare(b.gain, a.gain) })
	return out[:min(climbers, len(out))]
}

// all is what a set gains, all counted.
func (h *hunt) all(s set, m sums) float64 {
	g := h.e.regions[h.r]
	value := int64(0)
	s.each(func(i int) { value += g.value[i] })
	return h.gain(s) - float64(g.p.Prices.compact(m)+g.p.Prices.even(g.group, value)+g.bridged(s))
}

// changes calls f with every connected set in the band that has a node more than s, one
// less, or another for one.
func (g *region) changes(s set, m sums, f func(t set, n sums)) {
	offer := func(t set, n sums) {
		if n.w >= g.p.Lower && n.w <= g.p.Upper && !t.empty() && g.flood(t.lowest(), t, g.near) == t {
			f(t, n)
		}
	}
	around := set{}
	s.each(func(i int) { around = around.or(g.near[i]) })
	around = around.without(s)
	around.each(func(i int) { offer(s.with(i), m.plus(g.sum[i])) })
	s.each(func(out int) {
		t, n := s, m.less(g.sum[out])
		t.remove(out)
		offer(t, n)
		around.each(func(i int) { offer(t.with(i), n.plus(g.sum[i])) })
	})
}

func (s sums) less(t sums) sums { return sums{s.w - t.w, s.x - t.x, s.y - t.y, s.m - t.m} }
