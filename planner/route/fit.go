package route

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/planner"
	"binaan/planner/orienteer"
)

// owed finds the promises and requests for which no stored day has a visit
// although one could. It notes those for an announced day in its standing.
func (f *facts) owed(ctx context.Context) ([]Upset, error) {
	var out []Upset
	stored := f.stored()
	for _, h := range f.byNumber() {
		code, days := f.asks(h)
		visited := func(d planner.Day) bool { return f.visits(stored, h.ID, d) }
		if f.comes(h.ID) || code == UpsetRequest && slices.ContainsFunc(days, visited) {
			continue
		}
		if k := slices.IndexFunc(days, visited); k >= 0 {
			days = days[:k] // a promise moves to its day, never away from it
		}
		day, err := f.place(ctx, stored, h, code, days)
		if err != nil {
			return nil, err
		}
		if day != 0 {
			out = append(out, Upset{Day: day, Household: h.ID, Code: code})
		}
	}
	return out, nil
}

func (f *facts) byNumber() []planner.Household {
	out := slices.Clone(f.in.Households)
	slices.SortFunc(out, func(a, b planner.Household) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// asks is what asks for a visit to the family within the input's days, and the
// days that would answer it, the one to be tried first in front.
func (f *facts) asks(h planner.Household) (UpsetCode, []planner.Day) {
	past := f.in.Histories[h.ID]
	rest := f.in.Rules.RestOf(h, past)
	promise := past.Pending(&f.in.Rules, f.in.Rules.Day)
	switch {
	case rest.Forever():
		return "", nil
	case promise != nil && promise.Due >= f.in.First && promise.Due <= f.in.Last:
		return UpsetPromise, f.open(h, max(promise.Due, rest.From), promise.Due+promiseGrace)
	case promise == nil && h.Requested != nil && h.Requested.By >= f.in.First:
		days := f.open(h, max(f.in.First, rest.From), h.Requested.By)
		slices.Reverse(days) // a day that nobody was told of yet, if there is one
		return UpsetRequest, days
	}
	return "", nil
}

// open are the days of the input from first to last on which the family may be
// visited and its desa knows the kader.
func (f *facts) open(h planner.Household, first, last planner.Day) []planner.Day {
	var days []planner.Day
	for d := max(first, f.in.First); d <= min(last, f.in.Last); d++ {
		met, known := f.met[h.Desa]
		if _, place := f.in.Desa[h.Desa]; place && (!known || d < met) {
			continue
		}
		if len(f.spans(h, d)) > 0 {
			days = append(days, d)
		}
	}
	return days
}

// comes reports whether an announced day visits the family and may: it is not moved
// from one such day to another.
func (f *facts) comes(id planner.HouseholdID) bool {
	for _, s := range f.standings {
		if slices.Contains(s.keep, id) || slices.ContainsFunc(s.past, func(x Stop) bool { return x.Household == id }) && !f.made(id, s.route.Day) {
			return true
		}
	}
	return false
}

// visits reports whether the stored day visits the family, or has done so.
func (f *facts) visits(stored map[planner.Day]Route, id planner.HouseholdID, d planner.Day) bool {
	return f.made(id, d) || slices.ContainsFunc(stored[d].Stops, func(s Stop) bool { return s.Household == id })
}

// place finds the first of days with room for the family; 0 where none has.
func (f *facts) place(ctx context.Context, stored map[planner.Day]Route, h planner.Household, code UpsetCode, days []planner.Day) (planner.Day, error) {
	for _, d := range days {
		s, announced := f.standings[d]
		if !announced {
			if _, planned := stored[d]; !planned {
				return 0, nil // to be planned in any case
			}
			s = &standing{route: Route{Day: d}, work: f.work[d]}
		}
		if announced && s.spent() {
			continue
		}
		fits, err := f.fits(ctx, s, h.ID)
		if err != nil || fits {
			if announced && fits {
				s.missing = append(s.missing, h.ID)
			}
			return d, err
		}
		if code == UpsetPromise && !announced {
			return 0, nil // its own day, and no later one instead
		}
	}
	return 0, nil
}

// spent reports whether the day is over for planning: the kader does not work, or
// all its stops have begun.
func (s *standing) spent() bool {
	return s.void() || len(s.past) == len(s.route.Stops) && len(s.past) > 0
}

// fits reports whether a visit to one more family can be ridden on a day beside
// those that stay on it.
func (f *facts) fits(ctx context.Context, s *standing, id planner.HouseholdID) (bool, error) {
	one := *s
	one.keep = slices.Concat(s.keep, s.missing, []planner.HouseholdID{id})
	one.missing, one.again = nil, true
	if one.calls()+len(one.keep) > f.in.Rules.Stops.Most {
		return false, nil
	}
	in := *f.in
	in.First, in.Last, in.Published, in.Planned = s.route.Day, s.route.Day, []Route{s.route}, nil
	if s.route.Day != f.in.First {
		in.Now = 0
	}
	in.Households = slices.DeleteFunc(f.byNumber(), func(h planner.Household) bool { return !slices.Contains(one.keep, h.ID) })
	m := &month{in: in, facts: &facts{in: &in, families: f.families, standings: map[planner.Day]*standing{s.route.Day: &one}, work: f.work, met: f.met}}
	if err := m.build(ctx); err != nil {
		return false, err
	}
	at := slices.IndexFunc(m.nodes, func(n node) bool { return n.ID == id })
	if at < 0 || len(m.days) == 0 || len(m.problem.Days[0].Windows[at]) == 0 {
		return false, nil
	}
	m.stay()
	solved, err := orienteer.Solve(&m.problem, orienteer.Options{Iterations: 1})
	if err != nil {
		return false, fmt.Errorf("room on %v: %w", s.route.Day, err)
	}
	return len(solved.Unkept) == 0, nil
}
