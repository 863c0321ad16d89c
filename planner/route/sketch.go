package route

import (
	"cmp"
	"slices"

	"binaan/planner"
	"binaan/planner/orienteer"
)

// sketch is a month that is filled stop by stop, without taking any back.
type sketch struct {
	*month
	days []orienteer.Route
	on   [][]int // by node: the places in days of its visits
}

func newSketch(m *month) *sketch {
	s := &sketch{month: m, days: make([]orienteer.Route, len(m.days)), on: make([][]int, len(m.nodes))}
	for d := range s.days {
		s.days[d], _ = m.problem.Schedule(d, nil)
	}
	return s
}

// start is a plan for the search to begin with, so that no simple rule beats its
// end: the best of a month that places its appointments first, where they add
// most, of the stored one as far as it still holds, and of the baselines. A search that begins with nothing would have to make
// room for each appointment in days that are full.
func (m *month) start() *orienteer.Plan {
	best := newSketch(m)
	best.appointFirst()
	for d := range best.days {
		best.fill(d, best.richest)
	}
	if s := m.resume(); s.beats(best) {
		best = s
	}
	for _, by := range Baselines {
		if s := m.simply(by); s.beats(best) {
			best = s
		}
	}
	return &orienteer.Plan{Days: best.days}
}

// resume is the stored month as far as it still holds, with what it owes, filled up.
func (m *month) resume() *sketch {
	s := newSketch(m)
	stored, place := m.facts.stored(), map[planner.HouseholdID]int{}
	for i, n := range m.nodes {
		place[n.ID] = i
	}
	for d, w := range m.days {
		for _, stop := range stored[w.Day].Stops {
			i, known := place[stop.Household]
			if !known || s.full(d) || !s.may(i, d) {
				continue
			}
			if r, ok := m.problem.Schedule(d, append(s.days[d].Nodes(), i)); ok {
				s.put(d, i, r)
			}
		}
	}
	s.appointFirst()
	for d := range s.days {
		s.fill(d, s.richest)
	}
	return s
}

// simply is the month of a baseline.
func (m *month) simply(by Baseline) *sketch {
	s := newSketch(m)
	rule := s.rule(by)
	for d := range s.days {
		s.keepDue(d)
		s.fill(d, rule)
	}
	return s
}

// beats compares as the search does: appointments kept, then stops that days lack,
// then value.
func (s *sketch) beats(other *sketch) bool {
	return cmp.Or(cmp.Compare(s.kept(), other.kept()), cmp.Compare(other.lack(), s.lack()), cmp.Compare(s.value(), other.value())) > 0
}

func (s *sketch) kept() int {
	n := 0
	for _, must := range s.problem.Must {
		if slices.ContainsFunc(s.on[must.Node], func(d int) bool { return slices.Contains(must.Days, d) }) {
			n++
		}
	}
	return n
}

func (s *sketch) lack() int {
	n := 0
	for d := range s.days {
		n += max(0, s.problem.Days[d].MinStops-len(s.days[d].Stops))
	}
	return n
}

func (s *sketch) value() int64 {
	sum := int64(0)
	for d := range s.days {
		sum += s.days[d].Value()
	}
	return sum
}

// appointFirst keeps the appointments, those with the least choice of days before
// the others.
func (s *sketch) appointFirst() {
	musts := slices.Clone(s.problem.Must)
	slices.SortStableFunc(musts, func(a, b orienteer.Must) int { return cmp.Compare(len(a.Days), len(b.Days)) })
	for _, must := range musts {
		s.appoint(must)
	}
}

// appoint keeps an appointment on the day on which it adds most.
func (s *sketch) appoint(must orienteer.Must) {
	best, route, most := -1, orienteer.Route{}, int64(0)
	for _, d := range must.Days {
		if !s.may(must.Node, d) || s.full(d) {
			continue
		}
		r, ok := s.insert(d, must.Node)
		if gain := r.Value() - s.days[d].Value(); ok && (best < 0 || gain > most) {
			best, route, most = d, r, gain
		}
	}
	if best >= 0 {
		s.put(best, must.Node, route)
	}
}

// fill adds stops to day d as next finds them, until it finds none (-1).
func (s *sketch) fill(d int, next func(d int) (int, orienteer.Route)) {
	for !s.full(d) {
		i, route := next(d)
		if i < 0 {
			return
		}
		s.put(d, i, route)
	}
}

func (s *sketch) put(d, i int, route orienteer.Route) {
	s.days[d] = route
	s.on[i] = append(s.on[i], d)
}

func (s *sketch) full(d int) bool {
	most := s.problem.Days[d].MaxStops
	return most > 0 && len(s.days[d].Stops) >= most
}

// may reports whether node i may be visited on day d beside its other visits.
func (s *sketch) may(i, d int) bool {
	if len(s.problem.Days[d].Windows[i]) == 0 {
		return false
	}
	for _, e := range s.on[i] {
		if s.problem.Spacing == nil || s.tooClose(s.month.days[d].Day, s.month.days[e].Day) {
			return false
		}
	}
	return true
}

// insert is day d with a visit to node i where the kader is home soonest.
func (s *sketch) insert(d, i int) (best orienteer.Route, ok bool) {
	nodes := s.days[d].Nodes()
	for k := range len(nodes) + 1 {
		r, fits := s.problem.Schedule(d, slices.Insert(slices.Clone(nodes), k, i))
		if fits && (!ok || r.Return < best.Return) {
			best, ok = r, true
		}
	}
	return best, ok
}

// richest is the visit that brings day d most for each further minute; once the
// day has its least number of stops, only one that brings anything.
func (s *sketch) richest(d int) (int, orienteer.Route) {
	best, route, most := -1, orienteer.Route{}, 0.0
	day := &s.days[d]
	enough := len(day.Stops) >= s.problem.Days[d].MinStops
	for i := range s.nodes {
		if !s.may(i, d) {
			continue
		}
		r, ok := s.insert(d, i)
		if !ok {
			continue
		}
		gain := r.Value() - day.Value()
		rate := float64(gain) / float64(max(1, r.Return-day.Return))
		if (gain > 0 || !enough) && (best < 0 || rate > most) {
			best, route, most = i, r, rate
		}
	}
	return best, route
}
