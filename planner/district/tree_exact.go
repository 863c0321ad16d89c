package district

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// A tree can be cut exactly: which weights the piece at a node can have, by the number
// of pieces cut off below, follows from its children (Ito, Zhou and Nishizeki 2006,
// Partitioning a graph of bounded tree-width to connected subgraphs of almost uniform
// size). The number of pieces below is nearly fixed by their weight, so it takes few
// sets of weights a node, each a row of bits.
type treeCuts struct {
	c      *cutter
	nodes  []int32
	words  int
	layers [][]layer // by local node: after its own weight, then after each child
	kids   [][]int32
	work   int64 // words combined
}

// layer says, for each number of pieces cut off from low on, which weights are open.
type layer struct {
	low  int
	open [][]uint64
}

func (l *layer) has(j int, w int64) bool {
	at := j - l.low
	return at >= 0 && at < len(l.open) && l.open[at][w>>6]>>(w&63)&1 != 0
}

// exactly cuts the tree that was grown over nodes into k pieces in band; nil where it
// has no such cut.
func (c *cutter) exactly(nodes []int32, k int) (pieces [][]int32, work int64) {
	t := &treeCuts{c: c, nodes: nodes, words: int(c.upper>>6) + 1, layers: make([][]layer, len(nodes)), kids: make([][]int32, len(nodes))}
	for at := len(c.order) - 1; at >= 0; at-- {
		v := c.order[at]
		if !t.begin(v) {
			return nil, t.work
		}
		for _, u := range c.tree[v] {
			if u != c.up[v] {
				t.kids[v] = append(t.kids[v], u)
				t.layers[v] = append(t.layers[v], t.merge(t.last(v), t.last(u)))
			}
		}
	}
	root := c.order[0]
	if w, ok := t.inBand(t.last(root), k-1); ok {
		piece := make([]int32, len(nodes))
		t.trace(root, k-1, w, 0, piece, new(int32))
		pieces = make([][]int32, k)
		for at, i := range nodes {
			pieces[piece[at]] = append(pieces[piece[at]], i)
		}
	}
	return pieces, t.work
}

// begin opens a node's own weight; false where it is above the band.
func (t *treeCuts) begin(v int32) bool {
	w := t.c.g.w[t.nodes[v]]
	if w > t.c.upper {
		return false
	}
	row := make([]uint64, t.words)
	row[w>>6] = 1 << (w & 63)
	t.layers[v] = []layer{{open: [][]uint64{row}}}
	return true
}

func (t *treeCuts) last(v int32) *layer { return &t.layers[v][len(t.layers[v])-1] }

// merge adds a child: it stays with its parent, or is cut off in band.
func (t *treeCuts) merge(a, b *layer) layer {
	out := layer{low: a.low + b.low, open: make([][]uint64, len(a.open)+len(b.open))}
	for j := range out.open {
		out.open[j] = make([]uint64, t.words)
	}
	for jb, y := range b.open {
		_, off := t.inBand(b, b.low+jb)
		for ja, x := range a.open {
			t.add(out.open[ja+jb], x, y)
			if off {
				for k, word := range x {
					out.open[ja+jb+1][k] |= word
				}
			}
		}
	}
	return out.trimmed()
}

// trimmed leaves out numbers of pieces at which no weight is open.
func (l layer) trimmed() layer {
	empty := func(row []uint64) bool {
		for _, word := range row {
			if word != 0 {
				return false
			}
		}
		return true
	}
	for len(l.open) > 0 && empty(l.open[0]) {
		l.low, l.open = l.low+1, l.open[1:]
	}
	for len(l.open) > 0 && empty(l.open[len(l.open)-1]) {
		l.open = l.open[:len(l.open)-1]
	}
	return l
}

// add opens every sum of a weight of x and one of y that is not above the band.
func (t *treeCuts) add(to, x, y []uint64) {
	if count(x) > count(y) {
		x, y = y, x
	}
	for at, word := range x {
		for ; word != 0; word &= word - 1 {
			by := bits.TrailingZeros64(word)
			t.work += int64(t.words)
			for k := t.words - 1 - at; k >= 0; k-- {
				to[k+at] |= y[k] << by
				if by > 0 && k+at+1 < t.words {
					to[k+at+1] |= y[k] >> (64 - by)
				}
			}
		}
	}
	to[t.words-1] &= 1<<(t.c.upper&63+1) - 1
}

func count(row []uint64) (n int) {
	for _, word := range row {
		n += bits.OnesCount64(word)
	}
	return n
}

// inBand draws one of the weights in band that are open with j pieces cut off.
func (t *treeCuts) inBand(l *layer, j int) (weight int64, ok bool) {
	seen := 0
	for w := t.c.lower; w <= t.c.upper; w++ {
		if l.has(j, w) {
			if seen++; t.c.rng.IntN(seen) == 0 {
				weight = w
			}
		}
	}
	return weight, seen > 0
}

// way is how a weight comes about: with j pieces and weight w of a child that is cut
// off, or that stays.
type way struct {
	j   int
	w   int64
	off bool
}

// trace gives node v and what hangs with it, weight w with j pieces cut off, the piece
// q, and the others the next ones.
func (t *treeCuts) trace(v int32, j int, w int64, q int32, piece []int32, top *int32) {
	piece[v] = q
	for at := len(t.kids[v]) - 1; at >= 0; at-- {
		u := t.kids[v][at]
		x := t.draw(&t.layers[v][at], t.last(u), j, w)
		if x.off {
			*top++
			t.trace(u, x.j, x.w, *top, piece, top)
			j -= x.j + 1
			continue
		}
		t.trace(u, x.j, x.w, q, piece, top)
		j, w = j-x.j, w-x.w
	}
}

// draw picks one of the ways in which before and a child make weight w with j pieces.
func (t *treeCuts) draw(before, child *layer, j int, w int64) (out way) {
	seen := 0
	offer := func(x way) {
		if seen++; t.c.rng.IntN(seen) == 0 {
			out = x
		}
	}
	for at, row := range child.open {
		jc := child.low + at
		if before.has(j-jc-1, w) {
			if x, ok := t.inBand(child, jc); ok {
				offer(way{jc, x, true})
			}
		}
		for x := int64(0); x <= w; x++ {
			if row[x>>6]>>(x&63)&1 != 0 && before.has(j-jc, w-x) {
				offer(way{jc, x, false})
			}
		}
	}
	return out
}

// cutTrees looks for splits in band of the regions that have none yet, by exact cuts of
// random trees over a few parts beside each other, now and then over all. Cuts that
// leave as much weight outside the band as before are taken as well: the walk goes on
// from what else is in band. It gets past what moves and single cuts cannot: long
// combs, and heaps that leave little weight to balance with.
func (s *searcher) cutTrees(l *layout, c *cutter, until float64) {
	seeded := l.seeded()
	s.load(s.best)
	s.centre()
	for at := range l.regions {
		r := &l.regions[at]
		if r.spill || r.k < 2 || seeded[at] > 0 {
			continue
		}
		for try := 0; s.least[at].outside > 0 && s.b.share() < until; try++ {
			u := &united{parts: r.labels, nodes: r.nodes}
			if try%16 > 0 || r.k > 60 {
				u = s.around(r, c.rng, 2+c.rng.IntN(5))
			}
			s.cutTree(l, c, u)
		}
	}
}

// cutTree cuts the parts united anew along a random tree, if that has a cut in band, or
// in a wider one that leaves no more outside than before.
func (s *searcher) cutTree(l *layout, c *cutter, u *united) {
	if s.b.spend(int64(8 * len(u.nodes))); len(u.nodes) < len(u.parts) {
		return // some are empty
	}
	wide := int64(0)
	if c.rng.IntN(2) == 0 {
		for _, q := range u.parts {
			wide = max(wide, s.miss(q, s.w[q]))
		}
		wide = c.rng.Int64N(wide + 1)
	}
	c.lower, c.upper = max(0, c.lower-wide), c.upper+wide
	c.enter(u.nodes)
	c.grow(u.nodes)
	pieces, work := c.exactly(u.nodes, len(u.parts))
	c.leave(u.nodes)
	c.lower, c.upper = s.p.Lower, s.p.Upper
	s.b.spend(work / 100)
	if pieces == nil {
		return
	}
	was, part := s.outside, make([]int, len(s.part))
	for i, q := range s.part {
		if part[i] = int(q); part[i] == s.k {
			part[i] = -1
		}
	}
	for q, piece := range pieces {
		l.set(part, piece, u.parts[q])
	}
	before := slices.Clone(s.part)
	if s.load(part); s.outside > was {
		copy(s.part, before)
		s.recount()
	} else if s.outside < was {
		s.note()
	}
}

// around are so many parts next to each other, every other time beginning with one that
// is out of band.
func (s *searcher) around(r *region, rng *rand.Rand, wanted int) *united {
	u, from := &united{}, r.labels
	if rng.IntN(2) == 0 {
		from = slices.DeleteFunc(slices.Clone(r.labels), func(q int) bool { return s.miss(q, s.w[q]) == 0 })
	}
	if len(from) == 0 {
		from = r.labels
	}
	u.add(from[rng.IntN(len(from))])
	members := s.members()
	for len(u.parts) < min(wanted, r.k) {
		var beside []int
		for _, q := range u.parts {
			for _, i := range members[q] {
				for _, j := range s.g.near(int(i)) {
					if p := int(s.part[j]); p != s.k && !u.has(p) {
						beside = append(beside, p)
					}
				}
			}
		}
		if len(beside) == 0 {
			break
		}
		u.add(beside[rng.IntN(len(beside))])
	}
	for _, q := range u.parts {
		u.nodes = append(u.nodes, members[q]...)
	}
	return u
}
