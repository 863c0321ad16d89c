package orienteer

import "math"

// crowd puts the nodes of one neighbourhood into tours without windows, whatever
// their length, and then drops the poorest stops until every tour is short enough
// again. It finds far groups of nodes, none of which would pay alone.
func (s *lns) crowd() {
	t := s.trial
	c := s.ruin.centre(t)
	s.join(c)
	count := 1 + s.rng.IntN(20)
	for _, v := range s.g.near[c] {
		if count == 0 {
			break
		}
		if t.at[v] < 0 && s.rng.IntN(4) > 0 {
			s.join(v)
			count--
		}
	}
	for d := range t.day {
		if t.day[d].state == s.now.day[d].state {
			continue
		}
		if s.g.mirrored {
			t.shorten(d)
		}
		for t.day[d].room(&s.g.hours[t.day[d].class]) < 0 {
			s.leave(d)
		}
	}
	s.recreate.blur = 0.5
	s.recreate.fill(t)
	s.refill()
}

// join inserts u where that takes least time, be there room or not.
func (s *lns) join(u int32) {
	t := s.trial
	if t.at[u] >= 0 || !t.fits(u) {
		return
	}
	best, day := place{cost: never}, -1
	for d := range t.day {
		h := &s.g.hours[t.day[d].class]
		if h.last[u] < 0 || len(t.day[d].stop)-2 >= h.most {
			continue
		}
		var p place
		if t.closest(u, d, &p); p.cost < best.cost {
			best, day = p, d
		}
	}
	if day >= 0 {
		t.insert(u, day, t.index(day, best.after))
	}
}

// leave drops the stop of day d that collects least for the time it takes, as
// chance blurs it.
func (s *lns) leave(d int) {
	t := &s.trial.day[d]
	worst, least := int32(-1), math.Inf(1)
	for k := 1; k < len(t.stop)-1; k++ {
		saved := t.leg[k-1] + t.leg[k] - s.trial.span(t, k-1, k+1) + s.g.service[t.stop[k]]
		rate := float64(s.g.prize[t.stop[k]]) / float64(max(saved, 0)+1) * (0.75 + 0.5*s.rng.Float64())
		if rate < least {
			worst, least = t.stop[k], rate
		}
	}
	s.trial.drop([]int32{worst})
}
