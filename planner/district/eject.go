package district

// eject moves node i from part a to part b, and then, up to depth moves in all,
// nodes that b passes on to its neighbours (or back to a), until done holds. It
// reports whether it does; if not, nothing has changed.
func (s *searcher) eject(i, a, b, depth int, members [][]int32, done func() bool) bool {
	if s.pinned[i] || !s.removable(i) || (s.form == aboutCentre && a != s.k && int(s.hub[a]) == i) {
		return false
	}
	energy, ha, hb := s.energy, s.hub[a], s.hub[b]
	s.energy += s.delta(i, a, b)
	s.move(i, a, b)
	if done() {
		return true
	}
	if depth > 1 && s.passOn(i, b, depth-1, members, done) {
		return true
	}
	s.move(i, b, a)
	s.energy, s.hub[a], s.hub[b] = energy, ha, hb
	return false
}

// passOn tries every border node of part b, except the one that just came.
func (s *searcher) passOn(came, b, depth int, members [][]int32, done func() bool) bool {
	for _, j := range members[b] {
		if int(j) == came || int(s.part[j]) != b {
			continue
		}
		last := b
		for _, m := range s.g.near(int(j)) {
			c := int(s.part[m])
			if c == b || c == last {
				continue
			}
			last = c
			if s.eject(int(j), b, c, depth, members, done) {
				return true
			}
		}
	}
	return false
}

// mend brings parts into the band by chains of moves, as long as chains of at
// most depth moves shrink the weight outside it.
func (s *searcher) mend(depth int) {
	for s.outside > 0 && s.b.share() < 1 {
		was := s.outside
		members := s.members()
		for q := range s.k {
			if s.miss(q, s.w[q]) > 0 && s.relieve(q, depth, members, was) {
				break
			}
		}
		if s.outside == was {
			return
		}
	}
}

// relieve looks for a chain through part q that shrinks the weight outside,
// short chains first.
func (s *searcher) relieve(q, depth int, members [][]int32, was int64) bool {
	done := func() bool { return s.outside < was }
	for d := 1; d <= depth; d++ {
		if s.w[q] > s.p.Upper && s.passOn(-1, q, d, members, done) {
			return true
		}
		if s.w[q] < s.p.Lower && s.fetch(q, d, members, done) {
			return true
		}
	}
	return false
}

// fetch tries to bring every node that borders on part q into it.
func (s *searcher) fetch(q, depth int, members [][]int32, done func() bool) bool {
	for _, j := range members[q] {
		for _, i := range s.g.near(int(j)) {
			if a := int(s.part[i]); a != q && s.eject(int(i), a, q, depth, members, done) {
				return true
			}
		}
	}
	return false
}

// polish applies single moves, and pairs of moves, that save energy and keep
// the band, until there are none or the share of the budget is used.
func (s *searcher) polish(until float64) {
	for s.b.share() < min(until, 1) {
		s.recount()
		s.energy = 0
		saved := false
		members := s.members()
		for _, i := range s.free {
			if s.improve(int(i), members) {
				saved = true
			}
		}
		s.b.spend(int64(len(s.free)))
		if !saved {
			return
		}
	}
}

// improve looks for a move of node i, alone or followed by another, that saves
// energy.
func (s *searcher) improve(i int, members [][]int32) bool {
	a, last := int(s.part[i]), int(s.part[i])
	outside, energy := s.outside, s.energy
	least := 1e-9 * s.penalty
	done := func() bool { return s.outside <= outside && s.energy < energy-least }
	for _, m := range s.g.near(i) {
		b := int(s.part[m])
		if b == a || b == last {
			continue
		}
		last = b
		if s.eject(i, a, b, 2, members, done) {
			return true
		}
	}
	return false
}
