package district

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// proveTrees cuts the regions that are trees, where exact cuts decide. Those that cannot
// be cut into their parts get pieces in band that hold as much weight as any can, of
// more than are wanted the heaviest; the reason names the weight that these leave over
// and the closest band that works.
func (l *layout) proveTrees() {
	c := newCutter(l.g, l.p, rand.New(rand.NewPCG(0, 3)))
	seeded := l.seeded()
	for at := range l.regions {
		r := &l.regions[at]
		if r.spill || r.k < 2 || r.k > r.most || seeded[at] > 0 || !l.tree(r) {
			continue
		}
		if r.pieces = c.cut(r, l.p.Lower, l.p.Upper); r.pieces != nil {
			continue
		}
		near, far := int64(0), l.p.Upper
		for near+1 < far {
			if by := (near + far) / 2; c.cut(r, max(0, l.p.Lower-by), l.p.Upper+by) != nil {
				far = by
			} else {
				near = by
			}
		}
		pieces := c.richest(r.nodes)
		slices.SortStableFunc(pieces, func(a, b []int32) int { return cmp.Compare(c.total(b), c.total(a)) })
		pieces = pieces[:min(r.k, len(pieces))]
		out := l.reason(NoIntegerCount, *r)
		out.Wanted = r.k
		for _, piece := range pieces {
			out.Weight -= c.total(piece)
		}
		out.Repair.Lower, out.Repair.Upper, out.Repair.Parts = max(0, l.p.Lower-far), l.p.Upper+far, r.k
		l.reasons = append(l.reasons, out)
		if r.spill = true; len(pieces) > 0 {
			r.k, r.pieces = len(pieces), pieces
		}
	}
}

// tree reports whether a region has no circle.
func (l *layout) tree(r *region) bool {
	ends := 0
	for _, i := range r.nodes {
		ends += len(l.g.near(int(i)))
	}
	return ends == 2*(len(r.nodes)-1)
}

// cut makes the parts of a region that is a tree in a band; nil where there are none.
func (c *cutter) cut(r *region, lower, upper int64) [][]int32 {
	was := [2]int64{c.lower, c.upper}
	c.lower, c.upper = lower, upper
	c.enter(r.nodes)
	c.grow(r.nodes)
	pieces, _ := c.exactly(r.nodes, r.k)
	c.leave(r.nodes)
	c.lower, c.upper = was[0], was[1]
	return pieces
}

func (c *cutter) leave(nodes []int32) {
	for _, i := range nodes {
		c.local[i] = -1
	}
}

// richest are pieces of a tree in band that hold as much of its weight as any can.
func (c *cutter) richest(nodes []int32) (pieces [][]int32) {
	c.enter(nodes)
	c.grow(nodes)
	defer c.leave(nodes)
	t := richest{c: c, nodes: nodes, kids: make([][]int32, len(nodes)), held: make([][][]int64, len(nodes)), none: make([]int64, len(nodes))}
	for at := len(c.order) - 1; at >= 0; at-- {
		v := c.order[at]
		w, first := c.g.w[nodes[v]], make([]int64, c.upper+1)
		for x := range first {
			first[x] = -1
		}
		if w <= c.upper {
			first[w] = 0
		}
		t.held[v] = [][]int64{first}
		for _, u := range c.tree[v] {
			if u != c.up[v] {
				t.kids[v] = append(t.kids[v], u)
				t.held[v] = append(t.held[v], t.merge(t.last(v), u))
				t.none[v] += t.closed(u)
			}
		}
	}
	piece := make([]int32, len(nodes))
	t.end(c.order[0], piece, &pieces)
	for at, q := range piece {
		if q > 0 {
			pieces[q-1] = append(pieces[q-1], nodes[at])
		}
	}
	return pieces
}

func (c *cutter) total(nodes []int32) (w int64) {
	for _, i := range nodes {
		w += c.g.w[i]
	}
	return w
}

// richest says for every node and weight of the piece at it how much weight pieces
// below hold at most, -1 where that weight cannot be: after its own weight, then after
// each child. none is the same where no piece holds the node.
type richest struct {
	c     *cutter
	nodes []int32
	kids  [][]int32
	held  [][][]int64
	none  []int64
}

func (t *richest) last(v int32) []int64 { return t.held[v][len(t.held[v])-1] }

// closed is what pieces at and below a node hold, when its parent is in none of them.
func (t *richest) closed(v int32) int64 {
	best := t.none[v]
	for w := t.c.lower; w <= t.c.upper; w++ {
		if below := t.last(v)[w]; below >= 0 {
			best = max(best, below+w)
		}
	}
	return best
}

func (t *richest) merge(a []int64, u int32) []int64 {
	out, closed := make([]int64, len(a)), t.closed(u)
	for w, held := range a {
		if out[w] = -1; held >= 0 {
			out[w] = held + closed
		}
	}
	for w, below := range t.last(u) {
		if below < 0 {
			continue
		}
		for x, held := range a[:len(a)-w] {
			if held >= 0 {
				out[x+w] = max(out[x+w], held+below)
			}
		}
	}
	return out
}

// end closes what is at node v: in a piece of its own, or in none.
func (t *richest) end(v int32, piece []int32, pieces *[][]int32) {
	for w := t.c.lower; w <= t.c.upper; w++ {
		if below := t.last(v)[w]; below >= 0 && below+w == t.closed(v) {
			*pieces = append(*pieces, nil)
			t.keep(v, w, int32(len(*pieces)), piece, pieces)
			return
		}
	}
	for _, u := range t.kids[v] {
		t.end(u, piece, pieces)
	}
}

// keep puts node v, and weight w with what hangs with it, into piece q.
func (t *richest) keep(v int32, w int64, q int32, piece []int32, pieces *[][]int32) {
	piece[v] = q
	for at := len(t.kids[v]) - 1; at >= 0; at-- {
		u, want := t.kids[v][at], t.held[v][at+1][w]
		before := t.held[v][at]
		if before[w] >= 0 && before[w]+t.closed(u) == want {
			t.end(u, piece, pieces)
			continue
		}
		for x, below := range t.last(u)[:w+1] {
			if below >= 0 && before[w-int64(x)] >= 0 && before[w-int64(x)]+below == want {
				t.keep(u, int64(x), q, piece, pieces)
				w -= int64(x)
				break
			}
		}
	}
}
