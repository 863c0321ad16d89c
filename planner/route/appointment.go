package route

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"binaan/planner"
	"binaan/planner/orienteer"
)

// duty is what asks for a visit to a node in these days.
type duty string

// The duties, strongest first.
const (
	dutyPromise  duty = "promise"
	dutyRequest  duty = "request"
	dutyCoverage duty = "coverage"
)

// promiseGrace is how many days after a promise fell due its visit may still be
// made, where nobody may come on the day itself.
const promiseGrace = planner.PromiseGrace

// appoint lists the visits that have to be made: promises on their day, what the
// branch asked for, what coverage makes due, and a draw among families that
// nobody knows.
func (m *month) appoint(rng *rand.Rand) {
	var covered []int
	m.stay()
	for i, n := range m.nodes {
		promise := n.past.Pending(&m.in.Rules, m.in.Rules.Day)
		switch {
		case promise != nil && promise.Due >= m.in.First && promise.Due <= m.in.Last:
			m.must(i, dutyPromise, m.promiseDays(i, promise.Due))
		case m.stays(n.ID):
		case n.Requested != nil && n.Requested.By >= m.in.First:
			m.must(i, dutyRequest, m.free(i, m.possible(i, m.in.First, n.Requested.By)))
		case n.due <= m.in.Last:
			covered = append(covered, i)
		}
	}
	m.cover(covered)
	m.explore(rng)
}

// must asks for a visit to node i on one of some days, if there is any.
func (m *month) must(i int, why duty, days []int) {
	m.duties[i] = why
	if len(days) > 0 {
		m.problem.Must = append(m.problem.Must, orienteer.Must{Node: i, Days: days})
	}
}

// promiseDays is the day of the promise, or the first possible one soon after it.
func (m *month) promiseDays(i int, due planner.Day) []int {
	days := m.free(i, m.possible(i, due, due+promiseGrace))
	return days[:min(1, len(days))]
}

// cover asks for the visits that coverage makes due, the longest due first, until
// they fill half of the stops at least: where more are overdue than that, they
// wait for a later month, and the rest of this one is free to earn.
func (m *month) cover(nodes []int) {
	slices.SortStableFunc(nodes, func(a, b int) int { return cmp.Compare(m.nodes[a].due, m.nodes[b].due) })
	room := m.in.Rules.Stops.Least * len(m.days) / 2
	for k, i := range nodes {
		if k >= room {
			m.duties[i] = dutyCoverage
			continue
		}
		days := m.free(i, m.possible(i, m.in.First, max(m.nodes[i].due, m.in.First)))
		if len(days) == 0 {
			days = m.free(i, m.possible(i, m.in.First, m.in.Last))
		}
		m.must(i, dutyCoverage, days)
	}
}

// possible are the days from first to last on which node i has a window.
func (m *month) possible(i int, first, last planner.Day) []int {
	var days []int
	for d, w := range m.days {
		if first <= w.Day && w.Day <= last && len(m.problem.Days[d].Windows[i]) > 0 {
			days = append(days, d)
		}
	}
	return days
}

// explore draws households that were never visited, so that the rule's share of
// the least number of stops goes to them, and notes how likely each was drawn.
func (m *month) explore(rng *rand.Rand) {
	var unknown []int
	for i, n := range m.nodes {
		if m.duties[i] == "" && !m.stays(n.ID) && n.past.LastVisit() == nil && len(m.free(i, m.possible(i, m.in.First, m.in.Last))) > 0 {
			unknown = append(unknown, i)
		}
	}
	draw := int(m.in.Rules.Exploration.Percent/100*float64(m.in.Rules.Stops.Least*len(m.days)) + 0.5)
	draw = min(draw, len(unknown))
	if draw == 0 {
		return
	}
	chance := float64(draw) / float64(len(unknown))
	rng.Shuffle(len(unknown), func(a, b int) { unknown[a], unknown[b] = unknown[b], unknown[a] })
	chosen := unknown[:draw]
	slices.Sort(chosen)
	for _, i := range chosen {
		m.drawn[i] = chance
		m.problem.Must = append(m.problem.Must, orienteer.Must{Node: i, Days: m.free(i, m.possible(i, m.in.First, m.in.Last))})
	}
}
