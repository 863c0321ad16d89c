package partition

import (
	"slices"
)

// A family told of in a finest cell counts most, in as little room as a cell of the level
// before nearly as much, in a coarser run next to nothing, and left over not at all.
const (
	inFinest = 1000
	inFiner  = 900
	inRun    = 1
	finer    = 7 // finest cells that take the room of one
)

// cut divides the cells of a group: finest cells that pass stand alone, the others are
// cut, in order, into runs that pass, and one part of what is left over, so that as many
// families as possible are told of finely. Cells of the middle level in which nobody lives are left out.
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

func worth(families int64, cells int) int64 {
	switch {
	case cells == 1:
		return families * inFinest
	case cells <= finer:
		return families * inFiner
	}
	return families * inRun
}
