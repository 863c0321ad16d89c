package route

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"binaan/geo"
	"binaan/planner"
)

// Check recomputes the plan from its input alone and reports everything in which
// the two disagree: days, shifts, hours and consents, promises, bans and
// cooldowns, rides, times and windows, stops at most and why there are few, what
// visits bring, the reserve, reports to the desa, engagements, families lost or doubled, the
// certificate. Announced days are held to be as they were announced where nothing
// speaks against that, and else to change no more than they must.
//
// It shares with the builder of plans what package planner says of a single family
// or day (RestOf, Pending, CoverageDue, WorthOn, AwayOn) and the ways of the input:
// a fault there is not for it to find. Days, shifts, hours, rides, sums, counts and
// what was announced it works out by itself.
func (p Plan) Check(in Input) error {
	c := checker{in: in, plan: p, last: map[planner.HouseholdID]planner.Day{}, often: map[planner.HouseholdID]int{}, families: map[planner.HouseholdID]planner.Household{}, met: map[geo.AreaCode]planner.Day{}}
	for _, h := range in.Households {
		c.families[h.ID] = h
		for _, v := range in.Histories[h.ID].Visits {
			if v.Kader == in.Kader.ID {
				c.met[h.Desa] = 0
			}
		}
	}
	if p.Kader != in.Kader.ID {
		c.wrong("plan of kader %d, not %d", p.Kader, in.Kader.ID)
	}
	if p.First != in.First || p.Last != in.Last {
		c.wrong("plan of %v to %v, not %v to %v", p.First, p.Last, in.First, in.Last)
	}
	c.days()
	c.workdays()
	c.everyone()
	c.certificate()
	c.outlook()
	return errors.Join(c.errs...)
}

type checker struct {
	in       Input
	plan     Plan
	families map[planner.HouseholdID]planner.Household
	last     map[planner.HouseholdID]planner.Day // of a visit in the plan
	often    map[planner.HouseholdID]int         // visited in the month of the last
	met      map[geo.AreaCode]planner.Day        // from when a desa knows the kader
	fresh    []Route                             // planned anew
	value    planner.Rupiah
	errs     []error
}

func (c *checker) wrong(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

func (c *checker) days() {
	published := map[planner.Day]announcement{}
	for _, r := range c.in.Published {
		a := c.announcement(r)
		published[r.Day] = a
		for _, s := range r.Stops {
			if s.Engagement != nil {
				continue
			}
			if a.works || a.over {
				c.meet(s.Desa, r.Day)
			}
		}
	}
	for k, r := range c.plan.Routes {
		if k > 0 && r.Day <= c.plan.Routes[k-1].Day {
			c.wrong("%v comes after %v", r.Day, c.plan.Routes[k-1].Day)
		}
		if old, ok := published[r.Day]; ok {
			delete(published, r.Day)
			c.announced(r, old)
			continue
		}
		c.route(r, announcement{})
	}
	for _, r := range c.in.Published {
		if a, missing := published[r.Day]; missing && (a.works || a.begun > 0) {
			c.wrong("%v was announced and is missing", r.Day)
		}
	}
}

// workdays holds every day on which the kader works to a route, were it one without
// stops, so that none is missing unseen.
func (c *checker) workdays() {
	for d := c.in.First; d <= c.in.Last; d++ {
		of := func(r Route) bool { return r.Day == d }
		if c.worksOn(d) && !slices.ContainsFunc(c.in.Published, of) && !slices.ContainsFunc(c.plan.Routes, of) {
			c.wrong("%v: a day of work without a route", d)
		}
	}
}

// worksOn reports whether some of an ordinary day's shifts is left.
func (c *checker) worksOn(d planner.Day) bool {
	k, now := c.in.Kader, planner.Minute(0)
	if d == c.in.First {
		now = c.in.Now
	}
	return k.Status == planner.KaderActive && k.From <= d && d <= k.Until && !k.AwayOn(d) && !c.dayOff(d) &&
		slices.ContainsFunc(c.shifts(d), func(s planner.Shift) bool { return s.Close > now })
}

// meet notes that a desa knows the kader from a day on.
func (c *checker) meet(desa geo.AreaCode, d planner.Day) {
	if first, known := c.met[desa]; !known || d < first {
		c.met[desa] = d
	}
}

func (c *checker) legs(r Route) planner.Rupiah {
	back, sum := r.Ride, planner.Rupiah(0)
	for _, s := range r.Stops {
		back -= s.Ride
		sum += c.fare(s.Ride)
	}
	return sum + c.fare(back)
}

func (c *checker) fare(m geo.Metres) planner.Rupiah {
	return (planner.Rupiah(m)*c.in.Rules.Travel.RupiahPerKm + 500) / 1000
}

// route holds a day to all its rules, but for the stops that had begun.
func (c *checker) route(r Route, a announcement) {
	in := &c.in
	k := in.Kader
	c.fresh = append(c.fresh, r)
	if r.Kader != k.ID || k.Status != planner.KaderActive || r.Day < k.From || r.Day > k.Until || r.Day < in.First || r.Day > in.Last {
		c.wrong("%v is no day of kader %d", r.Day, r.Kader)
	}
	shifts := c.shifts(r.Day)
	if len(shifts) == 0 {
		c.wrong("%v: no shift", r.Day)
		c.tally(r)
		return
	}
	open, shut := shifts[0].Open, shifts[0].Close
	for _, s := range shifts {
		open, shut = min(open, s.Open), max(shut, s.Close)
	}
	if k.AwayOn(r.Day) {
		c.wrong("%v: the kader is away", r.Day)
	}
	open, shut = c.beside(r, open, shut)
	if len(r.Stops) > a.begun && (r.Leave < open || r.Return > shut) {
		c.wrong("%v: from %v to %v, shift is from %v to %v", r.Day, r.Leave, r.Return, open, shut)
	}
	c.ride(r, a.begun)
	c.engaged(r, a.begun)
	calls, expected, cash := 0, planner.Rupiah(0), planner.Rupiah(0)
	for i, s := range r.Stops {
		if s.Seq != i+1 || len(s.Reasons) > 3 || s.Probability <= 0 || s.Probability > 1 {
			c.wrong("%v stop %d: number %d, reasons %v, probability %v", r.Day, i+1, s.Seq, s.Reasons, s.Probability)
		}
		if s.Engagement != nil {
			continue
		}
		if s.Household == 0 {
			c.meet(s.Desa, r.Day)
			continue
		}
		calls++
		expected += s.Expected
		cash += s.Cash
		if i < a.begun {
			c.space(r.Day, s.Household)
			continue
		}
		c.visit(r.Day, s, shifts)
	}
	if expected != r.Expected || cash != r.Cash {
		c.wrong("%v: expected %v, %v at once; stops add up to %v and %v", r.Day, r.Expected, r.Cash, expected, cash)
	}
	c.enough(r, calls+a.made)
	c.value += c.worthOf(r) - c.legs(r)
}

// worthOf adds up what the stops of a day are worth now: each one's cash, and what comes
// later less what waiting for it takes off.
func (c *checker) worthOf(r Route) planner.Rupiah {
	rate, sum := float64(c.in.Rules.Yield.Discount()), planner.Rupiah(0)
	for _, s := range r.Stops {
		sum += s.Cash + planner.Rupiah(math.Round(float64(s.Expected-s.Cash)*rate))
	}
	return sum
}

// enough holds a day to the number of stops. Whether more could have been reached
// is the kernel's proof to say.
func (c *checker) enough(r Route, calls int) {
	rule := c.in.Rules.Stops
	if calls > rule.Most {
		c.wrong("%v: %d stops, at most %d", r.Day, calls, rule.Most)
	}
	if calls < rule.Least && r.Few == "" && !c.dayOff(r.Day) {
		c.wrong("%v: %d stops and no reason why not %d", r.Day, calls, rule.Least)
	}
}

func (c *checker) shifts(d planner.Day) []planner.Shift {
	var out []planner.Shift
	for _, s := range c.in.Kader.Shifts {
		if s.Weekday == d.Weekday() && s.Close > s.Open {
			out = append(out, s)
		}
	}
	return out
}

// works reports whether shifts cover the time given; two that touch make one.
func works(shifts []planner.Shift, from, to planner.Minute) bool {
	for m := from; m < to; m++ {
		if !slices.ContainsFunc(shifts, func(x planner.Shift) bool { return x.Open <= m && m < x.Close }) {
			return false
		}
	}
	return true
}

func (c *checker) dayOff(d planner.Day) bool {
	_, holiday := c.in.Calendar.Holidays[d]
	return holiday || !slices.Contains(c.in.Rules.Visiting.Weekdays, d.Weekday())
}

// ride follows a route over the ground, from the last stop on that had begun.
func (c *checker) ride(r Route, begun int) {
	if len(r.Stops) == 0 {
		return
	}
	places := []spot{{at: c.in.Kader.Home}}
	for _, s := range r.Stops {
		places = append(places, c.place(s))
	}
	m, err := c.in.ways(context.Background(), places)
	if err != nil {
		c.wrong("%v: %w", r.Day, err)
		return
	}
	clock, sum := r.Leave, geo.Metres(0)
	for i, s := range r.Stops {
		if i < begun {
			clock, sum = s.Begin+c.service(s), sum+s.Ride
			continue
		}
		clock += rounded(m.Seconds[i][i+1])
		sum += m.Metres[i][i+1]
		if s.Arrive != clock || s.Begin < clock || s.Ride != m.Metres[i][i+1] || s.RideTime != m.Seconds[i][i+1] {
			c.wrong("%v stop %d: arrives %v after %d m and begins %v; reached at %v after %d m", r.Day, i+1, s.Arrive, s.Ride, s.Begin, clock, m.Metres[i][i+1])
		}
		clock = s.Begin + c.service(s)
	}
	last := len(r.Stops)
	sum += m.Metres[last][0]
	if back := clock + rounded(m.Seconds[last][0]); back != r.Return || sum != r.Ride {
		c.wrong("%v: home at %v after %d m, not %v after %d m", r.Day, r.Return, r.Ride, back, sum)
	}
}

func rounded(s geo.Seconds) planner.Minute {
	m := planner.Minute(s / 60)
	if s%60 > 0 {
		m++
	}
	return max(m, 1)
}

func (c *checker) place(s Stop) spot {
	if s.Engagement != nil {
		return c.site(*s.Engagement)
	}
	if s.Household == 0 {
		return spot{at: c.in.Desa[s.Desa].Inner}
	}
	h, ours := c.families[s.Household]
	if !ours {
		return spot{at: c.in.Kader.Home} // only a stop that had begun: nobody knows better
	}
	at, err := spotOf(h)
	if err != nil {
		c.wrong("household %d: %w", h.ID, err)
	}
	return at
}

func (c *checker) service(s Stop) planner.Minute {
	if s.Engagement != nil {
		return s.Engagement.Minutes
	}
	if s.Household == 0 {
		return c.in.Rules.Service.Report
	}
	return c.in.Rules.Service.Visit + c.in.Rules.Service.Search[c.families[s.Household].Accuracy]
}

// visit holds a stop to the family's own terms.
func (c *checker) visit(day planner.Day, s Stop, shifts []planner.Shift) {
	h, ours := c.families[s.Household]
	if !ours {
		c.wrong("%v: household %d is not in the territory", day, s.Household)
		return
	}
	if s.Desa != h.Desa {
		c.wrong("%v: household %d lives in desa %s, not %s", day, h.ID, h.Desa, s.Desa)
	}
	past, end := c.in.Histories[h.ID], s.Begin+c.service(s)
	if !works(shifts, s.Begin, end) {
		c.wrong("%v: household %d from %v to %v, outside the shift", day, h.ID, s.Begin, end)
	}
	promise := past.Pending(&c.in.Rules, c.in.Rules.Day)
	if promise != nil && day < promise.Due {
		c.wrong("%v: household %d promised for %v", day, h.ID, promise.Due)
	}
	if !c.welcome(h, promise, day, s.Begin, end) {
		c.wrong("%v: household %d from %v to %v, not its hours", day, h.ID, s.Begin, end)
	}
	if h.NoVisit != nil && day <= h.NoVisit.Until {
		c.wrong("%v: household %d is not to be visited until %v", day, h.ID, h.NoVisit.Until)
	}
	if rest := c.in.Rules.RestOf(h, past); day < rest.From {
		c.wrong("%v: household %d rests until %v (%s)", day, h.ID, rest.From, rest.Code)
	}
	first, met := c.met[h.Desa]
	if _, known := c.in.Desa[h.Desa]; known && (!met || day < first) {
		c.wrong("%v: household %d before the report to desa %s", day, h.ID, h.Desa)
	}
	c.worth(day, s, h, past)
	c.window(day, s, h, shifts)
	c.space(day, h.ID)
}

// worth holds a stop to what the visit is worth.
func (c *checker) worth(day planner.Day, s Stop, h planner.Household, past planner.History) {
	for _, w := range c.in.Chances.WorthOn(c.in.Calendar, &c.in.Rules, h, past, day, []planner.Span{{Open: s.Begin, Close: s.Begin + 1}}) {
		if w.Cash+w.Later != s.Expected || w.Cash != s.Cash || w.Contact != s.Contact {
			c.wrong("%v: household %d brings %v and later %v, not %v of which %v at once; contact %v, not %v", day, h.ID, w.Cash, w.Later, s.Expected, s.Cash, w.Contact, s.Contact)
		}
	}
}

// window holds the times between which a visit is said to may begin to hold it, and
// to be times at which the family may be visited.
func (c *checker) window(day planner.Day, s Stop, h planner.Household, shifts []planner.Shift) {
	promise := c.in.Histories[h.ID].Pending(&c.in.Rules, c.in.Rules.Day)
	fits := func(from planner.Minute) bool {
		end := from + c.service(s)
		return works(shifts, from, end) && c.welcome(h, promise, day, from, end)
	}
	if fits(s.Begin) && (s.Begin < s.WindowOpen || s.WindowClose < s.Begin || !fits(s.WindowOpen) || !fits(s.WindowClose)) {
		c.wrong("%v: household %d at %v, window is from %v to %v", day, h.ID, s.Begin, s.WindowOpen, s.WindowClose)
	}
}

// space keeps visits to a family apart, and to so many a month.
func (c *checker) space(day planner.Day, id planner.HouseholdID) {
	if id == 0 {
		return
	}
	last, again := c.last[id]
	if again && int(day-last) < c.in.Rules.Contact.DaysBetween && !c.recorded(id, last) {
		c.wrong("%v: household %d again after %v", day, id, last)
	}
	if last := c.last[id]; !again || last.Month() != day.Month() {
		c.often[id] = 0
	}
	if c.often[id]++; c.often[id] > c.in.Rules.Contact.PerMonth {
		c.wrong("%v: household %d for the %dth time this month, at most %d", day, id, c.often[id], c.in.Rules.Contact.PerMonth)
	}
	c.last[id] = day
}

// welcome reports whether the family may be visited throughout the time given:
// what it promised, or agreed to, or the visiting hours of an ordinary day. Two
// agreements that touch make one.
func (c *checker) welcome(h planner.Household, promise *planner.Promise, day planner.Day, from, to planner.Minute) bool {
	if promise != nil && promise.Due == day && promise.Open < promise.Close {
		return promise.Open <= from && to <= promise.Close
	}
	for m := from; m < to; m++ {
		if !c.welcomeAt(h, promise, day, m) {
			return false
		}
	}
	return true
}

func (c *checker) welcomeAt(h planner.Household, promise *planner.Promise, day planner.Day, m planner.Minute) bool {
	v := c.in.Rules.Visiting
	if promise != nil && promise.Due == day && v.Open <= m && m < v.Close {
		return true
	}
	_, holiday := c.in.Calendar.Holidays[day]
	special := c.dayOff(day)
	own := false
	for _, k := range h.Consents {
		if k.Open >= k.Close {
			continue
		}
		var counts bool
		switch {
		case holiday:
			counts = k.Holiday
		case day.Weekday() == time.Sunday && k.Sunday:
			counts = true
		case !special:
			counts = !k.Holiday && !k.Sunday
		}
		own = own || counts
		if counts && k.Open <= m && m < k.Close {
			return true
		}
	}
	if special || own || m < v.Open || m >= v.Close {
		return false
	}
	return !slices.ContainsFunc(v.Quiet, func(q planner.Shift) bool { return q.Weekday == day.Weekday() && q.Open <= m && m < q.Close })
}

// everyone accounts for every family: visited, or left out once with a reason.
func (c *checker) everyone() {
	left := map[planner.HouseholdID]bool{}
	for _, l := range c.plan.LeftOut {
		_, ours := c.families[l.Household]
		_, visited := c.last[l.Household]
		if !ours || visited || left[l.Household] || l.Code == "" || l.Short < 0 {
			c.wrong("household %d is left out (%s), though unknown, visited or left out already", l.Household, l.Code)
		}
		left[l.Household] = true
		c.exchange(l)
	}
	for _, h := range c.in.Households {
		if _, visited := c.last[h.ID]; !visited && !left[h.ID] {
			c.wrong("household %d is neither visited nor left out", h.ID)
		}
	}
	for _, r := range c.fresh {
		c.spare(r)
	}
	for _, l := range c.plan.LeftOut {
		if why := c.owed(l.Household); l.Code == LeftOutbid && why != "" {
			c.wrong("household %d is outbid, though %s asks for a visit", l.Household, why)
		}
	}
}

// spare holds the reserve of a day planned anew to families who may be visited then
// and are in no route.
func (c *checker) spare(r Route) {
	for _, id := range r.Reserve {
		_, visited := c.last[id]
		if _, barred := c.bars(r.Day, Stop{Household: id}); visited || barred {
			c.wrong("%v: household %d in the reserve, though it is visited or may not be", r.Day, id)
		}
	}
}

// exchange holds what would bring in who was outbid to the routes there are, and
// all others to none.
func (c *checker) exchange(l LeftOut) {
	if l.Day == 0 || l.Code != LeftOutbid {
		if l.Short != 0 || l.Day != 0 || l.Instead != 0 {
			c.wrong("household %d (%s) is short of %v on %v, though no exchange is named", l.Household, l.Code, l.Short, l.Day)
		}
		return
	}
	k := slices.IndexFunc(c.plan.Routes, func(r Route) bool { return r.Day == l.Day })
	if k < 0 {
		c.wrong("household %d would come in on %v, which has no route", l.Household, l.Day)
		return
	}
	calls := map[planner.HouseholdID]bool{}
	for _, s := range c.plan.Routes[k].Stops {
		if s.Household != 0 {
			calls[s.Household] = true
		}
	}
	switch {
	case l.Instead != 0 && !calls[l.Instead]:
		c.wrong("household %d would come in for %d, who is not visited on %v", l.Household, l.Instead, l.Day)
	case l.Instead == 0 && len(calls) >= c.in.Rules.Stops.Most:
		c.wrong("household %d would come in beside the others on %v, which is full", l.Household, l.Day)
	}
}

// owed names what asks for a visit to a family within the days planned.
func (c *checker) owed(id planner.HouseholdID) string {
	h, past := c.families[id], c.in.Histories[id]
	promise := past.Pending(&c.in.Rules, c.in.Rules.Day)
	switch {
	case promise != nil && c.in.First <= promise.Due && promise.Due <= c.in.Last:
		return "a promise"
	case h.Requested != nil && h.Requested.By >= c.in.First:
		return "the branch"
	case c.in.Rules.CoverageDue(h, past, c.in.Since) <= c.in.Last:
		return "coverage"
	}
	return ""
}

func (c *checker) certificate() {
	cert := c.plan.Certificate
	if cert.Value != c.value {
		c.wrong("certificate: value %v, routes add up to %v", cert.Value, c.value)
	}
	if cert.Bound != 0 && cert.Bound < cert.Value {
		c.wrong("certificate: bound %v below value %v", cert.Bound, cert.Value)
	}
	if cert.Days != len(c.plan.Routes) || cert.ProvenDays+cert.Announced > cert.Days || cert.Announced > len(c.in.Published) {
		c.wrong("certificate: %d of %d days proven, %d of %d as announced, %d routes", cert.ProvenDays, cert.Days, cert.Announced, len(c.in.Published), len(c.plan.Routes))
	}
}

// outlook holds what is shown of a month to its stops, to the rupiah.
func (c *checker) outlook() {
	cash, all, lumps := planner.Rupiah(0), planner.Rupiah(0), 0.0
	for _, r := range c.plan.Routes {
		for _, s := range r.Stops {
			cash, all = cash+s.Cash, all+s.Expected
			at := slices.IndexFunc(c.in.Households, func(h planner.Household) bool { return h.ID == s.Household })
			if at >= 0 && s.Cash > 0 {
				lumps += float64(s.Cash) * float64(c.in.Households[at].Arrears)
			}
		}
	}
	o := c.plan.Outlook
	if o.Cash != cash || o.Later != all-cash || o.Version != c.in.Chances.Version {
		c.wrong("outlook: %v and later %v by chances %q; stops add up to %v and %v by %q", o.Cash, o.Later, o.Version, cash, all-cash, c.in.Chances.Version)
	}
	if o.Spread != c.in.Chances.Spread || math.Abs(o.Lumps-lumps) > 1e-9*lumps {
		c.wrong("outlook: lumps of %v at a level uncertain by %v; stops come to %v, chances say %v", o.Lumps, o.Spread, lumps, c.in.Chances.Spread)
	}
	if o.Band.Low < 0 || o.Band.Low > max(0, cash) || o.Band.High < cash {
		c.wrong("outlook: %v is not between %v and %v", cash, o.Band.Low, o.Band.High)
	}
}
