package partition

import "slices"

// longest is how many cells a run has at most: the room of a coarsest one.
const longest = finer * finer

// runs cuts cells that do not pass by themselves into runs that do, and leaves some over,
// which pass together; false: that cannot be. A run passes with a family to spare for each
// cell of the middle level and for both its ends, in which it is known that somebody
// lives; what is left over, with one for each cell of the middle level. Cells without
// families may lie within a run; others are left over where anything is, so that being
// left over does not tell that somebody lives there.
func (d *divider) runs(small []int) (out [][]int, pass bool) {
	r := &runner{divider: d, small: small, need: int(d.rule.KK) - 1, best: make([][]step, len(small)+1)}
	r.best[0] = r.steps()
	r.best[0][r.state(unused, false)].reached = true
	for j := 1; j <= len(small); j++ {
		r.best[j] = r.steps()
		r.leave(j)
		r.run(j)
	}
	last := r.last()
	if last < 0 {
		return nil, false
	}
	out, rest := r.walk(last)
	return d.withRest(out, rest)
}

// runner looks for the runs with most families that are told of finely, by how many cells
// are cut. A state is what is left over of them, and whether any of the last cell's middle
// one is.
type runner struct {
	*divider
	small []int
	need  int // families that are left over beside one for each middle cell; more are as good
	best  [][]step
}

// step is how a state is come to.
type step struct {
	reached bool
	value   int64
	from    int // cells that were cut before
	state   int // in which they were
	left    bool
}

// unused: nothing is left over.
const unused = -1

func (r *runner) steps() []step { return make([]step, 2*(r.need+2)) }

func (r *runner) state(left int, here bool) int {
	n := 2 * (min(left, r.need) + 1)
	if here {
		n++
	}
	return n
}

func (r *runner) take(j, state int, s step) {
	if s.reached = true; !r.best[j][state].reached || r.best[j][state].value < s.value {
		r.best[j][state] = s
	}
}

// beside tells whether the i-th and the j-th cell lie in one of the middle level.
func (r *runner) beside(i, j int) bool {
	return i > 0 && r.within(2)(r.small[i-1]) == r.within(2)(r.small[j-1])
}

// leave leaves the j-th cell over.
func (r *runner) leave(j int) {
	kk := int(r.problem.Cells[r.small[j-1]].Sum.KK)
	for state, before := range r.best[j-1] {
		if !before.reached {
			continue
		}
		left, here := state/2-1, state%2 == 1 && r.beside(j-1, j)
		switch {
		case kk > 0 && here:
			left += kk
		case kk > 0:
			left, here = max(left, 0)+kk-1, true
		}
		r.take(j, r.state(left, here), step{value: before.value, from: j - 1, state: state, left: true})
	}
}

// run has runs end with the j-th cell.
func (r *runner) run(j int) {
	sum, nodes := Sum{}, 0
	for i := j - 1; i >= 0 && j-i <= longest; i-- {
		sum = sum.Plus(r.problem.Cells[r.small[i]].Sum)
		if i == j-1 || !r.beside(i+1, i+2) {
			nodes++
		}
		if !r.rule.together(sum, max(nodes, min(2, j-i))) {
			continue
		}
		for state, before := range r.best[i] {
			if before.reached {
				left, here := state/2-1, state%2 == 1 && r.beside(i, j)
				r.take(j, r.state(left, here), step{value: before.value + worth(sum.KK, j-i), from: i, state: state})
			}
		}
	}
}

// last is the best state of all cells in which what is left over, if anything, passes by
// its number of families; -1: there is none.
func (r *runner) last() int {
	best, end := -1, r.best[len(r.small)]
	for _, left := range []int{unused, r.need} {
		for _, here := range []bool{false, true} {
			if state := r.state(left, here); end[state].reached && (best < 0 || end[state].value > end[best].value) {
				best = state
			}
		}
	}
	return best
}

// walk goes back the way to a state: the runs, and the cells that are left over.
func (r *runner) walk(state int) (out [][]int, rest []int) {
	for j := len(r.small); j > 0; {
		s := r.best[j][state]
		if s.left {
			rest = append(rest, r.small[j-1])
		} else {
			out = append(out, r.small[s.from:j])
		}
		j, state = s.from, s.state
	}
	slices.Reverse(out)
	slices.Reverse(rest)
	return out, rest
}

// withRest adds what is left over to the runs. Where one family has too much of its money
// it goes to the run of fewest families that passes with it; false: there is none. Where
// nobody lives in it, it is in no part.
func (d *divider) withRest(out [][]int, rest []int) ([][]int, bool) {
	if sum := d.sum(rest); sum.KK == 0 || d.rule.Passes(sum) {
		if sum.KK > 0 {
			out = append(out, rest)
		}
		return out, true
	}
	least := -1
	for k := range out {
		if d.rule.Passes(d.sum(out[k]).Plus(d.sum(rest))) && (least < 0 || d.sum(out[k]).KK < d.sum(out[least]).KK) {
			least = k
		}
	}
	if least >= 0 {
		out[least] = append(slices.Clone(out[least]), rest...)
		slices.SortFunc(out[least], d.inOrder)
	}
	return out, least >= 0
}
