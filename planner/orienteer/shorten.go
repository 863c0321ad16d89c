package orienteer

import "slices"

// shorten makes a tour without windows shorter, as far as reversing a part of it
// or moving up to three stops elsewhere can. Travel is the same both ways.
func (s *tours) shorten(d int) bool {
	better := false
	for s.reverse(d) || s.move(d) {
		better = true
	}
	return better
}

// span is the travel time between stops j and k of day d.
func (s *tours) span(t *tour, j, k int) int64 {
	return s.g.from[int(t.stop[j])*s.g.points+int(t.stop[k])]
}

// reverse applies improving 2-opt moves until there is none, searching from each
// stop only among those nearer than its present neighbour.
func (s *tours) reverse(d int) bool {
	better := false
	t := &s.day[d]
	for i, since := 0, 0; since < len(t.stop)-1; since++ {
		for {
			j, k, ok := s.reversal(d, i)
			if !ok {
				break
			}
			slices.Reverse(t.stop[j : k+1])
			s.retime(d)
			better = true
			since = 0
		}
		i = (i + 1) % (len(t.stop) - 1)
	}
	return better
}

// reversal finds stops j to k whose reversal shortens day d and which changes the
// leg that leaves or reaches stop i.
func (s *tours) reversal(d, i int) (j, k int, ok bool) {
	t, g := &s.day[d], s.g
	from := g.from[int(t.stop[i])*g.points:]
	for _, v := range g.near[t.stop[i]] {
		if from[v] >= t.leg[i] {
			break
		}
		if p := int(s.pos[v]); s.at[v] == int32(d) && p > i+1 {
			if t.leg[i]+t.leg[p] > from[v]+s.span(t, i+1, p+1) {
				return i + 1, p, true
			}
		}
	}
	i++
	from = g.from[int(t.stop[i])*g.points:]
	for _, v := range g.near[t.stop[i]] {
		if from[v] >= t.leg[i-1] {
			break
		}
		if p := int(s.pos[v]); s.at[v] == int32(d) && p < i-1 {
			if t.leg[i-1]+t.leg[p-1] > from[v]+s.span(t, i-1, p-1) {
				return p, i - 1, true
			}
		}
	}
	return 0, 0, false
}

// nearby is how many neighbours a part of a tour is tried beside.
const nearby = 8

// move applies improving Or-opt moves until there is none: up to three stops in a
// row go elsewhere in the tour, either way round.
func (s *tours) move(d int) bool {
	better := false
	t := &s.day[d]
	for i, since := 1, 0; since < len(t.stop)-2; since++ {
		for s.moveFrom(d, i) {
			better = true
			since = 0
		}
		i = i%(len(t.stop)-2) + 1
	}
	return better
}

// moveFrom moves stops i to i+2 or fewer of them to the first better place found.
func (s *tours) moveFrom(d, i int) bool {
	t := &s.day[d]
	for j := i; j < min(i+3, len(t.stop)-1); j++ {
		saved := t.leg[i-1] + t.leg[j] - s.span(t, i-1, j+1)
		if saved <= 0 {
			continue
		}
		for _, head := range [2]int{i, j} {
			tail := i + j - head
			if k, ahead, ok := s.gap(d, i, j, head, tail, saved); ok {
				s.transfer(d, i, j, k, ahead == (head == i))
				return true
			}
		}
	}
	return false
}

// gap finds a leg, from stop k to the next, into which stops i to j fit at less
// than saved, with head beside a near neighbour: behind it if ahead, else before it.
func (s *tours) gap(d, i, j, head, tail int, saved int64) (k int, ahead, ok bool) {
	t, g := &s.day[d], s.g
	from := g.from[int(t.stop[head])*g.points:]
	tried := 0
	for _, v := range g.near[t.stop[head]] {
		if from[v] >= saved || tried == nearby {
			break
		}
		p := int(s.pos[v])
		if s.at[v] != int32(d) || p >= i && p <= j {
			continue
		}
		tried++
		if p != i-1 && from[v]+s.span(t, tail, p+1)-t.leg[p] < saved {
			return p, true, true
		}
		if p != j+1 && from[v]+s.span(t, tail, p-1)-t.leg[p-1] < saved {
			return p - 1, false, true
		}
	}
	return 0, false, false
}

// transfer moves stops i to j behind stop k, which is not one of them, the other
// way round unless forward.
func (s *tours) transfer(d, i, j, k int, forward bool) {
	t := &s.day[d]
	part := slices.Clone(t.stop[i : j+1])
	if !forward {
		slices.Reverse(part)
	}
	if k < i {
		copy(t.stop[k+1+len(part):], t.stop[k+1:i])
		copy(t.stop[k+1:], part)
	} else {
		copy(t.stop[i:], t.stop[j+1:k+1])
		copy(t.stop[k+1-len(part):], part)
	}
	s.retime(d)
}
