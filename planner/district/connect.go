package district

// removable reports whether node i's part stays connected, and not empty,
// without i. It looks at i's neighbours first: only where these do not join
// among themselves is the part walked.
func (s *state) removable(i int) bool {
	a := s.part[i]
	if int(a) == s.k {
		return true
	}
	s.now++
	same := 0
	var first int32 = -1
	for _, j := range s.g.near(i) {
		if s.part[j] == a {
			s.stamp[j] = s.now
			same++
			if first < 0 {
				first = j
			}
		}
	}
	if same <= 1 {
		return same == 1
	}
	if s.ring(first, same) {
		return true
	}
	return s.around(i, first, a, same)
}

// ring reports whether the stamped nodes, so many of them, are connected among
// themselves. It clears the stamps of those it reaches.
func (s *state) ring(first int32, same int) bool {
	mark := s.now
	s.now++
	s.queue = append(s.queue[:0], first)
	s.stamp[first] = s.now
	for at := 0; at < len(s.queue); at++ {
		for _, j := range s.g.near(int(s.queue[at])) {
			if s.stamp[j] == mark {
				s.stamp[j] = s.now
				s.queue = append(s.queue, j)
			}
		}
	}
	return len(s.queue) == same
}

// around reports whether a walk through part a without node i, from one of its
// neighbours, meets all of them.
func (s *state) around(i int, first, a int32, same int) bool {
	s.now++
	s.stamp[i] = s.now
	want := same
	s.queue = append(s.queue[:0], first)
	s.stamp[first] = s.now
	for at := 0; at < len(s.queue); at++ {
		for _, j := range s.g.near(int(s.queue[at])) {
			if s.part[j] != a || s.stamp[j] == s.now {
				continue
			}
			s.stamp[j] = s.now
			s.queue = append(s.queue, j)
		}
		if s.adjacent(int(s.queue[at]), i) {
			if want--; want == 0 {
				return true
			}
		}
	}
	return false
}

func (s *state) adjacent(j, i int) bool {
	for _, m := range s.g.near(j) {
		if int(m) == i {
			return true
		}
	}
	return false
}
