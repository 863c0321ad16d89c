package orienteer

import (
	"math"
	"slices"
)

// duties are the appointments that free days may keep, as the master sees them: a
// visit that keeps one earns a reward. Whoever keeps n of them earns n rewards or
// more, so a bound on value and rewards, less n rewards, bounds the value of every
// plan that keeps n (a Lagrangian relaxation of keeping them, its price fixed and
// the rest left to the prices of nodes).
type duties struct {
	open   []*Must
	each   int64   // the reward of one
	wanted [][]int // wanted[d][i]: how many of them a visit to node i on day d keeps; nil where none
	node   []bool  // nodes with an open appointment
}

// newDuties lists the appointments that no frozen day keeps. Those whose node may
// be visited more than once on their days are left out: their reward could be
// earned twice.
func newDuties(s *solver) duties {
	u := duties{wanted: make([][]int, len(s.p.Days)), node: make([]bool, s.p.Nodes)}
	for k := range s.p.Must {
		m := &s.p.Must[k]
		if !s.p.once(m) || slices.ContainsFunc(s.fixed[m.Node], func(d int) bool { return slices.Contains(m.Days, d) }) {
			continue
		}
		u.open = append(u.open, m)
		u.node[m.Node] = true
		for _, d := range m.Days {
			if u.wanted[d] == nil {
				u.wanted[d] = make([]int, s.p.Nodes)
			}
			u.wanted[d][m.Node]++
		}
	}
	return u
}

// once tells whether m's node can be visited once at most on its days.
func (p *Problem) once(m *Must) bool {
	rule := p.spacing(m.Node)
	if len(m.Days) == 0 {
		return false
	}
	if slices.Max(m.Days) == slices.Min(m.Days) {
		return true
	}
	if rule.Visits > 1 {
		return false
	}
	first, last := math.MaxInt, math.MinInt
	for _, d := range m.Days {
		first, last = min(first, p.Days[d].Date), max(last, p.Days[d].Date)
	}
	return rule.Days <= 0 || last-first < rule.Days
}

// reward is what a visit to node i on day d earns by appointments.
func (u *duties) reward(d, i int) int64 {
	if u.wanted[d] == nil {
		return 0
	}
	return u.each * int64(u.wanted[d][i])
}

// earned is the reward for the appointments that a draft keeps.
func (u *duties) earned(b *draft) int64 {
	sum := int64(0)
	for _, m := range u.open {
		if b.keeps(m, -1) {
			sum += u.each
		}
	}
	return sum
}
