package route

import (
	"slices"

	"binaan/planner/orienteer"
)

// searched is the share of the time granted after which the search of a month
// ends: the rest is for the proofs of its days.
const searched = 0.7

// proveDays asks of every day that is not proven yet, the nearest first, for the
// best route beside the other days, as long as there is time. The first day, which
// is ridden next, and the announced ones are asked for once more in the end: their
// answers are to stand.
func (m *month) proveDays(solved *orienteer.Plan, ended func() bool, stop func() bool) {
	for d := range m.days {
		if !stop() && !solved.Proven[d] {
			m.proveDay(d, solved, stop)
		}
	}
	for d, w := range slices.Backward(m.days) {
		if !solved.Proven[d] && (d == 0 || m.facts.standings[w.Day] != nil) {
			m.proveDay(d, solved, ended)
		}
	}
}

// proveDay looks for the best route of day d. A better one takes the place of the
// one there was, and what was proven beside the old one no longer is. The answer of the
// only day is that of the month.
func (m *month) proveDay(d int, solved *orienteer.Plan, stop func() bool) {
	p := m.alone(d, solved)
	one, err := orienteer.Solve(&p, orienteer.Options{Seed: solved.Seed, Stop: stop, Start: &orienteer.Plan{Days: solved.Days[d : d+1 : d+1]}})
	if err != nil || !one.Proven[0] {
		return
	}
	only := len(m.days) == 1
	if gain := one.Value - solved.Days[d].Value(); only || gain != 0 || len(one.Days[0].Stops) != len(solved.Days[d].Stops) {
		solved.Days[d] = one.Days[0]
		solved.Value += gain
		solved.Bound = max(solved.Bound, solved.Value)
		if only {
			solved.Bound = one.Bound
		}
		solved.Left = relist(solved.Left, d, one.Left)
		clear(solved.Proven)
	}
	solved.Proven[d] = true
}

// relist takes over from the new day d, alone, what would bring whom it leaves out
// in there: exchanges with the old day are no longer any.
func relist(left []orienteer.Left, d int, alone []orienteer.Left) []orienteer.Left {
	left = slices.DeleteFunc(left, func(l orienteer.Left) bool { return l.Day == d })
	at := map[int]int{}
	for k, l := range left {
		at[l.Node] = k
	}
	for _, l := range alone {
		if l.Day < 0 {
			continue
		}
		l.Day = d
		if k, listed := at[l.Node]; !listed {
			left = append(left, l)
		} else if left[k].Day < 0 || l.Need < left[k].Need {
			left[k] = l
		}
	}
	return left
}

// alone is the instance of day d beside what is planned for the others.
func (m *month) alone(d int, solved *orienteer.Plan) orienteer.Problem {
	p := m.problem
	day := p.Days[d]
	day.Windows = slices.Clone(day.Windows)
	taken := make([]bool, p.Nodes)
	for e, r := range solved.Days {
		for _, s := range r.Stops {
			if e != d && (p.Spacing == nil || m.tooClose(m.days[d].Day, m.days[e].Day)) {
				day.Windows[s.Node] = nil
			}
			taken[s.Node] = taken[s.Node] || e != d
		}
	}
	p.Days, p.Must = []orienteer.Day{day}, nil
	for _, must := range m.problem.Must {
		if slices.Contains(must.Days, d) && !taken[must.Node] {
			p.Must = append(p.Must, orienteer.Must{Node: must.Node, Days: []int{0}})
		}
	}
	return p
}
