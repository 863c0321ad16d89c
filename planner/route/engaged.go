package route

import (
	"cmp"
	"slices"

	"binaan/planner"
	"binaan/planner/orienteer"
)

// besideShift is how far from the shift an engagement may lie to be part of the day's
// route: who has more time than that between the two goes home.
const besideShift planner.Minute = 60

// engagements are those of a day that lie in its shifts or beside them and are not over,
// in their order.
func (in *Input) engagements(w planner.Workday) []planner.Engagement {
	var out []planner.Engagement
	for _, e := range in.Engagements {
		over := e.Day == in.First && e.Close() <= in.Now
		if e.Day == w.Day && !over && len(w.Shifts) > 0 && e.Open < w.Close()+besideShift && e.Close() > w.Open()-besideShift {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b planner.Engagement) int { return cmp.Or(cmp.Compare(a.Open, b.Open), cmp.Compare(a.ID, b.ID)) })
	return out
}

// site is where an engagement takes place, as far as it is known.
func (in *Input) site(e planner.Engagement) spot {
	if e.At == nil {
		return spot{at: in.Kader.Home}
	}
	return spot{at: *e.At}
}

// hours widen a day's shifts by its engagements: the route may begin and end with one.
func (in *Input) hours(stops []Stop, open, shut planner.Minute) (planner.Minute, planner.Minute) {
	for i, s := range stops {
		if s.Engagement == nil {
			continue
		}
		if i == 0 {
			open = min(open, s.Begin-planner.Minute(minutes(s.RideTime)))
		}
		if i == len(stops)-1 {
			shut = max(shut, s.Begin+s.Engagement.Minutes+endOfDay)
		}
	}
	return open, shut
}

// engagement is one of a day in the making, with when it really takes place: in time,
// or as soon as what comes before it allows.
type engagement struct {
	planner.Engagement
	point      int
	begin, end planner.Minute
}

// engage notes the engagements of each day, but for those that have begun.
func (m *month) engage() {
	for d, w := range m.days {
		whole := m.facts.work[w.Day] // also the part of today's shift that is over
		for _, e := range m.in.engagements(whole) {
			if s := m.facts.standings[w.Day]; s != nil && attends(s.past, e) {
				continue
			}
			m.engaged[d] = append(m.engaged[d], engagement{Engagement: e})
		}
	}
}

// attends reports whether one of the stops is the engagement.
func attends(stops []Stop, e planner.Engagement) bool {
	return slices.ContainsFunc(stops, func(s Stop) bool { return s.Engagement != nil && s.Engagement.ID == e.ID })
}

// settle finds when the engagements of day d take place: after the stops that have
// begun and the report, one after the other.
func (m *month) settle(d int) {
	at, clock := m.home, planner.Minute(-24*60)
	if l, ok := m.leads[d]; ok {
		at, clock = l.point, l.leave
	} else if r, ok := m.reports[d]; ok {
		at = r.point
		clock = m.opens(m.days[d]) + planner.Minute(m.problem.Time[m.home][at]) + m.in.Rules.Service.Report
	}
	for k := range m.engaged[d] {
		e := &m.engaged[d][k]
		e.begin = max(e.Open, clock+planner.Minute(m.ride(at, e.point)))
		e.end = e.begin + e.Minutes
		at, clock = e.point, e.end
	}
}

// ride is how many minutes there are between two points.
func (m *month) ride(from, to int) int64 { return m.problem.Time[from][to] }

// around is when node i may be visited on day d beside the engagements: whoever is
// visited before one is left in time for it, and whoever comes after it is ridden to
// from there.
func (m *month) around(d, i int, spans []planner.Span) []planner.Span {
	for _, e := range m.engaged[d] {
		from, until := e.begin-planner.Minute(m.ride(i, e.point)), e.end+planner.Minute(m.ride(e.point, i))
		var rest []planner.Span
		for _, s := range spans {
			for _, part := range []planner.Span{{Open: s.Open, Close: min(s.Close, from)}, {Open: max(s.Open, until), Close: s.Close}} {
				if part.Open < part.Close {
					rest = append(rest, part)
				}
			}
		}
		spans = rest
	}
	return spans
}

// attend stops at the engagements that begin before a minute.
func (k *walk) attend(d int, before planner.Minute) {
	for k.attended < len(k.m.engaged[d]) {
		e := k.m.engaged[d][k.attended]
		if e.begin >= before {
			return
		}
		if len(k.route.Stops) == 0 {
			k.route.Leave = e.begin - planner.Minute(k.m.ride(k.at, e.point))
			k.clock = k.route.Leave
		}
		metres, seconds := k.ride(e.point)
		what := e.Engagement
		k.route.Stops = append(k.route.Stops, Stop{
			Engagement: &what, Seq: len(k.route.Stops) + 1, Arrive: k.clock, Begin: e.begin, WindowOpen: e.begin, WindowClose: e.begin,
			Ride: metres, RideTime: seconds, Reasons: []Reason{}, Probability: 1,
		})
		k.clock = e.end
		k.attended++
	}
}

// detour is what the ways to the engagements of day d add to the cost of its visits,
// which the search took to be ridden to one from the other.
func (m *month) detour(d int, day *orienteer.Route, r Route) planner.Rupiah {
	if len(m.engaged[d]) == 0 {
		return 0
	}
	searched := planner.Rupiah(day.Value()) - m.reportCost(d, day) + m.leads[d].worth(m, len(day.Stops) == 0)
	return searched - (r.present(m.in.Rules.Yield) - r.Fare(m.in.Rules.Travel))
}

// engagementsOf are the engagements among stops.
func engagementsOf(stops []Stop) (out []planner.Engagement) {
	for _, s := range stops {
		if s.Engagement != nil {
			out = append(out, *s.Engagement)
		}
	}
	return out
}

// otherwise is in which engagements what is left of a stored day differs from what the
// kader has.
func (f *facts) otherwise(past, rest []Stop, w planner.Workday) (out []Upset) {
	due := slices.DeleteFunc(f.in.engagements(w), func(e planner.Engagement) bool { return attends(past, e) })
	has := engagementsOf(rest)
	among := func(all []planner.Engagement, e planner.Engagement) bool { return slices.ContainsFunc(all, e.Same) }
	for _, e := range due {
		if !among(has, e) {
			out = append(out, Upset{Day: w.Day, Code: UpsetEngaged, Engagement: e.ID})
		}
	}
	for _, e := range has {
		if !among(due, e) {
			out = append(out, Upset{Day: w.Day, Code: UpsetFreed, Engagement: e.ID})
		}
	}
	return out
}
