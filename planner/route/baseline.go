package route

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/planner/orienteer"
)

// Baseline is a simple way to plan a month, to compare with.
type Baseline string

// The baselines.
const (
	NearestFirst Baseline = "nearest" // the next door, again and again
	ArrearsFirst Baseline = "arrears" // from the highest arrears down, each where it costs least time
	GreedyByDay  Baseline = "greedy"  // day by day, always the visit that adds most Rupiah a minute
)

// Baselines are all of them.
var Baselines = []Baseline{NearestFirst, ArrearsFirst, GreedyByDay}

// Make plans the days of in by the simple rule, under the same hours, bans,
// cooldowns, shifts, caps, reports and appointments as Make of this package;
// appointments that leave a choice of days are spread evenly. Nothing is proven of
// the plan: its bound is 0. The seed draws the exploratory visits, as there.
func (b Baseline) Make(ctx context.Context, in Input, seed uint64) (Plan, error) {
	m, err := newMonth(ctx, in, seed)
	if err != nil {
		return Plan{}, fmt.Errorf("baseline %s of kader %d: %w", b, in.Kader.ID, err)
	}
	if len(m.days) == 0 {
		return m.idle(seed), nil
	}
	s := m.simply(b)
	plan := m.plan(&orienteer.Plan{Days: s.days, Value: s.value(), Seed: seed})
	plan.Certificate.Bound = 0
	return plan, nil
}

// rule is how a baseline finds the next stop of a day.
func (s *sketch) rule(by Baseline) func(d int) (int, orienteer.Route) {
	switch by {
	case NearestFirst:
		return s.nearest
	case ArrearsFirst:
		order := make([]int, len(s.nodes))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(s.nodes[j].Arrears, s.nodes[i].Arrears) })
		return func(d int) (int, orienteer.Route) { return s.firstOf(order, d) }
	}
	return s.richest
}

// keepDue makes the visits for which day d is the last chance, and its even share
// of the appointments that are still open.
func (s *sketch) keepDue(d int) {
	var open []orienteer.Must
	for _, must := range s.problem.Must {
		if len(s.on[must.Node]) == 0 && slices.Max(must.Days) >= d {
			open = append(open, must)
		}
	}
	slices.SortStableFunc(open, func(a, b orienteer.Must) int { return cmp.Compare(slices.Max(a.Days), slices.Max(b.Days)) })
	share := (len(open) + len(s.days) - d - 1) / (len(s.days) - d)
	for _, must := range open {
		if slices.Contains(must.Days, d) && (share > 0 || slices.Max(must.Days) == d) {
			s.appoint(orienteer.Must{Node: must.Node, Days: []int{d}})
			share--
		}
	}
}

// nearest rides on to the nearest door.
func (s *sketch) nearest(d int) (int, orienteer.Route) {
	here, nodes := s.problem.Days[d].Start, s.days[d].Nodes()
	if len(nodes) > 0 {
		here = nodes[len(nodes)-1]
	}
	best, route := -1, orienteer.Route{}
	for i := range s.nodes {
		if !s.may(i, d) || best >= 0 && s.travel.Metres[here][i] >= s.travel.Metres[here][best] {
			continue
		}
		if r, ok := s.problem.Schedule(d, append(slices.Clip(nodes), i)); ok {
			best, route = i, r
		}
	}
	return best, route
}

// firstOf takes the first in an order that fits.
func (s *sketch) firstOf(order []int, d int) (int, orienteer.Route) {
	for _, i := range order {
		if s.may(i, d) {
			if r, ok := s.insert(d, i); ok {
				return i, r
			}
		}
	}
	return -1, orienteer.Route{}
}
