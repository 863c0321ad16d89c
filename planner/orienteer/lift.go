package orienteer

import "slices"

// lift raises prices of nodes as far as the bound does not rise by it, as far as the
// routes known tell: of prices that bound alike the highest say most. An appointment
// that every good route of its day keeps may as well be paid for by the price of its
// node as by that of the day, and the programme does not care which; but a relaxation
// that may come back to a stop makes much of one that is worth many others.
type lift struct {
	*roster
	y       []float64
	worth   []float64 // by route, at the prices
	of      [][]int   // routes by day
	through [][]int   // routes by node
}

// lift raises the prices y of stops that stand out on the best routes known of their days.
func (m *roster) lift(y []float64) {
	l := &lift{roster: m, y: y, worth: make([]float64, len(m.routes)), of: make([][]int, len(m.dayRow)), through: make([][]int, m.s.p.Nodes)}
	for k, r := range m.routes {
		l.worth[k] = float64(r.value)
		for _, i := range r.nodes {
			l.worth[k] -= m.price(y, i, r.day)
			l.through[i] = append(l.through[i], k)
		}
		l.of[r.day] = append(l.of[r.day], k)
	}
	for _, d := range l.days {
		for range liftsPerDay {
			if !l.level(d) {
				break
			}
		}
	}
}

// liftsPerDay is how many stops of one day are levelled at most.
const liftsPerDay = 32

// level raises the price of the stop that stands out most on the best route known of
// day d, and tells whether there is one: until it gains the route no more than its
// stops usually do, or until a route without it is as good.
func (l *lift) level(d int) bool {
	best, worth := l.best(d, nowhere)
	if best < 0 {
		return false
	}
	gains := l.gains(best)
	usual := slices.Sorted(slices.Values(gains))[len(gains)/2]
	node, set, by := nowhere, -1, 1.0
	for k, i := range l.routes[best].nodes {
		row := l.single(i, d)
		if row < 0 || gains[k]-usual <= by {
			continue
		}
		_, other := l.best(d, i)
		if most := min(gains[k]-usual, worth-other); most > by {
			node, set, by = i, row, most
		}
	}
	if node == nowhere {
		return false
	}
	l.raise(node, set, by)
	return true
}

// nowhere is no node.
const nowhere = -1

// best is the route known of day d that is worth most, of those that do not visit node
// but; no route (-1) where none is worth anything.
func (l *lift) best(d, but int) (route int, worth float64) {
	route = -1
	for _, k := range l.of[d] {
		if l.worth[k] > worth && !slices.Contains(l.routes[k].nodes, but) {
			route, worth = k, l.worth[k]
		}
	}
	return route, worth
}

// gains is by how much each stop of route k makes it worth more. A stop without which
// the others cannot be made in time gains nothing.
func (l *lift) gains(k int) []float64 {
	r := &l.routes[k]
	gains := make([]float64, len(r.nodes))
	for at, i := range r.nodes {
		if rest, ok := l.s.p.Schedule(r.day, slices.Delete(slices.Clone(r.nodes), at, at+1)); ok {
			gains[at] = float64(r.value-rest.Value()) - l.price(l.y, i, r.day)
		}
	}
	return gains
}

// single is which row of node i counts day d and has room for one visit, or -1.
func (l *lift) single(i, d int) int {
	for _, set := range l.classes[l.classOf[i]].ofDay[d] {
		if l.limit[l.first[i]+set] == 1 {
			return set
		}
	}
	return -1
}

// raise raises the price of a row of node i; what the routes it counts are worth falls.
func (l *lift) raise(i, set int, by float64) {
	l.y[l.first[i]+set] += by
	for _, k := range l.through[i] {
		if slices.Contains(l.classes[l.classOf[i]].ofDay[l.routes[k].day], set) {
			l.worth[k] -= by
		}
	}
}
