package orienteer

import (
	"math"
	"slices"
)

// effort limits the work put into one task.
type effort struct {
	candidates int   // the most promising ones looked at
	steps      int64 // the shift is cut into about so many
	rounds     int   // of penalties
	most       int   // candidates that may matter by the knapsack; 0 means any number
	labels     int   // of the search; a search that needs more proves nothing
	walks      int   // of the survey that follows one; 0 means none
	keep       int   // routes
}

// Efforts, from a glance to a proof.
var (
	trial    = effort{candidates: 20, steps: 120, rounds: 6, labels: 3000, keep: 1}
	pricing  = effort{candidates: 64, steps: 80, rounds: 0, labels: 3000, keep: 10}
	first    = effort{candidates: 20, steps: 120, rounds: 12, labels: 3000, keep: 1}
	certain  = effort{candidates: setSize, steps: 512, rounds: 6, labels: 10_000, keep: 20}
	brief    = effort{candidates: setSize, steps: 512, rounds: 6, most: 120, labels: 10_000, keep: 1}
	thorough = effort{candidates: setSize, steps: 512, rounds: 12, labels: 200_000, walks: 600_000, keep: 1}
)

// Where there are many candidates, a shift is cut into so many steps to tell which
// of them matter, first roughly, then finer.
const (
	many  = 80
	rough = 30
	finer = 80
)

// answerTo begins the answer to t with a route that is known, which may be none.
func (t *task) answerTo(known candidate) answer {
	return answer{nodes: known.nodes, value: known.value}
}

// look finds a good route of t among its most promising candidates and those of
// the known route, which may be none.
func (t *task) look(known candidate, floor int64, e effort) answer {
	a := t.answerTo(known)
	if t.stops == 0 {
		return a
	}
	k := newKnapsack(t)
	k.sweep()
	a.bound = int64(k.bound)
	if k.bound < float64(floor)+0.5 {
		return a
	}
	s := t
	if e.candidates < len(t.nodes) {
		some := t.subset(t.including(known.nodes, t.chosen(k, e.candidates)))
		s = &some
	}
	s.explore(&a, floor, e)
	return a
}

// chosen are the candidates to look at: those that promise most when time has a price.
func (t *task) chosen(k *knapsack, most int) []int {
	at := slices.DeleteFunc(foremost(k.through, sketched), func(c int) bool { return len(t.windows[c]) == 0 })
	s := t.subset(at)
	if s.stops == 0 {
		return nil
	}
	w := newToll(&s)
	w.settle(max(1, k.price), tolls)
	w.ascend()
	list := foremost(w.through(), most)
	for c, p := range list {
		list[c] = at[p]
	}
	return list
}

// solve finds the best route of t that is worth more than floor and the known
// route. Where there is none the answer is the known route, or no route at all,
// with a bound of at least floor.
func (t *task) solve(known candidate, floor int64, e effort) answer {
	a := t.answerTo(known)
	if known.nodes == nil {
		a = t.look(known, floor, first)
	} else {
		a = t.look(known, floor, pricing)
	}
	floor = max(floor, a.value)
	s, k := t.reduceByKnapsack(floor)
	if e.most > 0 && len(s.nodes) > e.most {
		a.bound = max(floor, int64(k.bound))
		return a
	}
	s, bound := s.reduce(k, floor)
	if s.stops > 0 {
		bound = max(bound, s.explore(&a, floor, e))
	}
	a.bound = max(bound, a.value)
	if e.walks > 0 && a.bound > max(floor, a.value) {
		t.outwalk(&a, floor, e)
	}
	return a
}

// outwalk improves an answer that a search by sets of stops could not prove, by walks, of
// which fewer are told apart.
func (t *task) outwalk(a *answer, floor int64, e effort) {
	b := t.survey(candidate{a.nodes, a.value}, 0, e.walks, e.keep)
	a.bound = max(floor, b.value, min(a.bound, b.bound))
	a.nodes, a.value = b.nodes, b.value
	a.more = append(a.more, b.more...)
}

// reduce drops the candidates of t, which have knapsack k, through which no route
// is worth more than floor.
// Where more are left than a set can hold it drops the least promising of them,
// too, and returns the bound of the routes lost that way.
func (t *task) reduce(k *knapsack, floor int64) (task, int64) {
	s, through := *t, k.through
	if len(s.nodes) > many {
		m := newProgramme(s.grid(s.layout(s.shift()/rough + 1)))
		m.solve()
		s, through = s.above(floor, m.through(through))
	}
	if len(s.nodes) > many {
		m := newProgramme(s.grid(s.layout(s.shift()/finer + 1)))
		m.discourage(2, floor)
		s, through = s.above(floor, m.through(through))
	}
	if len(s.nodes) <= setSize {
		return s, floor
	}
	keep := foremost(through, setSize)
	lost, at := floor, 0
	for c := range s.nodes {
		if at < len(keep) && keep[at] == c {
			at++
			continue
		}
		lost = max(lost, int64(through[c]+math.Abs(through[c])*1e-15))
	}
	return s.subset(keep), lost
}

// reduceByKnapsack repeats the knapsack bound while it drops candidates.
func (t *task) reduceByKnapsack(floor int64) (task, *knapsack) {
	s := *t
	for {
		k := newKnapsack(&s)
		k.sweep()
		before := len(s.nodes)
		less, _ := s.above(floor, k.through)
		if len(less.nodes) == before || len(less.nodes) == 0 {
			return less, k
		}
		s = less
	}
}

// above keeps the candidates whose bound promises more than floor, but for the
// rounding of floats: all values are whole.
func (t *task) above(floor int64, through []float64) (task, []float64) {
	var keep []int
	var kept []float64
	for c, b := range through {
		if b+math.Abs(b)*1e-15 >= float64(floor)+0.5 {
			keep, kept = append(keep, c), append(kept, b)
		}
	}
	if len(keep) == len(t.nodes) {
		return *t, kept
	}
	return t.subset(keep), kept
}

func (t *task) shift() int64 { return t.day.Close - t.day.Open }

// explore runs programme and search on t, whose candidates fit a set, improves
// the answer, and returns the bound: no route is worth more, unless floor is.
func (t *task) explore(a *answer, floor int64, e effort) int64 {
	m := newProgramme(t.grid(t.layout(t.shift()/min(e.steps, trial.steps) + 1)))
	m.discourage(e.rounds, floor)
	if e.steps > trial.steps {
		penalty := m.penalty
		m = newProgramme(t.grid(t.layout(t.shift()/e.steps + 1)))
		m.penalty = penalty
		m.solve()
	}
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
