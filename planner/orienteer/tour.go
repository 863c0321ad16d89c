package orienteer

import "slices"

// tour is one day's route while it is being searched for, timed as early as it
// can be and as late as it may be.
type tour struct {
	class  int
	stop   []int32 // start, nodes, end
	leave  []int64 // leave[k]: earliest departure from stop k; at the end, arrival there
	late   []int64 // late[k]: latest arrival at stop k from which the rest can be kept; not kept up without windows
	leg    []int64 // leg[k]: travel time from stop k to the next
	prize  int64
	travel int64
	state  uint64 // the same for the same content, as long as the search lasts
}

// tours are a route for every day: the solution that the search changes.
type tours struct {
	g      *ground
	day    []tour
	at     []int32 // at[i]: the day that visits node i, or -1
	pos    []int32 // pos[i]: where in that day's stops
	used   []int64 // used[k]: weight of Problem.Limits[k]
	prize  int64
	travel int64
	states *uint64
}

func newTours(g *ground, states *uint64) *tours {
	s := &tours{
		g:      g,
		day:    make([]tour, len(g.class)),
		at:     make([]int32, g.n),
		pos:    make([]int32, g.n),
		used:   make([]int64, len(g.p.Limits)),
		states: states,
	}
	for i := range s.at {
		s.at[i] = -1
	}
	for d := range s.day {
		h := &g.hours[g.class[d]]
		s.day[d] = tour{class: g.class[d], stop: append(make([]int32, 0, g.n+2), h.start, h.end)}
		s.retime(d)
	}
	return s
}

// follow makes s the same as other, copying only the days that differ.
func (s *tours) follow(other *tours) {
	changed := false
	for d := range s.day {
		a, b := &s.day[d], &other.day[d]
		if a.state == b.state {
			continue
		}
		changed = true
		a.stop = append(a.stop[:0], b.stop...)
		a.leave = append(a.leave[:0], b.leave...)
		a.late = append(a.late[:0], b.late...)
		a.leg = append(a.leg[:0], b.leg...)
		a.prize, a.travel, a.state = b.prize, b.travel, b.state
	}
	if changed {
		copy(s.at, other.at)
		copy(s.pos, other.pos)
		copy(s.used, other.used)
		s.prize, s.travel = other.prize, other.travel
	}
}

// retime brings times, sums and positions of day d in line with its stops.
func (s *tours) retime(d int) {
	t, g := &s.day[d], s.g
	h := &g.hours[t.class]
	k := len(t.stop)
	t.leave, t.late, t.leg = slices.Grow(t.leave[:0], k)[:k], slices.Grow(t.late[:0], k)[:k], slices.Grow(t.leg[:0], k)[:k]
	s.prize -= t.prize
	s.travel -= t.travel
	t.prize, t.travel = 0, 0
	t.leave[0] = h.open
	now := h.open
	for k := 1; k < len(t.stop); k++ {
		b := t.stop[k]
		leg := g.from[int(t.stop[k-1])*g.points+int(b)]
		t.leg[k-1] = leg
		t.travel += leg
		now += leg
		if k < len(t.stop)-1 {
			if !g.free {
				now = begin(h.windowsOf(b), now)
			}
			now += g.service[b]
			t.prize += g.prize[b]
			s.at[b], s.pos[b] = int32(d), int32(k)
		}
		t.leave[k] = now
	}
	if !g.free {
		t.backwards(g, h)
	}
	s.prize += t.prize
	s.travel += t.travel
	*s.states++
	t.state = *s.states
}

// backwards fills in the latest arrivals.
func (t *tour) backwards(g *ground, h *hours) {
	k := len(t.stop) - 1
	t.late[k] = h.close
	for k--; k > 0; k-- {
		u := t.stop[k]
		t.late[k] = latest(h.windowsOf(u), t.late[k+1]-t.leg[k]-g.service[u])
	}
}

// fits reports whether the limits leave room for node u.
func (s *tours) fits(u int32) bool {
	for k := range s.used {
		l := &s.g.p.Limits[k]
		if s.used[k]+l.Weight[u] > l.Most {
			return false
		}
	}
	return true
}

func (s *tours) weigh(u int32, sign int64) {
	for k := range s.used {
		s.used[k] += sign * s.g.p.Limits[k].Weight[u]
	}
}

// insert puts u behind stop k of day d; the place has been found feasible.
func (s *tours) insert(u int32, d int, k int) {
	t := &s.day[d]
	t.stop = slices.Insert(t.stop, k+1, u)
	s.weigh(u, 1)
	s.retime(d)
}

// drop takes the marked nodes out of the tours and times those anew.
func (s *tours) drop(nodes []int32) {
	for _, u := range nodes {
		if d := s.at[u]; d >= 0 {
			s.at[u] = -1
			s.weigh(u, -1)
			s.day[d].state = 0
		}
	}
	for d := range s.day {
		t := &s.day[d]
		if t.state != 0 {
			continue
		}
		kept := t.stop[:1]
		for _, u := range t.stop[1 : len(t.stop)-1] {
			if s.at[u] == int32(d) {
				kept = append(kept, u)
			}
		}
		t.stop = append(kept, t.stop[len(t.stop)-1])
		s.retime(d)
	}
}

// clear takes all stops out.
func (s *tours) clear() {
	var all []int32
	for d := range s.day {
		t := &s.day[d]
		all = append(all, t.stop[1:len(t.stop)-1]...)
	}
	s.drop(all)
}

// stops is how many nodes are visited.
func (s *tours) stops() int {
	sum := 0
	for d := range s.day {
		sum += len(s.day[d].stop) - 2
	}
	return sum
}

// room is how much longer a tour without windows may become.
func (t *tour) room(h *hours) int64 { return h.close - t.leave[len(t.leave)-1] }

// routes are the nodes of every day in order.
func (s *tours) routes() [][]int {
	out := make([][]int, len(s.day))
	for d := range s.day {
		stops := s.day[d].stop
		for _, u := range stops[1 : len(stops)-1] {
			out[d] = append(out[d], int(u))
		}
	}
	return out
}
