package district

import (
	"math/rand/v2"
	"slices"
)

// construct makes a first split by tree cuts.
func (l *layout) construct(rng *rand.Rand) []int {
	part := append([]int(nil), l.part...)
	c := newCutter(l.g, l.p, rng)
	for at := range l.regions {
		r := &l.regions[at]
		pieces := r.pieces
		if pieces == nil {
			pieces = c.split(r.nodes, r.k, 6)
		}
		l.name(r, pieces, part)
	}
	l.unite(part)
	return part
}

// name gives the pieces of a region the numbers of its parts: a piece with
// fixed nodes the number of the heaviest of them, the others what is left.
func (l *layout) name(r *region, pieces [][]int32, part []int) {
	labels := append([]int(nil), r.labels...)
	take := func(at int) int {
		q := labels[at]
		labels = slices.Delete(labels, at, at+1)
		return q
	}
	var rest [][]int32
	for _, piece := range pieces {
		if at := slices.Index(labels, l.fixedIn(piece)); at >= 0 {
			l.set(part, piece, take(at))
		} else {
			rest = append(rest, piece)
		}
	}
	for _, piece := range rest {
		l.set(part, piece, take(0))
	}
}

// fixedIn is the part with the most fixed weight among the nodes, -1 for none.
func (l *layout) fixedIn(nodes []int32) int {
	best, most := -1, int64(-1)
	weight := map[int]int64{}
	for _, i := range nodes {
		if f := l.p.fixed(int(i)); f >= 0 {
			weight[f] += l.p.Weight[i]
			if weight[f] > most {
				best, most = f, weight[f]
			}
		}
	}
	return best
}

func (l *layout) set(part []int, nodes []int32, q int) {
	for _, i := range nodes {
		part[i] = q
	}
}

// unite makes every part connected again after its fixed nodes are put into
// it: fixed nodes are joined by shortest paths, and what else hangs loose goes
// to a neighbour. Nodes that are outside (-1) stay so.
func (l *layout) unite(part []int) {
	if l.p.Fixed != nil {
		for _, r := range l.regions {
			for _, i := range r.nodes {
				if f := l.p.fixed(int(i)); f >= 0 {
					part[i] = f
				}
			}
			for _, q := range r.labels {
				l.joinFixed(&r, q, part)
			}
		}
	}
	var loose []int32
	for _, c := range l.pieces(part) {
		for _, i := range c.loose {
			if l.p.fixed(int(i)) < 0 {
				loose = append(loose, i)
				part[i] = -2
			}
		}
	}
	l.absorb(loose, part)
}

// joinFixed connects the fixed nodes of part q by shortest paths over nodes
// that are not fixed elsewhere.
func (l *layout) joinFixed(r *region, q int, part []int) {
	var seeds []int32
	for _, i := range r.nodes {
		if l.p.fixed(int(i)) == q {
			seeds = append(seeds, i)
		}
	}
	for _, target := range seeds {
		from := l.path(seeds[0], target, q)
		for _, i := range from {
			part[i] = q
		}
	}
}

// path is a shortest path for part q from a to b, both ends included.
func (l *layout) path(a, b int32, q int) []int32 {
	up := map[int32]int32{a: a}
	queue := []int32{a}
	for at := 0; at < len(queue); at++ {
		i := queue[at]
		if i == b {
			out := []int32{b}
			for i != a {
				i = up[i]
				out = append(out, i)
			}
			return out
		}
		for _, j := range l.g.near(int(i)) {
			if _, ok := up[j]; ok || (l.p.fixed(int(j)) >= 0 && l.p.fixed(int(j)) != q) {
				continue
			}
			up[j] = i
			queue = append(queue, j)
		}
	}
	return nil
}

// piece is a part's loose nodes: those not connected to its main piece, which
// is the one with the most fixed weight, then the heaviest.
type piece struct{ loose []int32 }

func (l *layout) pieces(part []int) []piece {
	main := make([][]int32, l.k)
	rank := make([][2]int64, l.k)
	out := make([]piece, l.k)
	for _, c := range l.samePart(part) {
		q := part[c[0]]
		own := [2]int64{-1, 0}
		for _, i := range c {
			own[1] += l.p.Weight[i]
			if l.p.fixed(int(i)) == q {
				own[0] += 1 + l.p.Weight[i]
			}
		}
		if main[q] == nil || own[0] > rank[q][0] || (own[0] == rank[q][0] && own[1] > rank[q][1]) {
			out[q].loose = append(out[q].loose, main[q]...)
			main[q], rank[q] = c, own
		} else {
			out[q].loose = append(out[q].loose, c...)
		}
	}
	return out
}

// samePart lists the connected pieces of the parts of regions.
func (l *layout) samePart(part []int) [][]int32 {
	seen := make([]bool, l.g.n)
	var out [][]int32
	for _, r := range l.regions {
		for _, i := range r.nodes {
			if seen[i] || part[i] < 0 {
				continue
			}
			seen[i] = true
			c := []int32{i}
			for at := 0; at < len(c); at++ {
				for _, j := range l.g.near(int(c[at])) {
					if !seen[j] && part[j] == part[i] {
						seen[j] = true
						c = append(c, j)
					}
				}
			}
			out = append(out, c)
		}
	}
	return out
}

// absorb gives loose nodes (-2) to the lightest part beside them, from the
// borders inwards; those that nothing reaches stay outside.
func (l *layout) absorb(loose []int32, part []int) {
	weight := make([]int64, l.k)
	for i, q := range part {
		if q >= 0 {
			weight[q] += l.p.Weight[i]
		}
	}
	slices.Sort(loose)
	for len(loose) > 0 {
		var rest []int32
		for _, i := range loose {
			best := -1
			for _, j := range l.g.near(int(i)) {
				if q := part[j]; q >= 0 && (best < 0 || weight[q] < weight[best]) {
					best = q
				}
			}
			if best < 0 {
				rest = append(rest, i)
				continue
			}
			part[i] = best
			weight[best] += l.p.Weight[i]
		}
		if len(rest) == len(loose) {
			break
		}
		loose = rest
	}
	for _, i := range loose {
		part[i] = -1
	}
}
