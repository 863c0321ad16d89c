package orienteer

import "math/rand/v2"

// place is where a node could go in a day's tour: behind the point after, at a
// cost of time. It is right while the day's tour is in the state given.
type place struct {
	cost  int64
	after int32
	state uint64
}

// recreate fills tours greedily: again and again the node goes in that collects
// most for the time it takes, both blurred by chance.
type recreate struct {
	places []place // places[u*days+d]
	weight []float64
	open   []int32 // nodes that may go in
	banned []bool
	shift  int64 // weight of the time by which the next stop is put off
	detour int64 // weight of the additional travel
	power  bool  // prizes count squared
	blur   float64
	rng    *rand.Rand
}

func newRecreate(g *ground, rng *rand.Rand) *recreate {
	return &recreate{
		places: make([]place, g.n*len(g.class)),
		weight: make([]float64, g.n),
		banned: make([]bool, g.n),
		shift:  1,
		rng:    rng,
	}
}

// value sets how places are judged from now on.
func (c *recreate) value(shift, detour int64) {
	if c.shift == shift && c.detour == detour {
		return
	}
	c.shift, c.detour = shift, detour
	clear(c.places)
}

// fill inserts nodes until none fits.
func (c *recreate) fill(s *tours) {
	c.gather(s)
	for d := range s.day {
		for _, u := range c.open {
			c.look(s, u, d)
		}
	}
	for {
		u, d := c.best(s)
		if d < 0 {
			return
		}
		c.put(s, u, d)
	}
}

// gather lists the nodes not visited and draws the weight of each.
func (c *recreate) gather(s *tours) {
	c.open = c.open[:0]
	for _, u := range s.g.near[s.g.hours[0].start] {
		if s.at[u] >= 0 || c.banned[u] {
			continue
		}
		c.open = append(c.open, u)
		w := float64(s.g.prize[u])
		if c.power {
			w *= w
		}
		c.weight[u] = w * (1 + c.blur*(c.rng.Float64()-0.5))
	}
}

// best is the node to insert next and its day; -1 where none fits any more. Nodes
// that have no place left are forgotten.
func (c *recreate) best(s *tours) (u int32, day int) {
	day = -1
	var most float64
	kept := c.open[:0]
	days := len(s.day)
	for _, v := range c.open {
		if !s.fits(v) {
			continue
		}
		some := false
		for d := range s.day {
			p := &c.places[int(v)*days+d]
			if p.cost == never || s.g.free && p.cost > s.day[d].room(&s.g.hours[s.day[d].class]) {
				continue
			}
			some = true
			if ratio := c.weight[v] / float64(p.cost+1); ratio > most {
				most, u, day = ratio, v, d
			}
		}
		if some {
			kept = append(kept, v)
		}
	}
	c.open = kept
	return u, day
}

// put inserts u at its place in day d and finds the others new places there.
func (c *recreate) put(s *tours, u int32, d int) {
	days := len(s.day)
	p := c.places[int(u)*days+d]
	k := s.index(d, p.after)
	s.insert(u, d, k)
	full := len(s.day[d].stop)-2 >= s.g.hours[s.day[d].class].most
	for i, v := range c.open {
		if v == u {
			c.open[i] = c.open[len(c.open)-1]
			c.open = c.open[:len(c.open)-1]
			break
		}
	}
	for _, v := range c.open {
		q := &c.places[int(v)*days+d]
		switch {
		case full:
			*q = place{cost: never, state: s.day[d].state}
		case !s.g.free || q.after == p.after || q.cost == never:
			c.look(s, v, d)
		default:
			q.state = s.day[d].state
			s.closer(v, d, k, q)
			s.closer(v, d, k+1, q)
		}
	}
}

// index is the position of point after in day d's stops.
func (s *tours) index(d int, after int32) int {
	if int(after) < s.g.n && s.at[after] == int32(d) {
		return int(s.pos[after])
	}
	return 0
}

// closer improves q if u is better placed behind stop k of a tour without windows.
func (s *tours) closer(u int32, d, k int, q *place) {
	t, g := &s.day[d], s.g
	a, b := int(t.stop[k]), int(t.stop[k+1])
	row := int(u) * g.points
	cost := g.to[row+a] + g.from[row+b] - t.leg[k] + g.service[u]
	if cost < q.cost {
		q.cost, q.after = max(cost, 0), t.stop[k]
	}
}

// look finds the place of u in day d, unless it is known.
func (c *recreate) look(s *tours, u int32, d int) {
	p := &c.places[int(u)*len(s.day)+d]
	t := &s.day[d]
	if p.state == t.state {
		return
	}
	*p = place{cost: never, state: t.state}
	h := &s.g.hours[t.class]
	if h.last[u] < 0 || len(t.stop)-2 >= h.most {
		return
	}
	switch {
	case !s.g.free:
		s.fit(u, d, c.shift, c.detour, p)
	case len(t.stop) > 40:
		s.closeBy(u, d, p)
	default:
		s.closest(u, d, p)
	}
}

// closest finds the cheapest place of u in day d, which has no windows.
func (s *tours) closest(u int32, d int, p *place) {
	t, g := &s.day[d], s.g
	from, to := g.from[int(u)*g.points:][:g.points], g.to[int(u)*g.points:][:g.points]
	least, at := never, 0
	stop := t.stop
	for k, leg := range t.leg[:len(stop)-1] {
		if cost := to[stop[k]] + from[stop[k+1]] - leg; cost < least {
			least, at = cost, k
		}
	}
	p.cost, p.after = max(least+g.service[u], 0), stop[at]
}

// closeBy places u beside one of the nearest stops of a long tour.
func (s *tours) closeBy(u int32, d int, p *place) {
	t := &s.day[d]
	s.closer(u, d, 0, p)
	s.closer(u, d, len(t.stop)-2, p)
	found := 0
	for _, v := range s.g.near[u] {
		if s.at[v] != int32(d) {
			continue
		}
		k := int(s.pos[v])
		s.closer(u, d, k-1, p)
		s.closer(u, d, k, p)
		if found++; found == 8 {
			return
		}
	}
}

// fit finds the cheapest place of u in day d that keeps all windows behind it.
func (s *tours) fit(u int32, d int, shift, detour int64, p *place) {
	t, g := &s.day[d], s.g
	h := &g.hours[t.class]
	windows := h.windowsOf(u)
	from, to := g.from[int(u)*g.points:][:g.points], g.to[int(u)*g.points:][:g.points]
	first, last, service := windows[0].Open, h.last[u], g.service[u]
	for k := range len(t.stop) - 1 {
		leave := t.leave[k]
		if leave > last {
			return
		}
		if t.late[k+1] < first+service {
			continue
		}
		there, on := to[t.stop[k]], from[t.stop[k+1]]
		arrive := leave + there
		if arrive > last {
			continue
		}
		next := begin(windows, arrive) + service + on
		if next > t.late[k+1] {
			continue
		}
		cost := shift*(next-leave-t.leg[k]) + detour*(there+on-t.leg[k])
		if cost < p.cost {
			p.cost, p.after = max(cost, 0), t.stop[k]
		}
	}
}
