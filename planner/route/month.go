package route

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/orienteer"
)

// choosePool makes nodes of the households that may be visited at all, by number.
func (m *month) choosePool() error {
	households := slices.Clone(m.in.Households)
	slices.SortFunc(households, func(a, b planner.Household) int { return cmp.Compare(a.ID, b.ID) })
	seen := visited(m.fixed)
	for i, h := range households {
		if i > 0 && h.ID == households[i-1].ID {
			return fmt.Errorf("household %d twice: %w", h.ID, planner.ErrInput)
		}
		past := m.in.Histories[h.ID]
		rest := m.in.Rules.RestOf(h, past)
		if rest.Forever() || rest.From > m.in.Last {
			if !seen[h.ID] {
				m.out = append(m.out, LeftOut{Household: h.ID, Code: rest.Code})
			}
			continue
		}
		m.nodes = append(m.nodes, node{
			Household: h, past: past, rest: rest,
			due:     m.in.Rules.CoverageDue(h, past, m.in.Since),
			service: m.in.Rules.VisitTime(h),
		})
	}
	return nil
}

// chooseDays takes the kader's workdays that are not announced yet or cannot stay
// as they were announced; of Sundays and holidays those on which somebody agreed to
// a visit. What is left of today begins now.
func (m *month) chooseDays() {
	for _, w := range m.in.Calendar.Workdays(m.in.Kader, &m.in.Rules, m.in.First, m.in.Last) {
		if w.Day == m.in.First {
			w.Shifts = planner.Intersect(w.Shifts, []planner.Span{{Open: m.in.Now, Close: endOfDay}})
		}
		s, announced := m.facts.standings[w.Day]
		switch {
		case len(w.Shifts) == 0, announced && s.firm():
			continue
		case !announced && w.Special && !m.anyone(w):
			continue
		}
		m.days = append(m.days, w)
	}
}

// endOfDay is after every shift.
const endOfDay planner.Minute = 24 * 60

func (m *month) anyone(w planner.Workday) bool {
	return slices.ContainsFunc(m.nodes, func(n node) bool { return len(m.spans(n, w)) > 0 })
}

// spans is when visits to n may take place on a workday.
func (m *month) spans(n node, w planner.Workday) []planner.Span {
	if w.Day < n.rest.From || w.Day < n.reported {
		return nil
	}
	for _, r := range m.fixed {
		if m.tooClose(w.Day, r.Day) && !n.past.MadeOn(r.Day) && slices.ContainsFunc(r.Stops, func(s Stop) bool { return s.Household == n.ID }) {
			return nil
		}
	}
	promise := n.past.Pending(&m.in.Rules, m.in.Rules.Day)
	return planner.Intersect(m.in.Calendar.VisitSpans(&m.in.Rules, n.Household, promise, w.Day), w.Shifts)
}

func (m *month) tooClose(a, b planner.Day) bool {
	gap := planner.Day(m.in.Rules.Gap())
	return a-b < gap && b-a < gap
}

// scheduleReports has the kader report to each desa where no visit was made or
// announced yet, one desa a day from the first day on: first where an appointment
// is near, then where most households are. Nobody there is visited before that day.
func (m *month) scheduleReports() {
	type wait struct {
		desa  geo.AreaCode
		first planner.Day
		nodes int
	}
	waiting := map[geo.AreaCode]*wait{}
	for i, n := range m.nodes {
		first, known := m.facts.met[n.Desa]
		m.nodes[i].reported = first
		if _, place := m.in.Desa[n.Desa]; known || !place {
			continue
		}
		w := waiting[n.Desa]
		if w == nil {
			w = &wait{desa: n.Desa, first: planner.Never}
			waiting[n.Desa] = w
		}
		w.nodes++
		if n.rest.Code == planner.RestPromise {
			w.first = min(w.first, n.rest.From)
		}
	}
	order := make([]*wait, 0, len(waiting))
	for _, w := range waiting {
		order = append(order, w)
	}
	slices.SortFunc(order, func(a, b *wait) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.nodes, a.nodes), cmp.Compare(a.desa, b.desa))
	})
	m.assignReports(len(order), func(k int) geo.AreaCode { return order[k].desa })
}

// assignReports gives each desa the first day that is no day off, was not announced,
// has no other report and no engagement, and leaves the time for this one. A desa for which there is
// none is not visited in these days.
func (m *month) assignReports(count int, desa func(int) geo.AreaCode) {
	opened := map[geo.AreaCode]planner.Day{}
	for k := range count {
		code := desa(k)
		opened[code] = planner.Never
		for d, w := range m.days {
			if _, taken := m.reports[d]; !taken && !w.Special && m.facts.standings[w.Day] == nil && len(m.engaged[d]) == 0 && m.reportFits(w, code) {
				m.reports[d] = report{desa: code}
				opened[code] = w.Day
				break
			}
		}
	}
	for i := range m.nodes {
		if day, waited := opened[m.nodes[i].Desa]; waited {
			m.nodes[i].reported = day
		}
	}
}

// reportFits reports whether the kader can ride to the desa, report and be home
// within the shift, at the pace of the rule.
func (m *month) reportFits(w planner.Workday, desa geo.AreaCode) bool {
	t := m.in.Rules.Travel
	line := t.Line(m.in.Kader.Kecamatan)
	line.Factor = max(line.Factor, t.HillFactor)
	_, ride := line.Way(m.in.Kader.Home, m.in.Desa[desa].Inner)
	return w.Open()+2*planner.Minute(minutes(ride))+m.in.Rules.Service.Report <= w.Close()
}

// measure finds the ways between households, home and desa.
func (m *month) measure(ctx context.Context) error {
	for _, n := range m.nodes {
		s, err := spotOf(n.Household)
		if err != nil {
			return fmt.Errorf("place of household %d: %w", n.ID, err)
		}
		m.places = append(m.places, s)
	}
	m.home = len(m.places)
	m.places = append(m.places, spot{at: m.in.Kader.Home})
	for d := range m.days {
		if r, ok := m.reports[d]; ok {
			r.point = len(m.places)
			m.reports[d] = r
			m.places = append(m.places, spot{at: m.in.Desa[r.desa].Inner})
		}
		if l, ok := m.leads[d]; ok {
			l.point = len(m.places)
			m.leads[d] = l
			m.places = append(m.places, m.facts.where(l.stops[len(l.stops)-1]))
		}
		for k := range m.engaged[d] {
			m.engaged[d][k].point = len(m.places)
			m.places = append(m.places, m.in.site(m.engaged[d][k].Engagement))
		}
	}
	travel, err := m.in.ways(ctx, m.places)
	if err != nil {
		return fmt.Errorf("ways: %w", err)
	}
	m.travel = travel
	return nil
}

// source names where the ways come from.
func (m *month) source() string {
	seen := map[geo.Source]bool{}
	for _, row := range m.travel.Source {
		for _, s := range row {
			seen[s] = true
		}
	}
	var names []string
	for _, s := range slices.Sorted(maps.Keys(seen)) {
		names = append(names, s.String())
	}
	return strings.Join(names, " + ")
}

// minutes rounds a ride up to whole minutes; two doors are at least one apart.
func minutes(s geo.Seconds) int64 { return max(1, int64(s+59)/60) }

// layOut makes the instance.
func (m *month) layOut() {
	n := len(m.places)
	p := &m.problem
	p.Nodes = len(m.nodes)
	p.Time, p.Cost = make([][]int64, n), make([][]int64, n)
	for a := range n {
		p.Time[a], p.Cost[a] = make([]int64, n), make([]int64, n)
		for b := range n {
			if a != b {
				p.Time[a][b] = minutes(m.travel.Seconds[a][b])
				p.Cost[a][b] = int64(m.in.Rules.Travel.Fare(m.travel.Metres[a][b]))
			}
		}
	}
	p.Service = make([]int64, len(m.nodes))
	for i, node := range m.nodes {
		p.Service[i] = int64(node.service)
	}
	m.spaceOut()
	m.worths = make([][][]planner.Worth, len(m.days))
	for d, w := range m.days {
		p.Days = append(p.Days, m.day(d, w))
	}
}

// spaceOut visits a family once in the days planned: what a second visit brings
// depends on what the first one did, and the next planning knows that. Only where
// there are fewer families than stops to make, they are visited again after the
// days that the rules ask for.
func (m *month) spaceOut() {
	if len(m.nodes) >= m.in.Rules.Stops.Most*len(m.days) {
		return
	}
	m.problem.Spacing = make([]orienteer.Spacing, len(m.nodes))
	for i := range m.nodes {
		m.problem.Spacing[i] = orienteer.Spacing{Visits: 1, Days: m.in.Rules.Gap()}
	}
}

func (m *month) day(d int, w planner.Workday) orienteer.Day {
	day := orienteer.Day{
		Date: int(w.Day), Start: m.home, End: m.home, Open: int64(m.opens(w)), Close: int64(w.Close()),
		MinStops: m.in.Rules.Stops.Least, MaxStops: m.in.Rules.Stops.Most,
		Windows: make([][]orienteer.Window, len(m.nodes)),
	}
	if w.Special {
		day.MinStops = 0
	}
	if r, ok := m.reports[d]; ok {
		day.Start = r.point
		day.Open += m.problem.Time[m.home][r.point] + int64(m.in.Rules.Service.Report)
	}
	if l, ok := m.leads[d]; ok {
		day.Start, day.Open = l.point, int64(l.leave)
	}
	m.settle(d)
	m.worths[d] = make([][]planner.Worth, len(m.nodes))
	for i, n := range m.nodes {
		day.Windows[i], m.worths[d][i] = m.windows(n, w, m.around(d, i, m.spans(n, w)))
	}
	if s := m.facts.standings[w.Day]; s != nil {
		m.amend(&day, s, w)
	}
	return day
}

// windows is when a visit to n may begin on a workday, of the spans in which it may
// take place, with what it is worth then. It ends before the span in which it may take place does.
func (m *month) windows(n node, w planner.Workday, spans []planner.Span) (windows []orienteer.Window, worths []planner.Worth) {
	for _, span := range spans {
		for _, x := range m.in.Chances.WorthOn(m.in.Calendar, &m.in.Rules, n.Household, n.past, w.Day, []planner.Span{span}) {
			x.Close = min(x.Close-1, span.Close-n.service)
			if x.Open > x.Close {
				continue
			}
			windows = append(windows, orienteer.Window{Open: int64(x.Open), Close: int64(x.Close), Prize: int64(m.in.Rules.Yield.Present(x.Cash, x.Later))})
			worths = append(worths, x)
		}
	}
	return windows, worths
}
