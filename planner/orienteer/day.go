package orienteer

// effort limits the work put into one task.
type effort struct {
	labels int // of the search; a search that needs more proves nothing
	rounds int // of penalties
	keep   int // routes
}

// thorough is the effort that proves a day.
var thorough = effort{labels: 200_000, rounds: 12, keep: 1}

// A first look takes the candidates that bring most and few labels.
const (
	quickCandidates = 20
	quickLabels     = 3000
)

// A shift is cut into so many steps for the penalties and for the search.
const (
	coarse = 120
	fine   = 512
)

// solve finds the best route of t that is worth more than floor and the known
// route, which may be nil. Where there is none the answer is the known route, or
// no route at all, with a bound of at least floor.
func (t *task) solve(known candidate, floor int64, e effort) answer {
	a := answer{nodes: known.nodes, value: known.value}
	if t.stops == 0 {
		a.bound = max(a.value, 0)
		return a
	}
	k := newKnapsack(t)
	k.sweep()
	floor = max(floor, a.value)
	if k.bound < float64(floor)+0.5 {
		a.bound = floor
		return a
	}
	if known.nodes == nil {
		s := t.subset(k.promising(quickCandidates))
		s.explore(&a, floor, effort{labels: quickLabels, rounds: e.rounds, keep: e.keep}, coarse)
		floor = max(floor, a.value)
	}
	s, rest := t.reduce(k, floor)
	a.bound = rest
	if s.stops == 0 {
		a.bound = max(a.bound, floor)
		return a
	}
	a.bound = max(rest, s.explore(&a, floor, e, fine))
	return a
}

// reduce drops the candidates through which no route is worth more than floor.
// Where more are left than a set can hold it drops the least promising of them,
// too, and returns the bound of the routes lost that way.
func (t *task) reduce(k *knapsack, floor int64) (task, int64) {
	keep := k.above(floor)
	s := t.subset(keep)
	for len(keep) > 0 {
		k = newKnapsack(&s)
		k.sweep()
		keep = k.above(floor)
		if len(keep) == len(s.nodes) {
			break
		}
		s = s.subset(keep)
	}
	if len(s.nodes) <= setSize {
		return s, floor
	}
	keep = k.promising(setSize)
	rest, at := floor, 0
	for c := range s.nodes {
		if at < len(keep) && keep[at] == c {
			at++
			continue
		}
		rest = max(rest, int64(k.through[c]))
	}
	return s.subset(keep), rest
}

// explore runs programme and search on t, whose candidates fit a set, improves
// the answer, and returns the bound.
func (t *task) explore(a *answer, floor int64, e effort, steps int64) int64 {
	shift := t.day.Close - t.day.Open
	m := newProgramme(t.grid(shift/coarse + 1))
	m.discourage(e.rounds, floor)
	if steps > coarse {
		penalty := m.penalty
		m = newProgramme(t.grid(shift/steps + 1))
		m.penalty = penalty
	}
	m.solve()
	if m.bound() <= floor {
		return floor
	}
	s := newSearch(t, m, floor, e.labels, e.keep)
	bound := s.run()
	if len(s.found) > 0 && s.found[0].value > a.value {
		a.nodes, a.value = s.found[0].nodes, s.found[0].value
	}
	a.more = append(a.more, s.found...)
	return min(bound, m.bound())
}
