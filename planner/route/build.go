package route

import (
	"cmp"
	"slices"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/orienteer"
)

// Why a day has fewer stops than it should.
const (
	FewHouseholds = "FEW_HOUSEHOLDS" // fewer families may be visited that day
	FewShift      = "SHIFT_SHORT"    // no more can be ridden to within the shift
	FewReport     = "REPORT_FIRST"   // the report to a desa takes the time
	FewEngaged    = "ENGAGED"        // a meeting or another engagement takes the time
	FewShared     = "SHARED"         // the families within reach are visited on other days
)

// reserves are offered on each day for when someone is out.
const reserves = 3

// plan reads the kernel's answer back.
func (m *month) plan(solved *orienteer.Plan) Plan {
	plan := Plan{Kader: m.in.Kader.ID, First: m.in.First, Last: m.in.Last, LeftOut: m.out, Travel: m.source()}
	plan.Routes = slices.Clone(m.kept)
	value, bound := planner.Rupiah(solved.Value), planner.Rupiah(solved.Bound)
	seen := visited(m.fixed)
	short := map[int]int{}
	for _, s := range solved.Short {
		short[s.Day] = s.Reachable
	}
	for d, w := range m.days {
		for _, s := range solved.Days[d].Stops {
			seen[m.nodes[s.Node].ID] = true
		}
		if s := m.facts.standings[w.Day]; s != nil && !s.again && !m.brings(&solved.Days[d], s.missing) {
			m.kept = append(m.kept, s.route) // nothing came of what was to be changed
			plan.Routes = append(plan.Routes, m.facts.asAnnounced(s))
			value -= planner.Rupiah(solved.Days[d].Value())
			continue
		}
		route := m.route(d, &solved.Days[d])
		if len(solved.Days[d].Stops) < m.problem.Days[d].MinStops {
			route.Few = m.few(d, short[d])
		}
		route.Proven = d < len(solved.Proven) && solved.Proven[d] && len(m.engaged[d]) == 0
		plan.Routes = append(plan.Routes, route)
		value -= m.reportCost(d, &solved.Days[d])
		bound -= m.leastReportCost(d)
		value += m.leads[d].worth(m, len(solved.Days[d].Stops) == 0)
		bound += m.leads[d].worth(m, false)
		value -= m.detour(d, &solved.Days[d], route)
	}
	m.reserve(plan.Routes, seen)
	plan.LeftOut = append(plan.LeftOut, m.leftOut(solved, seen)...)
	plan.Certificate = Certificate{Seed: solved.Seed, Iterations: solved.Iterations, Value: value, Bound: bound, Held: m.held(solved)}
	plan.finish(m)
	return plan
}

// finish puts the plan in order, sums up what it brings and adds the announced days
// that stay to its certificate.
func (p *Plan) finish(m *month) {
	slices.SortFunc(p.Routes, func(a, b Route) int { return cmp.Compare(a.Day, b.Day) })
	slices.SortFunc(p.LeftOut, func(a, b LeftOut) int { return cmp.Compare(a.Household, b.Household) })
	p.Outlook = m.in.outlook(p.Routes)
	c := &p.Certificate
	for _, r := range m.kept {
		v := r.present(m.in.Rules.Yield) - r.Fare(m.in.Rules.Travel)
		c.Value += v
		c.Bound += v
	}
	c.Announced = len(m.kept)
	for _, r := range p.Routes {
		c.Days++
		if r.Proven && !slices.ContainsFunc(m.kept, func(k Route) bool { return k.Day == r.Day }) {
			c.ProvenDays++
		}
	}
	if len(m.engaged) > 0 && c.Bound < c.Value {
		c.Bound = 0 // fares are rounded, so that a way by an engagement may cost a rupiah less
	}
}

// reportCost is what riding to the desa first adds to day d, and, on a day with
// no other stop, riding home from there.
func (m *month) reportCost(d int, day *orienteer.Route) planner.Rupiah {
	r, ok := m.reports[d]
	if !ok {
		return 0
	}
	cost := planner.Rupiah(m.problem.Cost[m.home][r.point])
	if len(day.Stops) == 0 {
		cost += planner.Rupiah(m.problem.Cost[r.point][m.home])
	}
	return cost
}

// leastReportCost is what any plan pays for the report of day d.
func (m *month) leastReportCost(d int) planner.Rupiah {
	r, ok := m.reports[d]
	if !ok {
		return 0
	}
	return planner.Rupiah(m.problem.Cost[m.home][r.point])
}

// walk follows a day from stop to stop.
type walk struct {
	m     *month
	route *Route
	at    int
	clock planner.Minute

	attended int // of the day's engagements
}

// route is day d as the kader sees it. The kader leaves home as late as the first
// stop allows.
func (m *month) route(d int, day *orienteer.Route) Route {
	w := m.days[d]
	open := m.opens(w)
	r := Route{Kader: m.in.Kader.ID, Day: w.Day, Leave: open, Return: open}
	k := walk{m: m, route: &r, at: m.home, clock: open}
	if report, ok := m.reports[d]; ok {
		k.report(report)
	} else if lead, ok := m.leads[d]; ok {
		k.resume(lead)
	} else if len(day.Stops) > 0 {
		first := day.Stops[0] // an engagement before it has the kader leave earlier
		r.Leave = planner.Minute(first.Begin - m.problem.Time[m.home][first.Node])
		k.clock = r.Leave
	}
	begun := len(r.Stops)
	for _, s := range day.Stops {
		k.attend(d, planner.Minute(s.Begin))
		k.visit(d, s)
	}
	k.attend(d, endOfDay)
	tellApart(r.Stops[begun:])
	if len(r.Stops) > 0 {
		r.Ride += m.travel.Metres[k.at][m.home]
		r.Return = k.clock + planner.Minute(m.problem.Time[k.at][m.home])
	}
	return r
}

func (k *walk) ride(to int) (metres geo.Metres, seconds geo.Seconds) {
	metres, seconds = k.m.travel.Metres[k.at][to], k.m.travel.Seconds[k.at][to]
	k.route.Ride += metres
	k.clock += planner.Minute(k.m.problem.Time[k.at][to])
	k.at = to
	return metres, seconds
}

// report stops at the balai desa.
func (k *walk) report(r report) {
	metres, seconds := k.ride(r.point)
	k.route.Stops = append(k.route.Stops, Stop{
		Seq: 1, Arrive: k.clock, Begin: k.clock, WindowOpen: k.clock, WindowClose: k.clock, Ride: metres, RideTime: seconds,
		Reasons: []Reason{ReasonReportToDesa}, Probability: 1, Desa: r.desa,
	})
	k.clock += k.m.in.Rules.Service.Report
}

// resume takes over the stops that have begun.
func (k *walk) resume(l lead) {
	k.route.Leave, k.route.Stops = l.left, slices.Clone(l.stops)
	for _, s := range l.stops {
		k.route.Ride += s.Ride
		k.route.Expected += s.Expected
		k.route.Cash += s.Cash
	}
	k.at, k.clock = l.point, l.leave
}

// visit stops at a household.
func (k *walk) visit(d int, s orienteer.Stop) {
	n := k.m.nodes[s.Node]
	fromHome := k.at == k.m.home
	metres, seconds := k.ride(s.Node)
	worth := k.m.worthAt(d, s)
	chance, drawn := k.m.drawn[s.Node]
	if !drawn {
		chance = 1
	}
	o := occasion{day: k.route.Day, worth: worth, ride: metres, high: k.m.high(), explored: drawn, covered: n.due <= k.m.in.Last}
	if fromHome {
		o.ride = -1
	}
	k.route.Stops = append(k.route.Stops, Stop{
		Household: n.ID, Seq: len(k.route.Stops) + 1, Arrive: k.clock, Begin: planner.Minute(s.Begin),
		WindowOpen: worth.Open, WindowClose: worth.Close, Ride: metres, RideTime: seconds,
		Expected: worth.Expected(), Cash: worth.Cash, Contact: worth.Contact, Reasons: reasonsOf(&k.m.in.Rules, n.Household, n.past, o),
		Probability: chance, Desa: n.Desa,
	})
	k.route.Expected += worth.Expected()
	k.route.Cash += worth.Cash
	k.clock = planner.Minute(s.Leave)
}

// worthAt is what the visit that begins at s.Begin is worth.
func (m *month) worthAt(d int, s orienteer.Stop) planner.Worth {
	for _, w := range m.worths[d][s.Node] {
		if int64(w.Open) <= s.Begin && s.Begin <= int64(w.Close) {
			return w
		}
	}
	panic("route: a visit outside its windows")
}

// high is the upper quartile of the arrears of all households that may be visited.
func (m *month) high() planner.Rupiah {
	if m.highArrears == 0 {
		all := make([]planner.Rupiah, len(m.nodes))
		for i, n := range m.nodes {
			all[i] = n.Arrears
		}
		slices.Sort(all)
		m.highArrears = all[len(all)*3/4]
	}
	return m.highArrears
}

// few says why day d has fewer stops than it should, of which so many are within
// reach if the day had every family to itself.
func (m *month) few(d, reachable int) string {
	least, open := m.problem.Days[d].MinStops, 0
	for i := range m.nodes {
		if len(m.problem.Days[d].Windows[i]) > 0 {
			open++
		}
	}
	_, reports := m.reports[d]
	switch {
	case len(m.engaged[d]) > 0:
		return FewEngaged
	case open < least:
		return FewHouseholds
	case reachable >= least:
		return FewShared
	case reports:
		return FewReport
	}
	return FewShift
}

// reserve names for each planned route three households near its stops that are
// in no route and may be visited that day: the nearest ten, the worthiest first.
func (m *month) reserve(routes []Route, seen map[planner.HouseholdID]bool) {
	type candidate struct {
		node  int
		metre geo.Metres
		worth planner.Rupiah
	}
	place := map[planner.HouseholdID]int{}
	for i, n := range m.nodes {
		place[n.ID] = i
	}
	byDay := map[planner.Day]int{}
	for d, w := range m.days {
		byDay[w.Day] = d
	}
	for k := range routes {
		d, planned := byDay[routes[k].Day]
		if !planned {
			continue
		}
		var near []candidate
		for i, n := range m.nodes {
			if seen[n.ID] || len(m.worths[d][i]) == 0 {
				continue
			}
			c := candidate{node: i, metre: m.travel.Metres[m.home][i]}
			for _, s := range routes[k].Stops {
				if at, here := place[s.Household]; here {
					c.metre = min(c.metre, m.travel.Metres[at][i])
				}
			}
			for _, w := range m.worths[d][i] {
				c.worth = max(c.worth, m.in.Rules.Yield.Present(w.Cash, w.Later))
			}
			near = append(near, c)
		}
		slices.SortFunc(near, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.metre, b.metre), cmp.Compare(a.node, b.node)) })
		near = near[:min(10, len(near))]
		slices.SortFunc(near, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.node, b.node)) })
		for _, c := range near[:min(reserves, len(near))] {
			routes[k].Reserve = append(routes[k].Reserve, m.nodes[c.node].ID)
		}
	}
}

// held are the households kept for a promise that falls due after the first day.
func (m *month) held(solved *orienteer.Plan) []Hold {
	var out []Hold
	for i, n := range m.nodes {
		promise := n.past.Pending(&m.in.Rules, m.in.Rules.Day)
		if m.duties[i] == dutyPromise && promise.Due > m.in.First && i < len(solved.Price) {
			out = append(out, Hold{Household: n.ID, Until: promise.Due, Price: planner.Rupiah(max(0, solved.Price[i]))})
		}
	}
	return out
}
