package orienteer

import (
	"math"
	"slices"
)

// Looking at a day at given prices: how many candidates the knapsack leaves to a
// scout, how many of them it goes through, how often it tries a price of time, how
// many walks it may make, and into how many steps it cuts the shift.
const (
	sketched   = 256
	scouted    = 160
	tolls      = 4
	scoutWalks = 8000
	scoutSteps = 256
)

// scout looks for good routes of t beside those known, the best of which comes
// first, among their stops and the candidates that promise most when time has a
// price. It proves nothing.
func (t *task) scout(known []candidate, keep int) answer {
	var a answer
	var nodes []int
	for _, c := range known {
		nodes = append(nodes, c.nodes...)
	}
	if len(known) > 0 {
		a = t.answerTo(known[0])
	}
	if t.stops == 0 {
		return a
	}
	k := newKnapsack(t)
	k.sweep()
	s := *t
	if len(t.nodes) > sketched {
		s = t.subset(t.including(nodes, foremost(k.through, sketched*7/8)))
	}
	w := newToll(&s)
	w.settle(max(1, k.price), tolls)
	w.ascend()
	s = s.subset(s.including(nodes, foremost(w.through(), scouted)))
	l := s.fine(scoutSteps)
	found := s.refined(l, known, keep)
	m := newProgramme(s.grid(l))
	m.solve()
	if m.bound() > a.value {
		v := newWalks(&s, m, a.value, 0, scoutWalks, keep)
		v.explore()
		for _, c := range v.found {
			found = record(found, c, keep)
		}
	}
	a.adopt(found)
	return a
}

// adopt takes over the best of routes found, best first, if it is better.
func (a *answer) adopt(found []candidate) {
	if len(found) > 0 && found[0].value > a.value {
		a.nodes, a.value = found[0].nodes, found[0].value
	}
	a.more = found
}

// A survey tries more prices of time, of so many candidates at most.
const (
	surveyed    = 1024
	surveyTolls = 6
)

// survey bounds t, beside a known route, which may be none, and looks for good
// routes on the way. The bound misses the best that can be proven by at most slack
// or what so many walks leave open.
func (t *task) survey(known candidate, slack int64, walks, keep int) answer {
	a := t.answerTo(known)
	floor := known.value + slack
	s, k, lost := t.foremost(floor)
	a.bound = lost
	if s.stops == 0 {
		return a
	}
	w := newToll(&s)
	w.settle(max(1, k.price), surveyTolls)
	if w.bound < float64(floor)+0.5 {
		return a
	}
	w.ascend()
	at, out := w.above(float64(floor) + 0.5)
	if len(at) == 0 {
		return a
	}
	s = s.subset(at)
	l := s.fine(certain.steps)
	l.out = out
	m := newProgramme(s.grid(l))
	m.solve()
	v := newWalks(&s, m, known.value, slack, walks, keep)
	a.bound = max(lost, min(v.run(), int64(w.bound)))
	a.adopt(v.found)
	return a
}

// tolled bounds t, beside a known route, which may be none, at a good price of time alone:
// in a fifth of the time of a survey or less.
func (t *task) tolled(known candidate) answer {
	a := t.answerTo(known)
	s, k, lost := t.foremost(known.value)
	a.bound = lost
	if s.stops > 0 {
		w := newToll(&s)
		w.settle(max(1, k.price), tolls)
		a.bound = max(lost, int64(min(k.bound, w.bound)))
	}
	return a
}

// foremost leaves the candidates of t that may be worth more than floor by their
// knapsack, as many as can be surveyed, and bounds the routes lost by that.
func (t *task) foremost(floor int64) (s task, k *knapsack, lost int64) {
	s, k = t.reduceByKnapsack(floor)
	if len(s.nodes) <= surveyed {
		return s, k, floor
	}
	keep := foremost(k.through, surveyed)
	lost, at := floor, 0
	for c, b := range k.through {
		if at < len(keep) && keep[at] == c {
			at++
			continue
		}
		lost = max(lost, int64(b+math.Abs(b)*1e-15)+1)
	}
	return s.subset(keep), k, lost
}

// fine is a layout in so many steps, or as many as there is memory for.
func (t *task) fine(steps int64) *layout {
	steps = min(steps, max(1, largestProgramme/int64(len(t.nodes)*t.stops+1)))
	return t.layout(t.shift()/steps + 1)
}

// largestProgramme is how many entries a programme may have about.
const largestProgramme = 6_000_000

// including adds the positions of nodes to a list of positions.
func (t *task) including(nodes, list []int) []int {
	for c, i := range t.nodes {
		if len(list) < setSize && slices.Contains(nodes, i) && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	slices.Sort(list)
	return list
}
