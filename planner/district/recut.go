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
	above := 0.0 // what the walk has climbed since the last note
	for range steps {
		if s.b.share() >= 1 {
			return
		}
		s.b.spend(recutCost)
		u := s.unitedBy(c.rng)
		if u == nil {
			continue
		}
		change, ok := s.recut(c, u)
		if !ok || change >= temperature*chances[c.rng.IntN(len(chances))] {
			s.relabel(u, u.was)
			continue
		}
		if above += change; above < 0 {
			s.note()
			above = 0
		}
	}
}

// recutCost is the number of single moves that take as long as a step of recuts,
// roughly.
const recutCost = 50

// united is a set of parts to be cut anew: their nodes, and where these were.
type united struct {
	nodes []int32
	was   []int32 // where they were
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
	s.gather(u, int32(i))
	return u
}

// gather lists the nodes of the parts united, which are connected, from node i.
func (s *searcher) gather(u *united, i int32) {
	s.now++
	s.stamp[i] = s.now
	u.nodes = append(u.nodes, i)
	for at := 0; at < len(u.nodes); at++ {
		i := int(u.nodes[at])
		u.was = append(u.was, s.part[i])
		for _, j := range s.g.near(i) {
			if s.stamp[j] != s.now && u.has(int(s.part[j])) {
				s.stamp[j] = s.now
				u.nodes = append(u.nodes, j)
			}
		}
	}
}

func (u *united) add(q int) {
	if !u.has(q) {
		u.parts = append(u.parts, q)
	}
}

func (u *united) has(q int) bool { return slices.Contains(u.parts, q) }

// recut splits the nodes of u into as many parts anew and returns the change of
// energy; false if these are further outside the band than before, or lack nodes
// that are fixed in them.
func (s *searcher) recut(c *cutter, u *united) (float64, bool) {
	outside, energy := s.outside, s.energyOf(u)
	c.whim = [2]float64{0, 3}[c.rng.IntN(2)]
	labels := slices.Clone(u.parts)
	c.rng.Shuffle(len(labels), func(a, b int) { labels[a], labels[b] = labels[b], labels[a] })
	for at, piece := range c.split(u.nodes, len(labels), 1) {
		for _, i := range piece {
			s.label[i] = int32(labels[at])
			if f := s.p.fixed(int(i)); f >= 0 && f != labels[at] {
				return 0, false
			}
		}
	}
	to := make([]int32, len(u.nodes))
	for at, i := range u.nodes {
		to[at] = s.label[i]
	}
	s.relabel(u, to)
	return s.energyOf(u) - energy, s.outside <= outside
}

// energyOf is what the parts united add to the energy.
func (s *searcher) energyOf(u *united) float64 {
	e := 0.0
	for _, i := range u.nodes {
		e += s.own(int(i), int(s.part[i]))
	}
	for _, q := range u.parts {
		e += s.whole(q) + s.penalty*float64(s.miss(q, s.w[q]))
	}
	return e
}

// relabel gives the nodes united their parts, and counts these afresh.
func (s *searcher) relabel(u *united, to []int32) {
	for _, q := range u.parts {
		s.outside -= s.miss(q, s.w[q])
		s.count[q], s.w[q], s.value[q], s.wf[q], s.cx[q], s.cy[q] = 0, 0, 0, 0, 0, 0
	}
	for _, i := range u.nodes {
		s.tallyNode(int(i), -1)
	}
	for at, i := range u.nodes {
		s.part[i] = to[at]
		s.countNode(int(i))
	}
	members := make(map[int32][]int32, len(u.parts))
	for at, i := range u.nodes {
		members[to[at]] = append(members[to[at]], i)
	}
	for _, q := range u.parts {
		s.closeCount(q)
		if s.form == aboutCentre {
			c, _ := s.g.centre(members[int32(q)])
			s.hub[q] = int32(c)
		}
	}
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
