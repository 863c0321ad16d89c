package partition

import (
	"slices"
)

// A family told of in a finest cell counts most, in as little room as a cell of the level
// before nearly as much, and coarser not at all.
const (
	inFinest = 10
	inFiner  = 9
	finer    = 7 // finest cells that take the room of one
)

// cut divides the cells of a group: finest cells that pass stand alone, the others are
// cut, in order, into runs that pass, so that as many families as possible are told of
// finely. Cells of the middle level in which nobody lives are left out.
func (d *divider) cut(cells []int) (out [][]int) {
	var small []int
	for _, held := range runs(cells, d.within(2)) {
		if d.sum(held).KK == 0 {
			continue
		}
		for _, i := range held {
			if d.rule.Passes(d.problem.Cells[i].Sum) {
				out = append(out, []int{i})
			} else {
				small = append(small, i)
			}
		}
	}
	if cut, pass := d.runs(small); pass {
		return append(out, cut...)
	}
	if len(out) == 0 {
		return [][]int{small} // too few, or none to spare
	}
	least := 0
	for k := range out {
		if d.sum(out[k]).KK < d.sum(out[least]).KK {
			least = k
		}
	}
	out[least] = append(out[least], small...)
	slices.SortFunc(out[least], d.inOrder)
	return out
}

func (d *divider) inOrder(i, j int) int {
	x, y := d.problem.Cells[i].Path, d.problem.Cells[j].Path
	return slices.Compare(x[:], y[:])
}

// longest is how many cells a run has at most, if fewer pass: the room of a coarsest one.
const longest = finer * finer

// runs cuts cells that do not pass by themselves into runs that do; false: all together
// do not. A run passes with a family to spare for each cell of the middle level and for
// both its ends, in which it is known that somebody lives; cells without families may lie
// within it or between two.
func (d *divider) runs(small []int) (out [][]int, pass bool) {
	n := len(small)
	best, from := make([]int64, n+1), make([]int, n+1)
	for j := 1; j <= n; j++ {
		best[j], from[j] = -1, -1
		if d.problem.Cells[small[j-1]].Sum.KK == 0 {
			best[j] = best[j-1]
		}
		sum, nodes := Sum{}, 0
		for i := j - 1; i >= 0 && (j-i <= longest || best[j] < 0); i-- {
			sum = sum.Plus(d.problem.Cells[small[i]].Sum)
			if i == j-1 || d.within(2)(small[i]) != d.within(2)(small[i+1]) {
				nodes++
			}
			if best[i] < 0 || !d.rule.together(sum, max(nodes, min(2, j-i))) {
				continue
			}
			if value := best[i] + worth(sum.KK, j-i); value > best[j] {
				best[j], from[j] = value, i
			}
		}
	}
	for j := n; j > 0 && best[n] >= 0; {
		if from[j] < 0 {
			j--
			continue
		}
		out = append(out, small[from[j]:j])
		j = from[j]
	}
	slices.Reverse(out)
	return out, best[n] >= 0
}

func worth(families int64, cells int) int64 {
	switch {
	case cells == 1:
		return families * inFinest
	case cells <= finer:
		return families * inFiner
	}
	return 0
}
