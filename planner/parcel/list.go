package parcel

// holding is a set that an agent may have.
type holding struct {
	in     set
	weight int64
	worth  int64 // but for what its agent pays
}

// walk visits every connected set of nodes with a weight of at most Upper, once
// each: from its lowest node, by nodes next to it that were not left out before.
// Where enter says no, sets that hold this one and no node left out are skipped.
type walk struct {
	g     *region
	enter func(s set, m sums, value int64, out set) bool // nil: always
	visit func(s set, m sums, value int64) bool          // false ends the walk
	steps int                                            // so many sets may still be entered
	stop  func() bool
	over  bool                                      // it was told to stop
	skip  func(s set, m sums, value int64, out set) // told of sets that steps do not reach; nil: the walk ends there
}

// run returns false where the walk ended before all was visited.
func (w *walk) run() bool {
	out, left := set{}, w.g.weight(w.g.all)
	share := w.steps / max(1, len(w.g.pieces))
	for i := range w.g.pieces {
		out.add(i)
		left -= w.g.sum[i].w
		if w.skip != nil {
			w.steps = share // every beginning has its own
		}
		if w.over {
			w.steps = 0
		}
		if w.g.sum[i].w <= w.g.p.Upper && !w.grow(set{}.with(i), w.g.sum[i], w.g.value[i], w.g.near[i].without(out), out, left) {
			return false
		}
	}
	return true
}

// grow visits s and all that hold it. next are nodes beside it that may join, out
// those that are in or left out, left is the weight of all others.
func (w *walk) grow(s set, m sums, value int64, next, out set, left int64) bool {
	w.steps--
	if w.steps >= 0 && w.steps&4095 == 0 && w.stop() {
		w.over, w.steps = true, 0
	}
	if w.over || w.steps < 0 {
		if w.skip == nil {
			return false
		}
		w.skip(s, m, value, out)
		return true
	}
	if m.w+left < w.g.p.Lower || w.enter != nil && !w.enter(s, m, value, out) {
		return true
	}
	if m.w >= w.g.p.Lower && !w.visit(s, m, value) {
		return false
	}
	for !next.empty() {
		i := next.lowest()
		next.remove(i)
		out.add(i)
		n := w.g.sum[i]
		left -= n.w
		if m.w+n.w <= w.g.p.Upper &&
			!w.grow(s.with(i), m.plus(n), value+w.g.value[i], next.or(w.g.near[i].without(out)), out, left) {
			return false
		}
	}
	return true
}

// list are all sets of the region that an agent may have, unless they are more than
// limit; walked: a walk over them comes to its end soon enough to be made often.
func (g *region) list(limit int, stop func() bool) (out []holding, all, walked bool) {
	w := walk{g: g, steps: walkAtMost, stop: stop}
	if limit < 0 {
		w.steps = 0
	}
	w.visit = func(s set, m sums, _ int64) bool {
		if len(out) <= limit && !g.encloses(s, m.w) {
			out = append(out, holding{s, m.w, g.worth(s, m)})
		}
		return true
	}
	if walked = w.run(); walked && len(out) <= limit {
		return out, true, true
	}
	return nil, false, walked
}

// walkAtMost are the connected sets of a region over which every pricing may walk.
const walkAtMost = 6_000_000
