package route

import (
	"slices"

	"binaan/planner"
)

// due are the engagements that a day's route owes after the stops that have begun: all
// within an hour of the shift that are not over.
func (c *checker) due(day planner.Day, begun []Stop) (out []planner.Engagement) {
	shifts := c.shifts(day)
	if len(shifts) == 0 {
		return nil
	}
	open, shut := endOfDay, planner.Minute(0)
	for _, s := range shifts {
		open, shut = min(open, s.Open), max(shut, s.Close)
	}
	for _, e := range c.in.Engagements {
		begins, ends := e.Open, e.Open+e.Minutes
		switch {
		case e.Day != day, begins >= shut+60, ends <= open-60, day == c.in.First && ends <= c.in.Now:
		case slices.ContainsFunc(begun, func(s Stop) bool { return s.Engagement != nil && s.Engagement.ID == e.ID }):
		default:
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b planner.Engagement) int { return int(a.Open) - int(b.Open) })
	return out
}

// engaged holds a day to the kader's engagements: each of them once and nothing else,
// begun in time, or as soon as the kader comes from what could not be put off.
func (c *checker) engaged(r Route, begun int) {
	due := c.due(r.Day, r.Stops[:begun])
	if got := engagementsOf(r.Stops[begun:]); !slices.EqualFunc(got, due, planner.Engagement.Same) {
		c.wrong("%v: engagements %v, the kader has %v", r.Day, got, due)
	}
	for i, s := range r.Stops {
		if i < begun || s.Engagement == nil {
			continue
		}
		firm := i > 0 && (i <= begun || r.Stops[i-1].Household == 0)
		if s.Begin != max(s.Engagement.Open, s.Arrive) || s.Begin > s.Engagement.Open && !firm || s.Household != 0 || s.Expected != 0 || s.Cash != 0 {
			c.wrong("%v stop %d: engagement %d at %v, reached at %v and begun at %v", r.Day, i+1, s.Engagement.ID, s.Engagement.Open, s.Arrive, s.Begin)
		}
	}
}

// beside are the hours of a day whose route begins or ends with an engagement: those of
// the shift, and the ways there and back.
func (c *checker) beside(r Route, open, shut planner.Minute) (early, late planner.Minute) {
	if n := len(r.Stops); n > 0 {
		if first := r.Stops[0]; first.Engagement != nil {
			open = min(open, first.Begin-rounded(first.RideTime))
		}
		if r.Stops[n-1].Engagement != nil {
			shut = max(shut, r.Return) // whenever it ends
		}
	}
	return open, shut
}

// site is where an engagement is ridden to: home, where nobody knows better.
func (c *checker) site(e planner.Engagement) spot {
	if e.At == nil {
		return spot{at: c.in.Kader.Home}
	}
	return spot{at: *e.At}
}
