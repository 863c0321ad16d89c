package route

import (
	"slices"

	"binaan/planner"
)

// announcement is what a referee expects of an announced day.
type announcement struct {
	Route
	works   bool // the kader may work that day
	over    bool // every stop had begun
	begun   int  // stops that had
	forced  bool // something forbids to leave it as it is
	calls   int  // visits announced
	made    int  // of them on record although their turn had not come
	stays   []planner.HouseholdID
	retimed bool // not every one of them at the hour announced
}

// announcement looks at an announced day with the facts of the input.
func (c *checker) announcement(r Route) announcement {
	in := &c.in
	a := announcement{Route: r}
	k := in.Kader
	a.works = len(c.shifts(r.Day)) > 0 && !k.AwayOn(r.Day) && k.Status == planner.KaderActive && k.From <= r.Day && r.Day <= k.Until
	for r.Day == in.First && a.begun < len(r.Stops) && r.Stops[a.begun].Begin < in.Now {
		a.begun++
	}
	a.over = len(r.Stops) > 0 && a.begun == len(r.Stops)
	for i, s := range r.Stops {
		if s.Household == 0 {
			continue
		}
		a.calls++
		if i < a.begun {
			continue
		}
		switch at, day := c.bars(r.Day, s); {
		case c.recorded(s.Household, r.Day):
			a.made++
		case day:
			a.forced = true
		case at:
			a.forced, a.retimed = true, true
		default:
			a.stays = append(a.stays, s.Household)
		}
	}
	if a.works && !a.over && !slices.EqualFunc(c.due(r.Day, r.Stops[:a.begun]), engagementsOf(r.Stops[a.begun:]), planner.Engagement.Same) {
		a.forced, a.retimed = true, true
	}
	if a.works && !a.over && len(r.Stops) > 0 {
		shut, open := planner.Minute(0), endOfDay
		for _, s := range c.shifts(r.Day) {
			open, shut = min(open, s.Open), max(shut, s.Close)
		}
		if r.Day == in.First && in.Now >= shut {
			a.works = false
		}
		open, shut = c.beside(r, open, shut)
		if r.Leave < open || r.Return > shut {
			a.forced, a.retimed = true, true
		}
	}
	return a
}

// recorded reports whether a visit to the family on the day is on record.
func (c *checker) recorded(id planner.HouseholdID, d planner.Day) bool {
	return slices.ContainsFunc(c.in.Histories[id].Visits, func(v planner.Visit) bool { return v.Day == d && v.Outcome != planner.Skipped })
}

// bars says what forbids an announced stop: its hour or place only, or the whole day.
func (c *checker) bars(d planner.Day, s Stop) (hour, day bool) {
	h, ours := c.families[s.Household]
	if !ours {
		return false, true
	}
	past := c.in.Histories[h.ID]
	if c.in.Rules.RestOf(h, past).From > d || h.NoVisit != nil && d <= h.NoVisit.Until {
		return false, true
	}
	long, promise := c.service(s), past.Pending(&c.in.Rules, c.in.Rules.Day)
	fits := func(from planner.Minute) bool {
		return works(c.shifts(d), from, from+long) && c.welcome(h, promise, d, from, from+long)
	}
	if h.Desa == s.Desa && fits(s.Begin) {
		return false, false
	}
	for from := planner.Minute(0); from < endOfDay; from++ {
		if fits(from) {
			return true, false
		}
	}
	return false, true
}

// announced holds a day to what was published: unchanged where nothing forbids it
// and nobody new is owed a visit that day; else with every visit that may stay, and
// with no more visits than it takes.
func (c *checker) announced(r Route, a announcement) {
	switch {
	case !a.works && !a.over:
		c.cut(r, a)
	case a.over || c.unchanged(r, a):
		if !c.unchanged(r, a) || a.forced && !a.over {
			c.wrong("%v was announced and is changed, or ought to be", r.Day)
		}
		c.reserve(r, a)
		c.tally(r)
	default:
		c.amended(r, a)
	}
}

func (c *checker) unchanged(r Route, a announcement) bool {
	return r.Leave == a.Leave && r.Return == a.Return && r.Ride == a.Ride && r.Expected == a.Expected && r.Cash == a.Cash &&
		slices.EqualFunc(r.Stops, a.Stops, sameStop)
}

func sameStop(x, y Stop) bool {
	return x.Household == y.Household && x.Seq == y.Seq && x.Arrive == y.Arrive && x.Begin == y.Begin && x.Ride == y.Ride &&
		x.Expected == y.Expected && x.Cash == y.Cash && slices.Equal(x.Reasons, y.Reasons) &&
		slices.EqualFunc(engagementsOf([]Stop{x}), engagementsOf([]Stop{y}), planner.Engagement.Same)
}

// reserve holds the reserve to families of the old one who may be visited.
func (c *checker) reserve(r Route, a announcement) {
	for _, id := range r.Reserve {
		if !slices.Contains(a.Reserve, id) {
			c.wrong("%v: household %d was not in the reserve announced", r.Day, id)
		}
		if _, barred := c.bars(r.Day, Stop{Household: id}); barred && !a.over {
			c.wrong("%v: household %d in the reserve may not be visited", r.Day, id)
		}
	}
}

// cut holds a day on which the kader does not work on to end with the stops begun.
func (c *checker) cut(r Route, a announcement) {
	if a.begun == 0 || !slices.EqualFunc(r.Stops, a.Stops[:a.begun], sameStop) {
		c.wrong("%v: a route although the kader does not work", r.Day)
	} else {
		c.ride(r, a.begun)
	}
	c.tally(r)
}

// tally counts the visits of a day, of which nothing more is asked, and what they are worth.
func (c *checker) tally(r Route) {
	for _, s := range r.Stops {
		c.space(r.Day, s.Household)
	}
	c.value += c.worthOf(r) - c.legs(r)
}

// amended holds a changed day to its reasons.
func (c *checker) amended(r Route, a announcement) {
	if len(r.Stops) < a.begun || !slices.EqualFunc(r.Stops[:a.begun], a.Stops[:a.begun], sameStop) {
		c.wrong("%v: stops that had begun are changed", r.Day)
		c.tally(r)
		return
	}
	visited, owed := map[planner.HouseholdID]bool{}, 0
	for i, s := range r.Stops {
		if s.Household == 0 {
			continue
		}
		visited[s.Household] = true
		news := !slices.ContainsFunc(a.Stops, func(x Stop) bool { return x.Household == s.Household })
		if news && c.asked(s.Household, r.Day) {
			owed++
		}
		if i >= a.begun && (s.Begin < c.in.Now && r.Day == c.in.First || c.recorded(s.Household, r.Day) && !news) {
			c.wrong("%v: household %d at %v, though it is %v or it was visited", r.Day, s.Household, s.Begin, c.in.Now)
		}
	}
	for _, id := range a.stays {
		if !visited[id] && !a.retimed {
			c.wrong("%v: household %d was announced, may be visited, and is dropped", r.Day, id)
		}
	}
	if !a.forced && owed == 0 {
		c.wrong("%v was announced and is changed for no reason", r.Day)
	}
	if most := max(a.calls+owed, c.in.Rules.Stops.Least); len(visited)+a.made > most {
		c.wrong("%v: %d visits, %d were announced and %d are newly owed", r.Day, len(visited), a.calls, owed)
	}
	c.route(r, a)
}

// asked reports whether the family's promise or the branch's request asks for a
// visit on the day.
func (c *checker) asked(id planner.HouseholdID, d planner.Day) bool {
	h := c.families[id]
	promise := c.in.Histories[id].Pending(&c.in.Rules, c.in.Rules.Day)
	return promise != nil && promise.Due <= d && d <= promise.Due+promiseGrace || h.Requested != nil && d <= h.Requested.By
}
