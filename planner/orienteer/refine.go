package orienteer

import "slices"

// refiner improves routes of a task one change at a time: a stop more, another stop in
// the place of one, a stop elsewhere in the route, a stop less; of all such changes the
// best, until none is good. It proves nothing, but finds in a millisecond what walks do
// not reach on days of many stops.
type refiner struct {
	t          *task
	n          int
	time, cost []int64 // by leg as in walks and layout
	route      []int16
	begun      []beginning // of route: before its first stop, at it, at the second
	trial      []int16
	best       []int16
	most       int64
}

// beginning is how far a part of a route has come: when its last service begins, from
// the day's opening on, and what it has earned so far without bonuses.
type beginning struct{ at, value int64 }

// refined are routes of t improved, those worth more than the first known, each set of
// stops once, best first, as many as asked for. A route is begun from nothing as well.
func (t *task) refined(l *layout, known []candidate, keep int) (found []candidate) {
	f := &refiner{t: t, n: len(t.nodes), time: t.times(), cost: l.cost}
	place := make(map[int]int16, f.n)
	for k, i := range t.nodes {
		place[i] = int16(k)
	}
	floor := int64(0)
	for k, c := range append(known[:len(known):len(known)], candidate{}) {
		if k == 0 {
			floor = c.value
		}
		if f.from(c.nodes, place) && f.improve() && f.most > floor {
			nodes := make([]int, len(f.route))
			for v, i := range f.route {
				nodes[v] = t.nodes[i]
			}
			found = record(found, candidate{nodes, f.most}, keep)
		}
	}
	return found
}

// from begins with a route, unless one of its nodes has no place in the task.
func (f *refiner) from(nodes []int, place map[int]int16) bool {
	f.route = f.route[:0]
	for _, i := range nodes {
		k, ok := place[i]
		if !ok {
			return false
		}
		f.route = append(f.route, k)
	}
	return true
}

// improve changes the route as long as that makes it better, and tells whether it did.
func (f *refiner) improve() (better bool) {
	for f.step() {
		better = true
	}
	return better
}

// step makes the best change, if there is a good one.
func (f *refiner) step() bool {
	f.prepare()
	f.best = f.best[:0]
	for j := range int16(f.n) {
		if slices.Contains(f.route, j) {
			continue
		}
		for at := range len(f.route) + 1 {
			f.try(at, at, j)
			if at < len(f.route) {
				f.try(at, at+1, j)
			}
		}
	}
	for at := range f.route {
		f.try(at, at+1, -1)
		f.elsewhere(at)
	}
	if len(f.best) == 0 {
		return false
	}
	f.route = append(f.route[:0], f.best...)
	return true
}

// prepare works out how far the route has come at each of its stops, and its value.
func (f *refiner) prepare() {
	b := beginning{}
	f.begun = append(f.begun[:0], b)
	last, ok := int16(f.n), true
	for _, i := range f.route {
		if b, ok = f.ride(b, last, i); !ok {
			break
		}
		f.begun, last = append(f.begun, b), i
	}
	f.most = hopeless
	if value, whole := f.home(b, last, len(f.route)); ok && whole {
		f.most = value
	}
}

// try replaces the stops from one place up to another by j, which may be none (-1).
func (f *refiner) try(from, upto int, j int16) {
	f.trial = append(f.trial[:0], f.route[:from]...)
	if j >= 0 {
		f.trial = append(f.trial, j)
	}
	f.trial = append(f.trial, f.route[upto:]...)
	f.judge(from)
}

// elsewhere moves a stop to every other place.
func (f *refiner) elsewhere(at int) {
	for to := range f.route {
		if to == at {
			continue
		}
		f.trial = append(f.trial[:0], f.route...)
		i := f.trial[at]
		f.trial = slices.Insert(slices.Delete(f.trial, at, at+1), to, i)
		f.judge(min(at, to))
	}
}

// judge keeps the trial, which begins as the route does with so many stops, if it is the best.
func (f *refiner) judge(alike int) {
	if len(f.trial) > f.t.stops || alike >= len(f.begun) {
		return
	}
	b, last := f.begun[alike], int16(f.n)
	if alike > 0 {
		last = f.trial[alike-1]
	}
	var ok bool
	for _, i := range f.trial[alike:] {
		if b, ok = f.ride(b, last, i); !ok {
			return
		}
		last = i
	}
	if value, whole := f.home(b, last, len(f.trial)); whole && value > f.most && f.allowed() {
		f.most = value
		f.best = append(f.best[:0], f.trial...)
	}
}

// allowed tells whether the limits leave room for the trial.
func (f *refiner) allowed() bool {
	if len(f.t.rooms) == 0 {
		return true
	}
	nodes := make([]int, len(f.trial))
	for v, i := range f.trial {
		nodes[v] = f.t.nodes[i]
	}
	return f.t.holds(nodes)
}

// ride goes on from the stop last, or the start, to j, in the first window that is met.
func (f *refiner) ride(b beginning, last, j int16) (beginning, bool) {
	leg := int(last)*(f.n+2) + int(j)
	arrive := b.at + f.time[leg]
	for k := range f.t.windows[j] {
		w := &f.t.windows[j][k]
		if arrive <= w.Close-f.t.day.Open {
			return beginning{max(arrive, w.Open-f.t.day.Open), b.value - f.cost[leg] + w.Prize - f.t.less[j]}, true
		}
	}
	return b, false
}

// home is what the route of so many stops is worth that goes home now, if in time.
func (f *refiner) home(b beginning, last int16, stops int) (value int64, whole bool) {
	if stops == 0 {
		return 0, true
	}
	leg := int(last)*(f.n+2) + f.n + 1
	return b.value - f.cost[leg] + f.t.earned(stops), b.at+f.time[leg] <= f.t.shift()
}
