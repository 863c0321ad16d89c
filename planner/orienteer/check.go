package orienteer

import (
	"errors"
	"fmt"
)

// Check recomputes plan from problem alone and reports everything in which the
// two disagree: times, windows, prizes, costs, caps, spacing, limits,
// appointments that are neither kept nor listed as unkept, the value, a bound
// below the value. It shares no code with the search. Whether more stops could
// have been made where a day has fewer than MinStops is not its question.
func Check(problem *Problem, plan *Plan) error {
	if err := problem.Valid(); err != nil {
		return err
	}
	if len(plan.Days) != len(problem.Days) {
		return fmt.Errorf("plan: %d routes for %d days", len(plan.Days), len(problem.Days))
	}
	c := checker{problem: problem, plan: plan, dates: make([][]int, problem.Nodes)}
	value := int64(0)
	for d := range plan.Days {
		c.route(d)
		value += plan.Days[d].Prize - plan.Days[d].Cost
	}
	c.spacing()
	c.limits()
	c.appointments()
	if value != plan.Value {
		c.wrong("plan: value %d, routes add up to %d", plan.Value, value)
	}
	if plan.Bound < plan.Value {
		c.wrong("plan: bound %d below value %d", plan.Bound, plan.Value)
	}
	return errors.Join(c.errs...)
}

type checker struct {
	problem *Problem
	plan    *Plan
	dates   [][]int // dates[i]: the dates of the visits to node i
	errs    []error
}

func (c *checker) wrong(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

// route follows day d from start to end.
func (c *checker) route(d int) {
	day, route := &c.problem.Days[d], &c.plan.Days[d]
	if day.MaxStops > 0 && len(route.Stops) > day.MaxStops {
		c.wrong("day %d: %d stops, cap %d", d, len(route.Stops), day.MaxStops)
	}
	if route.Depart < day.Open {
		c.wrong("day %d: departs at %d, opens at %d", d, route.Depart, day.Open)
	}
	if len(route.Stops) == 0 {
		if route.Prize != 0 || route.Cost != 0 {
			c.wrong("day %d: idle with prize %d and cost %d", d, route.Prize, route.Cost)
		}
		return
	}
	at, clock, prize, cost := day.Start, route.Depart, int64(0), int64(0)
	seen := make(map[int]bool)
	for k, s := range route.Stops {
		if s.Node < 0 || s.Node >= c.problem.Nodes {
			c.wrong("day %d stop %d: no node %d", d, k, s.Node)
			return
		}
		if seen[s.Node] {
			c.wrong("day %d stop %d: node %d again", d, k, s.Node)
		}
		seen[s.Node] = true
		c.dates[s.Node] = append(c.dates[s.Node], day.Date)
		c.stop(d, k, clock+c.problem.Time[at][s.Node])
		prize += s.Prize
		if c.problem.Cost != nil {
			cost += c.problem.Cost[at][s.Node]
		}
		at, clock = s.Node, s.Leave
	}
	if back := clock + c.problem.Time[at][day.End]; back != route.Return || back > day.Close {
		c.wrong("day %d: returns at %d, not %d, closes at %d", d, back, route.Return, day.Close)
	}
	if c.problem.Cost != nil {
		cost += c.problem.Cost[at][day.End]
	}
	if prize != route.Prize || cost != route.Cost {
		c.wrong("day %d: prize %d and cost %d, stops add up to %d and %d", d, route.Prize, route.Cost, prize, cost)
	}
}

// stop holds stop k of day d, reached at the time given, to its window.
func (c *checker) stop(d, k int, arrive int64) {
	s := c.plan.Days[d].Stops[k]
	if s.Arrive != arrive || s.Begin < arrive || s.Leave != s.Begin+c.problem.Service[s.Node] {
		c.wrong("day %d stop %d: arrives %d, begins %d, leaves %d; reached at %d", d, k, s.Arrive, s.Begin, s.Leave, arrive)
	}
	for _, w := range c.problem.Days[d].Windows[s.Node] {
		if w.Open <= s.Begin && s.Begin <= w.Close {
			if w.Prize != s.Prize {
				c.wrong("day %d stop %d: prize %d, window's is %d", d, k, s.Prize, w.Prize)
			}
			return
		}
	}
	c.wrong("day %d stop %d: node %d has no window at %d", d, k, s.Node, s.Begin)
}

func (c *checker) spacing() {
	for i, dates := range c.dates {
		rule := Spacing{Visits: 1}
		if c.problem.Spacing != nil {
			rule = c.problem.Spacing[i]
		}
		for _, first := range dates {
			visits := 0
			for _, date := range dates {
				if rule.Days <= 0 || first <= date && date < first+rule.Days {
					visits++
				}
			}
			if visits > rule.Visits {
				c.wrong("node %d: %d visits from date %d, at most %d in %d days", i, visits, first, rule.Visits, rule.Days)
				break
			}
		}
	}
}

func (c *checker) limits() {
	for k, l := range c.problem.Limits {
		sum := int64(0)
		for i, dates := range c.dates {
			sum += l.Weight[i] * int64(len(dates))
		}
		if sum > l.Most {
			c.wrong("limit %d: %d, at most %d", k, sum, l.Most)
		}
	}
}

func (c *checker) appointments() {
	unkept := make(map[int]bool)
	for _, k := range c.plan.Unkept {
		unkept[k] = true
	}
	for k, m := range c.problem.Must {
		if c.kept(m) == unkept[k] {
			c.wrong("appointment %d: kept %t, listed as unkept %t", k, unkept[k], unkept[k])
		}
	}
}

func (c *checker) kept(m Must) bool {
	for _, d := range m.Days {
		for _, s := range c.plan.Days[d].Stops {
			if s.Node == m.Node {
				return true
			}
		}
	}
	return false
}
