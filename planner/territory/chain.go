package territory

import (
	"math"
	"slices"
)

// balance brings parts into band by shifting families along chains of neighbouring
// parts, the shortest chain first: what a part has too many goes to its neighbour,
// which passes as many on, until one has room; and the other way round for a part
// with too few.
func (s *settlement) balance() {
	for again := true; again; {
		again = false
		for q := range s.parts {
			for s.parts[q].blocks > 0 && s.miss(s.parts[q].weight) > 0 && s.relieve(q) {
				again = true
			}
		}
	}
}

// mostChains are as many ends of chains as are tried for one part.
const mostChains = 40

// relieve tries chains from part q until one lessens what is outside the band.
func (s *settlement) relieve(q int) bool {
	over := s.parts[q].weight > s.upper
	from, order := s.chains(q)
	before, kept := s.outside(), slices.Clone(s.part)
	for _, end := range order[:min(mostChains, len(order))] {
		chain := []int{end}
		for at := end; at != q; at = from[at] {
			chain = append(chain, from[at])
		}
		if over { // from q to the end, else from the end to q
			slices.Reverse(chain)
		}
		s.shift(chain, over)
		if s.outside() < before {
			return true
		}
		s.restore(kept)
	}
	return false
}

func (s *settlement) restore(part []int) {
	for i, q := range part {
		if s.part[i] != q {
			s.move(i, q)
		}
	}
}

// chains are the shortest ways from part q over neighbouring parts: where each
// part is come from, and the parts at which a chain may end, nearest first.
func (s *settlement) chains(q int) (from, ends []int) {
	from = slices.Repeat([]int{-1}, len(s.parts))
	from[q] = q
	near := s.neighbours()
	over := s.parts[q].weight > s.upper
	for queue := []int{q}; len(queue) > 0; queue = queue[1:] {
		for r := range s.parts {
			if !near[queue[0]*len(s.parts)+r] || from[r] >= 0 {
				continue
			}
			from[r] = queue[0]
			queue = append(queue, r)
			if w := s.parts[r].weight; over && w < s.upper || !over && w > s.lower {
				ends = append(ends, r)
			}
		}
	}
	return from, ends
}

// neighbours tells which parts touch, as a matrix.
func (s *settlement) neighbours() []bool {
	k := len(s.parts)
	near := make([]bool, k*k)
	for i, links := range s.links {
		for _, j := range links {
			if a, b := s.part[i], s.part[j]; a >= 0 && b >= 0 && a != b {
				near[a*k+b] = true
			}
		}
	}
	return near
}

// shift moves families along a chain of parts, from each to the next, beginning at
// its end: as many as the first part has too many, or as each next one lacks.
func (s *settlement) shift(chain []int, over bool) {
	for k := len(chain) - 1; k > 0; k-- {
		a, b := chain[k-1], chain[k]
		left := s.lower - s.parts[b].weight
		if over {
			left = s.parts[chain[0]].weight - s.upper
		}
		for left > 0 {
			i := s.border(a, b, left)
			if i < 0 {
				break
			}
			left -= s.weight[i]
			s.move(i, b)
		}
	}
}

// border is the block of part a whose move to part b, which has room for it, costs
// least for each family that is to go: -1 where none can.
func (s *settlement) border(a, b, want int) int {
	best, least := -1, math.Inf(1)
	room := s.upper - s.parts[b].weight
	for i, q := range s.part {
		w := s.weight[i]
		if q != a || w == 0 || w > room || !slices.ContainsFunc(s.links[i], func(j int) bool { return s.part[j] == b }) {
			continue
		}
		cost := s.bend(i, b)
		switch s.before[i] {
		case a:
			cost += s.stay * float64(w)
		case b:
			cost -= s.stay * float64(w)
		}
		if cost /= float64(min(w, want)); cost < least && s.parts[a].blocks > 1 && s.holds(i) {
			best, least = i, cost
		}
	}
	return best
}

// bend is what moving block i to part b adds to inertia.
func (s *settlement) bend(i, b int) float64 {
	from, to := s.parts[s.part[i]], s.parts[b]
	before := from.inertia() + to.inertia()
	from.add(s.mass(i), s.x[i], s.y[i], s.weight[i], -1)
	to.add(s.mass(i), s.x[i], s.y[i], s.weight[i], 1)
	return from.inertia() + to.inertia() - before
}
