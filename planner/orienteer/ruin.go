package orienteer

import (
	"math/rand/v2"
)

// ruin takes stops out of tours, so that recreate can do better.
type ruin struct {
	rng  *rand.Rand
	gone []int32
	mark []bool

	struck []bool // days a string has been taken from
}

func newRuin(g *ground, rng *rand.Rand) *ruin {
	return &ruin{rng: rng, mark: make([]bool, g.n), struck: make([]bool, len(g.class))}
}

// strike takes stops out of s in a way drawn by chance, at most about count.
func (r *ruin) strike(s *tours, count int) {
	for _, u := range r.gone {
		r.mark[u] = false
	}
	r.gone = r.gone[:0]
	switch x := r.rng.IntN(100); {
	case x < 40:
		r.strings(s, count)
	case x < 60:
		r.around(s, count)
	case x < 75:
		r.scattered(s, count)
	case x < 90:
		r.poorest(s, count)
	default:
		r.hour(s, count)
	}
	s.drop(r.gone)
}

func (r *ruin) take(u int32) {
	if !r.mark[u] {
		r.mark[u] = true
		r.gone = append(r.gone, u)
	}
}

// centre is a node drawn from all that can be visited.
func (r *ruin) centre(s *tours) int32 {
	all := s.g.near[s.g.hours[0].start]
	return all[r.rng.IntN(len(all))]
}

// strings takes runs of consecutive stops out of the tours that pass nearest to a
// centre, after Christiaens and Vanden Berghe (2020).
func (r *ruin) strings(s *tours, count int) {
	tours := 1 + r.rng.IntN(len(s.day))
	longest := max(1, count/tours)
	c := r.centre(s)
	clear(r.struck)
	if s.at[c] >= 0 {
		r.struck[s.at[c]] = true
		r.run(s, c, longest)
		tours--
	}
	for _, v := range s.g.near[c] {
		if tours == 0 {
			return
		}
		if d := s.at[v]; d >= 0 && !r.struck[d] {
			r.struck[d] = true
			r.run(s, v, longest)
			tours--
		}
	}
}

// run takes out up to longest stops in a row, v among them.
func (r *ruin) run(s *tours, v int32, longest int) {
	stops := s.day[s.at[v]].stop
	count := min(1+r.rng.IntN(longest), len(stops)-2)
	first := int(s.pos[v]) - r.rng.IntN(count)
	first = max(1, min(first, len(stops)-1-count))
	for _, u := range stops[first : first+count] {
		r.take(u)
	}
}

// around takes out the stops nearest to a centre.
func (r *ruin) around(s *tours, count int) {
	c := r.centre(s)
	count = 1 + r.rng.IntN(count)
	if s.at[c] >= 0 {
		r.take(c)
		count--
	}
	for _, v := range s.g.near[c] {
		if count <= 0 {
			return
		}
		if s.at[v] >= 0 && r.rng.IntN(4) > 0 {
			r.take(v)
			count--
		}
	}
}

func (r *ruin) scattered(s *tours, count int) {
	for range 1 + r.rng.IntN(count) {
		if c := r.centre(s); s.at[c] >= 0 {
			r.take(c)
		}
	}
}

// poorest takes out stops that collect little for the time they take: of a few
// drawn by chance, the poorest each time.
func (r *ruin) poorest(s *tours, count int) {
	for range 1 + r.rng.IntN(count) {
		worst, least := int32(-1), 0.0
		for range 6 {
			u := r.centre(s)
			d := s.at[u]
			if d < 0 || r.mark[u] {
				continue
			}
			t, k := &s.day[d], s.pos[u]
			a, b := int(t.stop[k-1]), int(t.stop[k+1])
			saved := t.leg[k-1] + t.leg[k] - s.g.from[a*s.g.points+b] + s.g.service[u]
			if gain := float64(s.g.prize[u]) / float64(max(saved, 0)+1); worst < 0 || gain < least {
				worst, least = u, gain
			}
		}
		if worst >= 0 {
			r.take(worst)
		}
	}
}

// hour takes out the stops of all tours within a span of the day.
func (r *ruin) hour(s *tours, count int) {
	c := r.centre(s)
	d := s.at[c]
	if d < 0 {
		return
	}
	from := s.day[d].leave[s.pos[c]]
	span := (s.day[d].leave[len(s.day[d].leave)-1] - s.day[d].leave[0]) / int64(len(s.day[d].stop)) * int64(1+r.rng.IntN(count)) / int64(len(s.day))
	for d := range s.day {
		t := &s.day[d]
		for k := 1; k < len(t.stop)-1; k++ {
			if t.leave[k] >= from && t.leave[k] <= from+span && len(r.gone) < count {
				r.take(t.stop[k])
			}
		}
	}
}
