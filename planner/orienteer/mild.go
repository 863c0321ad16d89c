package orienteer

import "slices"

// scales are the weights tried for an appointment and for a stop that the day
// needs, as multiples of the day's best prize.
var scales = []int64{1, 4}

// prove looks for the best route of t beside the known one. With weights that
// outrank all value, relaxations that repeat stops promise the moon; so a known
// route that misses neither appointment nor stop is first compared under mild
// weights. Whatever they are, a route that misses nothing earns the same by them,
// so its rank among those is its value, and no other ranks above.
func (t *task) prove(known candidate, e effort) answer {
	if !t.whole(known.nodes) {
		return t.solve(known, 0, e)
	}
	var a answer
	for _, scale := range scales {
		mild, off := t.mild(scale, known.nodes)
		a = mild.solve(candidate{known.nodes, known.value - off}, 0, e)
		a.value += off
		a.bound += off
		if t.whole(a.nodes) {
			return a
		}
	}
	return t.solve(known, 0, e)
}

// whole tells whether a route keeps every appointment of t that any route could
// and has the stops that the day needs at least.
func (t *task) whole(nodes []int) bool {
	if len(nodes) < t.least {
		return false
	}
	for k, i := range t.nodes {
		if t.less[k] < 0 && len(t.windows[k]) > 0 && !slices.Contains(nodes, i) {
			return false
		}
	}
	return true
}

// mild is t with milder weights, and what whole routes such as nodes lose by that.
func (t *task) mild(scale int64, nodes []int) (mild task, off int64) {
	best := int64(1)
	for k := range t.nodes {
		best = max(best, t.best(k)+t.less[k])
	}
	mild = *t
	mild.bonus = min(t.bonus, (scale-1)*best)
	mild.less = slices.Clone(t.less)
	for k, i := range t.nodes {
		if t.less[k] < 0 {
			mild.less[k] = max(t.less[k], -scale*best)
			if slices.Contains(nodes, i) {
				off += mild.less[k] - t.less[k]
			}
		}
	}
	return mild, off + t.earned(len(nodes)) - mild.earned(len(nodes))
}
