package orienteer

import (
	"encoding/binary"
	"math"
	"slices"
)

// roster is the programme over the routes found so far, a column for each. Its
// duals are the prices of days and nodes.
type roster struct {
	*rows
	days   []int // that it plans
	lp     *program
	routes []found
	known  map[string]bool
}

// found is a route of the pool.
type found struct {
	day   int
	nodes []int
	value int64
}

func newRoster(m *rows, days []int, limit []float64) *roster {
	return &roster{rows: m, days: days, lp: newProgram(limit), known: make(map[string]bool)}
}

// offer adds a route of day d to the pool unless it is there already or, where a
// gain is asked for, is not worth more than its price by that much.
func (m *roster) offer(d int, nodes []int, least float64) bool {
	if m.dayRow[d] < 0 || len(nodes) == 0 {
		return false
	}
	if m.guess(d, nodes) < least {
		return false
	}
	key := routeKey(d, nodes)
	if m.known[key] {
		return false
	}
	r, ok := m.s.p.Schedule(d, nodes)
	if !ok {
		return false
	}
	c := m.column(d, nodes, r.Value())
	if c.worth(m.lp.dual) < least {
		return false
	}
	m.known[key] = true
	m.lp.add(c)
	m.routes = append(m.routes, found{d, nodes, r.Value()})
	return true
}

// guess is what a route gains at most beyond its price, if every stop could be
// made in its best window.
func (m *roster) guess(d int, nodes []int) float64 {
	p, day := m.s.p, &m.s.p.Days[d]
	sum, at := -m.lp.dual[m.dayRow[d]], day.Start
	for _, i := range nodes {
		peak := m.s.peak[d][i]
		if peak == hopeless {
			return math.Inf(-1)
		}
		sum += float64(peak-p.cost(at, i)) - m.price(m.lp.dual, i, d)
		at = i
	}
	return sum - float64(p.cost(at, day.End))
}

// routePool is how many routes the programme keeps.
const routePool = 6000

// take offers routes of day d to all days. It returns how many were new and worth
// more than their price, and adds them to given, by day.
func (m *roster) take(d int, routes []candidate, given []int) (count int) {
	for _, c := range routes {
		for _, e := range m.days {
			if m.offer(e, c.nodes, 1) {
				count++
				given[e]++
			}
		}
	}
	return count
}

// thin forgets routes when there are many.
func (m *roster) thin() {
	if len(m.routes) < 2*routePool {
		return
	}
	kept := m.lp.drop(routePool + m.lp.pinned)[m.lp.pinned:]
	at := 0
	for c, r := range m.routes {
		if at < len(kept) && kept[at] == c+m.lp.pinned {
			m.routes[at] = r
			at++
			continue
		}
		delete(m.known, routeKey(r.day, r.nodes))
	}
	m.routes = m.routes[:at]
}

// routeKey tells routes of the same day and stops from others, whatever their order.
func routeKey(d int, nodes []int) string {
	sorted := slices.Sorted(slices.Values(nodes))
	key := binary.AppendUvarint(nil, uint64(d))
	for _, i := range sorted {
		key = binary.AppendUvarint(key, uint64(i))
	}
	return string(key)
}

// richest are the routes that are worth most to task t of day d, as many as asked for.
func (m *roster) richest(d int, t *task, most int) []candidate {
	price := make([]int64, m.s.p.Nodes)
	for k, i := range t.nodes {
		price[i] = t.less[k]
	}
	var best []candidate
	for _, r := range m.routes {
		if r.day != d {
			continue
		}
		v := r.value
		for _, i := range r.nodes {
			v -= price[i]
		}
		if v <= 0 || len(best) == most && v <= best[most-1].value {
			continue
		}
		if len(best) < most {
			best = append(best, candidate{})
		}
		k := len(best) - 1
		for ; k > 0 && best[k-1].value < v; k-- {
			best[k] = best[k-1]
		}
		best[k] = candidate{r.nodes, v}
	}
	return best
}
