package orienteer

import "slices"

// rows are the constraints of the set packing programme over routes: one route a
// day, every node no more often than its spacing allows, every limit kept.
type rows struct {
	s       *solver
	limit   []float64
	duties  duties
	dayRow  []int   // row of a day, -1 where frozen
	classes []class // by spacing rule
	classOf []int
	first   []int // first[i]: row of the first window of node i
	weigh   int   // row of the first limit
}

// class is what the nodes of one spacing rule have in common: the largest sets of
// free days within as many dates as the rule spans, and which of them a day is in.
type class struct {
	rule  Spacing
	sets  [][]int
	ofDay [][]int
}

func newRows(s *solver) *rows {
	m := &rows{s: s, duties: newDuties(s), dayRow: make([]int, len(s.p.Days))}
	for d := range m.dayRow {
		m.dayRow[d] = -1
	}
	for _, d := range s.free {
		m.dayRow[d] = len(m.limit)
		m.limit = append(m.limit, 1)
	}
	m.classOf, m.first = make([]int, s.p.Nodes), make([]int, s.p.Nodes)
	for i := range s.p.Nodes {
		m.classOf[i] = m.class(s.p.spacing(i))
		m.first[i] = len(m.limit)
		c := &m.classes[m.classOf[i]]
		for k := range c.sets {
			m.limit = append(m.limit, float64(m.left(i, c.rule, c.sets[k])))
		}
	}
	m.weigh = len(m.limit)
	for k, l := range s.p.Limits {
		m.limit = append(m.limit, float64(max(0, l.Most-s.now.used[k])))
	}
	return m
}

// left is how many visits the frozen days leave to node i within a set of days.
func (m *rows) left(i int, rule Spacing, days []int) int {
	p := m.s.p
	left := rule.Visits
	first, last := p.Days[days[0]].Date, p.Days[days[len(days)-1]].Date
	for _, d := range m.s.fixed[i] {
		date := p.Days[d].Date
		if rule.Days <= 0 || date > last-rule.Days && date < first+rule.Days && date >= first && date <= last {
			left--
		}
	}
	return max(0, left)
}

// class finds or makes the class of a rule.
func (m *rows) class(rule Spacing) int {
	for k := range m.classes {
		if m.classes[k].rule == rule {
			return k
		}
	}
	c := class{rule: rule, ofDay: make([][]int, len(m.s.p.Days))}
	days := slices.Clone(m.s.free)
	slices.SortStableFunc(days, func(a, b int) int { return m.s.p.Days[a].Date - m.s.p.Days[b].Date })
	end := 0
	for at := range days {
		upto := len(days)
		if rule.Days > 0 {
			upto = at
			for upto < len(days) && m.s.p.Days[days[upto]].Date < m.s.p.Days[days[at]].Date+rule.Days {
				upto++
			}
		}
		if upto > end && upto-at > rule.Visits {
			c.sets = append(c.sets, days[at:upto])
			end = upto
		}
	}
	for k, set := range c.sets {
		for _, d := range set {
			c.ofDay[d] = append(c.ofDay[d], k)
		}
	}
	m.classes = append(m.classes, c)
	return len(m.classes) - 1
}

// price is what a visit to node i on day d costs at the prices y, less the reward
// for the appointments it keeps.
func (m *rows) price(y []float64, i, d int) float64 {
	sum := -float64(m.duties.reward(d, i))
	for _, k := range m.classes[m.classOf[i]].ofDay[d] {
		sum += y[m.first[i]+k]
	}
	for k, l := range m.s.p.Limits {
		sum += y[m.weigh+k] * float64(l.Weight[i])
	}
	return sum
}

// column is a route of day d, worth so much, as a variable of the programme.
func (m *rows) column(d int, nodes []int, value int64) column {
	c := column{gain: float64(value), rows: []entry{{m.dayRow[d], 1}}}
	for _, i := range nodes {
		c.gain += float64(m.duties.reward(d, i))
		for _, k := range m.classes[m.classOf[i]].ofDay[d] {
			c.rows = append(c.rows, entry{m.first[i] + k, 1})
		}
	}
	for k, l := range m.s.p.Limits {
		sum := 0.0
		for _, i := range nodes {
			sum += float64(l.Weight[i])
		}
		if sum > 0 {
			c.rows = append(c.rows, entry{m.weigh + k, sum})
		}
	}
	return c
}
