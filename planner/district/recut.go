package district

import (
	"math/rand/v2"
	"slices"
)

// recuts walks from split to split by uniting two or three parts that border
// on each other and cutting them anew along random trees, until so many trees
// have been grown. A step that costs less than temperature times an exponential
// variate is taken. It moves whole pieces, so it gets past what single nodes
// cannot: heavy nodes, narrow bands, gaps.
func (s *searcher) recuts(c *cutter, temperature float64, steps int) {
	s.recount()
	s.penalty = 100 * s.unit() / s.typicalWeight()
	cur := s.measure()
	for range steps {
		s.b.spend(recutCost)
		before := s.unitedBy(c.rng)
		if before == nil {
			continue
		}
		if !s.recut(c, before) {
			s.putBack(before)
			continue
		}
		next := s.measure()
		if next-cur >= temperature*chances[c.rng.IntN(len(chances))] {
			s.putBack(before)
			continue
		}
		cur = next
		s.note()
		if s.b.share() >= 1 {
			return
		}
	}
}

// recutCost is the number of single moves that take as long as a step of recuts,
// roughly.
const recutCost = 50

// united is a set of parts to be cut anew: their nodes, and where these were.
type united struct {
	nodes []int32
	was   []int32
	parts []int
}

// unitedBy picks two parts that share a random edge, and sometimes a third
// beside them.
func (s *searcher) unitedBy(rng *rand.Rand) *united {
	i := int(s.free[rng.IntN(len(s.free))])
	if int(s.part[i]) == s.k {
		return nil
	}
	u := &united{}
	wanted := 2 + max(0, rng.IntN(4)-2)
	u.add(int(s.part[i]))
	for hops := 0; hops < 8 && len(u.parts) < wanted; hops++ {
		near := s.g.near(i)
		if len(near) == 0 {
			return nil
		}
		i = int(near[rng.IntN(len(near))])
		if int(s.part[i]) == s.k {
			return nil
		}
		u.add(int(s.part[i]))
	}
	if len(u.parts) < 2 {
		return nil
	}
	for i, q := range s.part {
		if u.has(int(q)) {
			u.nodes, u.was = append(u.nodes, int32(i)), append(u.was, q)
		}
	}
	return u
}

func (u *united) add(q int) {
	if !u.has(q) {
		u.parts = append(u.parts, q)
	}
}

func (u *united) has(q int) bool { return slices.Contains(u.parts, q) }

func (s *searcher) putBack(u *united) {
	for at, i := range u.nodes {
		s.part[i] = u.was[at]
	}
	s.recount()
}

// recut splits the nodes of u into as many parts anew and reports whether these
// are no further outside the band, and hold the nodes that are fixed in them.
func (s *searcher) recut(c *cutter, u *united) bool {
	outside := s.outside
	c.whim = float64([2]float64{0, 3}[c.rng.IntN(2)])
	labels := append([]int(nil), u.parts...)
	c.rng.Shuffle(len(labels), func(a, b int) { labels[a], labels[b] = labels[b], labels[a] })
	for at, piece := range c.split(u.nodes, len(labels), 1) {
		for _, i := range piece {
			s.part[i] = int32(labels[at])
			if f := s.p.fixed(int(i)); f >= 0 && f != labels[at] {
				return false
			}
		}
	}
	s.recount()
	return s.outside <= outside
}

// cycle is a walk of recuts from warm to cold.
func (s *searcher) cycle(c *cutter, until float64) {
	steps := 100
	if s.form == byCuts {
		steps = 500
	}
	for t := 2.0; t > 0.1 && s.b.share() < until; t *= 0.8 {
		s.recuts(c, t*s.unit(), steps)
	}
}
