package district

import "math/rand/v2"

// rework improves the best split until the share of the budget is used, by
// turns in two ways that leave most of it as it is.
func (s *searcher) rework(c *cutter, until float64) {
	until = min(until, 1)
	for round := 0; s.b.share() < until; round++ {
		if s.form != byCuts || round%4 == 0 {
			s.load(s.best)
		}
		s.centre()
		s.cycle(c, until)
		if s.form != byCuts {
			s.load(s.best)
			s.anew(c.rng, until)
		}
	}
}

// anew anneals a few parts beside each other while all others stay as they are.
// Inertia is a local matter, so many small annealings find what one large one of
// the same length does not.
func (s *searcher) anew(rng *rand.Rand, until float64) {
	all := s.free
	s.open = s.neighbourhood(rng)
	s.free = s.within(all)
	c := s.program()
	c.hot *= []float64{0.1, 0.3, 1}[rng.IntN(3)]
	c.moves, c.to = 10_000*len(s.free), until
	s.anneal(c)
	s.settle()
	s.free, s.open = all, nil
}

// neighbourhood marks a few parts that border on each other, around a random
// free node.
func (s *searcher) neighbourhood(rng *rand.Rand) []bool {
	open := make([]bool, s.k+1)
	wanted := 2 + rng.IntN(10)
	start := s.free[rng.IntN(len(s.free))]
	seen := map[int32]bool{start: true}
	queue := []int32{start}
	for at := 0; at < len(queue); at++ {
		if q := s.part[queue[at]]; !open[q] {
			if wanted--; wanted < 0 {
				break
			}
			open[q] = true
		}
		for _, j := range s.g.near(int(queue[at])) {
			if !seen[j] {
				seen[j] = true
				queue = append(queue, j)
			}
		}
	}
	return open
}

// within lists the nodes of the open parts.
func (s *searcher) within(nodes []int32) []int32 {
	var out []int32
	for _, i := range nodes {
		if s.open[s.part[i]] {
			out = append(out, i)
		}
	}
	return out
}
