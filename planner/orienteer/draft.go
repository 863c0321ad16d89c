package orienteer

import "slices"

// draft is a plan in the making.
type draft struct {
	p      *Problem
	weight weights
	days   []Route
	on     [][]int // on[i]: the days that visit node i
	used   []int64 // used[k]: weight of Problem.Limits[k]
}

// weights rank what a plan is judged by: appointments kept, then stops that a
// day needs at least, then value.
type weights struct{ stop, must int64 }

func newDraft(p *Problem, w weights) *draft {
	b := &draft{p: p, weight: w, days: make([]Route, len(p.Days)), on: make([][]int, p.Nodes), used: make([]int64, len(p.Limits))}
	for d := range b.days {
		b.days[d] = Route{Depart: p.Days[d].Open, Return: p.Days[d].Open}
	}
	return b
}

// set replaces the route of day d.
func (b *draft) set(d int, r Route) {
	for _, s := range b.days[d].Stops {
		at := slices.Index(b.on[s.Node], d)
		b.on[s.Node] = slices.Delete(b.on[s.Node], at, at+1)
		b.weigh(s.Node, -1)
	}
	b.days[d] = r
	for _, s := range r.Stops {
		b.on[s.Node] = append(b.on[s.Node], d)
		b.weigh(s.Node, 1)
	}
}

func (b *draft) weigh(i int, sign int64) {
	for k, l := range b.p.Limits {
		b.used[k] += sign * l.Weight[i]
	}
}

// idle is day d without stops.
func (b *draft) idle(d int) Route {
	return Route{Depart: b.p.Days[d].Open, Return: b.p.Days[d].Open}
}

// may tells whether a visit to node i on day d keeps spacing and limits, beside
// the visits on other days.
func (b *draft) may(i, d int) bool {
	for k, l := range b.p.Limits {
		if l.Weight[i] > 0 && b.used[k]+l.Weight[i] > l.Most {
			return false
		}
	}
	return b.p.spaced(i, d, b.on[i])
}

// spaced tells whether node i may be visited on day d and on the days listed; d
// itself does not count among them.
func (p *Problem) spaced(i, d int, days []int) bool {
	rule := p.spacing(i)
	if rule.Visits <= 0 {
		return false
	}
	if rule.Days <= 0 {
		others := len(days)
		if slices.Contains(days, d) {
			others--
		}
		return others < rule.Visits
	}
	if crowded(p, rule, d, d, days) {
		return false
	}
	for _, e := range days {
		if e != d && crowded(p, rule, e, d, days) {
			return false
		}
	}
	return true
}

// crowded tells whether day d and the days listed have more visits than the rule
// allows within its dates from those of day first on, if these hold day d.
func crowded(p *Problem, rule Spacing, first, d int, days []int) bool {
	from, date := p.Days[first].Date, p.Days[d].Date
	if date < from || date-from >= rule.Days {
		return false
	}
	visits := 1
	for _, e := range days {
		if at := p.Days[e].Date; e != d && at >= from && at-from < rule.Days {
			visits++
		}
	}
	return visits > rule.Visits
}

// keeps tells whether appointment m is kept on a day other than d.
func (b *draft) keeps(m *Must, d int) bool {
	for _, e := range b.on[m.Node] {
		if e != d && slices.Contains(m.Days, e) {
			return true
		}
	}
	return false
}

// promised tells whether a visit to node i on day d would leave no day for an
// appointment that is not kept yet.
func (b *draft) promised(i, d int) bool {
	for k := range b.p.Must {
		m := &b.p.Must[k]
		if m.Node != i || slices.Contains(m.Days, d) || b.keeps(m, d) {
			continue
		}
		with := append(slices.Clone(b.on[i]), d)
		if !slices.ContainsFunc(m.Days, func(e int) bool { return b.p.spaced(i, e, with) }) {
			return true
		}
	}
	return false
}

// bonuses lists what visiting a node on day d adds beside its prize: the
// appointments that no other day keeps.
func (b *draft) bonuses(d int) map[int]int64 {
	var add map[int]int64
	for k := range b.p.Must {
		m := &b.p.Must[k]
		if slices.Contains(m.Days, d) && !b.keeps(m, d) {
			if add == nil {
				add = make(map[int]int64)
			}
			add[m.Node] += b.weight.must
		}
	}
	return add
}

// kept is how many nodes with an appointment that no other day keeps day d visits.
func (b *draft) kept(d int) int {
	add, count := b.bonuses(d), 0
	for _, s := range b.days[d].Stops {
		if _, ok := add[s.Node]; ok {
			count++
		}
	}
	return count
}

// score is what the search maximises.
func (b *draft) score() int64 {
	sum := b.value()
	for d := range b.days {
		sum += b.weight.stop * int64(min(len(b.days[d].Stops), b.p.Days[d].MinStops))
	}
	for k := range b.p.Must {
		if b.keeps(&b.p.Must[k], -1) {
			sum += b.weight.must
		}
	}
	return sum
}

// whole tells whether every appointment is kept and no day is short of stops.
func (b *draft) whole() bool {
	for d := range b.days {
		if len(b.days[d].Stops) < b.p.Days[d].MinStops {
			return false
		}
	}
	for k := range b.p.Must {
		if !b.keeps(&b.p.Must[k], -1) {
			return false
		}
	}
	return true
}

func (b *draft) value() int64 {
	sum := int64(0)
	for d := range b.days {
		sum += b.days[d].Value()
	}
	return sum
}

// copy makes b the same as other.
func (b *draft) copy(other *draft) {
	copy(b.days, other.days)
	copy(b.used, other.used)
	for i := range b.on {
		b.on[i] = append(b.on[i][:0], other.on[i]...)
	}
}
