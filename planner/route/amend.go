package route

import (
	"context"
	"fmt"
	"slices"

	"binaan/planner"
	"binaan/planner/orienteer"
)

// lead is the part of a day that has begun: its stops stay, and the rest of the
// day begins where the last of them is left.
type lead struct {
	stops []Stop
	left  planner.Minute // home
	leave planner.Minute // the last stop
	point int            // of the last stop
}

// worth is the present value of the stops, less the rides to them, and, where no other stop
// follows, less the ride home.
func (l lead) worth(m *month, last bool) planner.Rupiah {
	sum := planner.Rupiah(0)
	for _, s := range l.stops {
		sum += s.present(m.in.Rules.Yield) - m.in.Rules.Travel.Fare(s.Ride)
	}
	if last && len(l.stops) > 0 {
		sum -= planner.Rupiah(m.problem.Cost[l.point][m.home])
	}
	return sum
}

// keepAnnounced sorts the announced days into those that stay as they are and
// those to be planned anew, of which the stops that have begun stay.
func (m *month) keepAnnounced(ctx context.Context) error {
	for _, r := range m.in.Published {
		s := m.facts.standings[r.Day]
		switch {
		case s.firm():
			r = m.facts.asAnnounced(s)
		case s.void() && len(s.past) > 0:
			short, err := m.cut(ctx, s)
			if err != nil {
				return err
			}
			r = short
		default:
			r.Stops = s.past
			m.fixed = append(m.fixed, r)
			continue
		}
		m.kept = append(m.kept, r)
		m.fixed = append(m.fixed, r)
	}
	return nil
}

// asAnnounced is an announced day as it was, but for who of its reserve may not be
// visited any more.
func (f *facts) asAnnounced(s *standing) Route {
	r := s.route
	r.Reserve = f.reserve(s)
	return r
}

// brings reports whether a day visits any of the families.
func (m *month) brings(day *orienteer.Route, families []planner.HouseholdID) bool {
	return slices.ContainsFunc(day.Stops, func(s orienteer.Stop) bool { return slices.Contains(families, m.nodes[s.Node].ID) })
}

// reserve is who of an announced day's reserve may still be visited.
func (f *facts) reserve(s *standing) []planner.HouseholdID {
	if s.spent() {
		return s.route.Reserve
	}
	var out []planner.HouseholdID
	for _, id := range s.route.Reserve {
		if code, _ := f.judge(id, s.route.Day); code == "" {
			out = append(out, id)
		}
	}
	return out
}

// cut is a day that ends with the stops that have begun: the kader goes home.
func (m *month) cut(ctx context.Context, s *standing) (Route, error) {
	last := s.past[len(s.past)-1]
	home, err := m.in.ways(ctx, []spot{m.facts.where(last), {at: m.in.Kader.Home}})
	if err != nil {
		return Route{}, fmt.Errorf("way home on %v: %w", s.route.Day, err)
	}
	r := Route{Kader: s.route.Kader, Day: s.route.Day, Leave: s.route.Leave, Stops: s.past}
	for _, stop := range r.Stops {
		r.Ride += stop.Ride
		r.Expected += stop.Expected
		r.Cash += stop.Cash
	}
	r.Ride += home.Metres[0][1]
	r.Return = m.facts.left(last) + planner.Minute(minutes(home.Seconds[0][1]))
	return r, nil
}

// where is the place of a stop; the kader's home for a family that is no longer
// among the kader's, whose place is not known.
func (f *facts) where(s Stop) spot {
	if s.Engagement != nil {
		return f.in.site(*s.Engagement)
	}
	if s.Household == 0 {
		return spot{at: f.in.Desa[s.Desa].Inner}
	}
	if at, err := spotOf(f.families[s.Household]); err == nil {
		return at
	}
	return spot{at: f.in.Kader.Home}
}

// left is when a stop that has begun is over.
func (f *facts) left(s Stop) planner.Minute {
	if s.Engagement != nil {
		return s.Begin + s.Engagement.Minutes
	}
	if s.Household == 0 {
		return s.Begin + f.in.Rules.Service.Report
	}
	return s.Begin + f.in.Rules.VisitTime(f.families[s.Household])
}

// takeUp continues the days that were announced: after the stops that have begun,
// or with the report that was announced.
func (m *month) takeUp() {
	for d, w := range m.days {
		s := m.facts.standings[w.Day]
		switch {
		case s == nil:
		case len(s.past) > 0:
			m.leads[d] = lead{stops: s.past, left: s.route.Leave, leave: m.facts.left(s.past[len(s.past)-1])}
		case len(s.route.Stops) > 0 && s.route.Stops[0].Household == 0 && s.route.Stops[0].Engagement == nil:
			m.reports[d] = report{desa: s.route.Stops[0].Desa}
		}
	}
}

// opens is when a day begins. Who has left home by now has left.
func (m *month) opens(w planner.Workday) planner.Minute {
	s := m.facts.standings[w.Day]
	if s == nil || len(s.route.Stops) == 0 {
		return w.Open()
	}
	return min(w.Open(), max(s.route.Leave, s.work.Open()))
}

// calls are the visits of an announced day that were made or have begun.
func (s *standing) calls() int { return visits(s.past) + len(s.made) }

func visits(stops []Stop) int {
	n := 0
	for _, s := range stops {
		if s.Household != 0 {
			n++
		}
	}
	return n
}

// amend holds an announced day to as few changes as can be: as many visits as it
// had, and more only for those it owes or where it had fewer than the least.
func (m *month) amend(day *orienteer.Day, s *standing, w planner.Workday) {
	rule := m.in.Rules.Stops
	done := s.calls()
	stay := done + len(s.keep)
	most := max(visits(s.route.Stops), stay+len(s.missing))
	if !w.Special {
		most = max(most, rule.Least)
	}
	most = max(stay, min(most, rule.Most))
	day.MaxStops = most - done
	day.MinStops = min(max(0, day.MinStops-done), day.MaxStops)
	for i := range day.Windows {
		if day.MaxStops == 0 || slices.Contains(s.made, m.nodes[i].ID) {
			day.Windows[i], m.worths[m.dayAt(w.Day)][i] = nil, nil
		}
	}
}

// dayAt is the place of a day in days.
func (m *month) dayAt(d planner.Day) int {
	return slices.IndexFunc(m.days, func(w planner.Workday) bool { return w.Day == d })
}

// stay asks for the visits that stay on their announced day, and so strongly that
// none of them gives way to those the day newly owes.
func (m *month) stay() {
	for d, w := range m.days {
		s := m.facts.standings[w.Day]
		if s == nil {
			continue
		}
		for i, n := range m.nodes {
			if !slices.Contains(s.keep, n.ID) || len(m.problem.Days[d].Windows[i]) == 0 {
				continue
			}
			for range 1 + len(s.missing) {
				m.problem.Must = append(m.problem.Must, orienteer.Must{Node: i, Days: []int{d}})
			}
			if stop := s.stop(n.ID); slices.Contains(stop.Reasons, ReasonExploration) {
				m.drawn[i] = stop.Probability
			}
		}
	}
}

// stop is the announced stop at a family; the zero value where there was none.
func (s *standing) stop(id planner.HouseholdID) Stop {
	if k := slices.IndexFunc(s.route.Stops, func(x Stop) bool { return x.Household == id }); k >= 0 {
		return s.route.Stops[k]
	}
	return Stop{}
}

// stays reports whether the family stays on an announced day that is planned anew.
func (m *month) stays(id planner.HouseholdID) bool {
	for _, s := range m.facts.standings {
		if !s.firm() && slices.Contains(s.keep, id) {
			return true
		}
	}
	return false
}

// free leaves out the announced days that have no room for node i beside those
// that stay.
func (m *month) free(i int, days []int) []int {
	return slices.DeleteFunc(days, func(d int) bool {
		s := m.facts.standings[m.days[d].Day]
		return s != nil && !slices.Contains(s.missing, m.nodes[i].ID) && !slices.Contains(s.keep, m.nodes[i].ID)
	})
}
