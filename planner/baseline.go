package planner

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

// PlanBaseline plans the days of in by a simple rule, under the same hours, bans,
// cooldowns, shifts, caps, reports and appointments as PlanRoutes; an appointment
// that leaves a choice of days is kept on the last of them. Nothing is proven of
// the plan: its bound is 0. The seed draws the exploratory visits, as there.
func PlanBaseline(ctx context.Context, in RouteInput, by Baseline, seed uint64) (RoutePlan, error) {
	m, err := newMonth(ctx, in, seed)
	if err != nil {
		return RoutePlan{}, fmt.Errorf("baseline %s of kader %d: %w", by, in.Kader.ID, err)
	}
	if len(m.days) == 0 {
		return m.idle(seed), nil
	}
	s := newSketch(m)
	rule := s.rule(by)
	solved := orienteer.Plan{Days: s.days, Seed: seed}
	for d := range s.days {
		if ctx.Err() != nil {
			return RoutePlan{}, fmt.Errorf("baseline %s of kader %d: %w", by, in.Kader.ID, ctx.Err())
		}
		s.keepDue(d)
		s.fill(d, rule)
		solved.Value += s.days[d].Value()
	}
	plan := m.plan(&solved)
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

// keepDue makes the visits for which day d is the last chance.
func (s *sketch) keepDue(d int) {
	for _, must := range s.problem.Must {
		if slices.Max(must.Days) == d && len(s.on[must.Node]) == 0 {
			s.appoint(orienteer.Must{Node: must.Node, Days: []int{d}})
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
