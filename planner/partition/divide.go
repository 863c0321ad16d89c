package partition

import (
	"cmp"
	"slices"
)

// Divide divides a branch. A branch that has too few families altogether comes back in
// parts that do not pass: Hide hides them.
func Divide(p Problem) Plan {
	d := &divider{rule: p.Rule, problem: p}
	d.plan.GroupOf = joined(p)
	d.regions()
	d.split()
	d.units()
	return d.plan
}

type divider struct {
	rule    Rule
	problem Problem
	plan    Plan
	cells   []int // by group and path
}

// split divides every group.
func (d *divider) split() {
	d.cells = make([]int, len(d.problem.Cells))
	for i := range d.cells {
		d.cells[i] = i
	}
	group := func(i int) int { return d.plan.GroupOf[d.problem.Cells[i].Area] }
	slices.SortFunc(d.cells, func(i, j int) int {
		x, y := d.problem.Cells[i].Path, d.problem.Cells[j].Path
		return cmp.Or(cmp.Compare(group(i), group(j)), slices.Compare(x[:], y[:]), cmp.Compare(i, j))
	})
	d.plan.Unplaced = make([]int, len(d.problem.Areas))
	for g, of := range d.plan.GroupOf {
		if g == of {
			from, _ := slices.BinarySearchFunc(d.cells, g, func(i, g int) int { return cmp.Compare(group(i), g) })
			to, _ := slices.BinarySearchFunc(d.cells, g+1, func(i, g int) int { return cmp.Compare(group(i), g) })
			d.group(g, d.cells[from:to:to])
		}
	}
}

// group divides a group. Families of which only the area is known are a part; where they
// are too few, or those with a place are, they are counted with the others: in the largest
// part, for in which they live nobody knows.
func (d *divider) group(group int, cells []int) {
	first, placed, unplaced := len(d.plan.Parts), d.sum(cells), Sum{}
	areas := areasOf(d.plan.GroupOf, group)
	for _, a := range areas {
		unplaced = unplaced.Plus(d.problem.Areas[a].Unplaced)
	}
	if placed.KK > 0 {
		cut := d.cut(cells)
		slices.SortFunc(cut, func(a, b []int) int { return d.inOrder(a[0], b[0]) })
		for _, run := range cut {
			d.part(group, run)
		}
		d.lead(group, first)
	}
	to := d.largest(first)
	switch {
	case to < 0 || d.rule.Passes(placed) && d.rule.Passes(unplaced):
		to = len(d.plan.Parts)
		d.plan.Parts = append(d.plan.Parts, Part{Kind: Unplaced, Group: group, Sum: unplaced})
	default:
		d.plan.Parts[to].Sum = d.plan.Parts[to].Sum.Plus(unplaced)
	}
	for _, a := range areas {
		d.plan.Unplaced[a] = to
	}
	for k := first; k < len(d.plan.Parts); k++ {
		slices.Sort(d.plan.Parts[k].Cells)
		d.plan.Parts[k].Areas = areas
	}
}

// largest is the part with most families from a place on; -1: there is none.
func (d *divider) largest(first int) int {
	best := -1
	for k := first; k < len(d.plan.Parts); k++ {
		if best < 0 || d.plan.Parts[k].Sum.KK > d.plan.Parts[best].Sum.KK {
			best = k
		}
	}
	return best
}

// part makes a part of cells of a group.
func (d *divider) part(group int, cells []int) {
	p := Part{Kind: OfRest, Group: group, Cells: slices.Clone(cells), Sum: d.sum(cells)}
	first, last := d.problem.Cells[cells[0]].Path, d.problem.Cells[cells[len(cells)-1]].Path
	for p.Level < Levels && first[p.Level] == last[p.Level] { // cells are in order: what the ends share, all do
		p.Level++
	}
	if p.Level > 0 && d.whole(group, p.Level, cells) {
		p.Kind = OfCell
	}
	d.plan.Parts = append(d.plan.Parts, p)
}

// whole reports whether cells are all that the group has in the cell of a level.
func (d *divider) whole(group, level int, cells []int) bool {
	c := d.problem.Cells[cells[0]]
	at, _ := slices.BinarySearchFunc(d.cells, cells[0], func(i, j int) int {
		x, y := d.problem.Cells[i], d.problem.Cells[j]
		return cmp.Or(cmp.Compare(d.plan.GroupOf[x.Area], d.plan.GroupOf[y.Area]), slices.Compare(x.Path[:level], y.Path[:level]))
	})
	n := 0
	for at+n < len(d.cells) {
		x := d.problem.Cells[d.cells[at+n]]
		if d.plan.GroupOf[x.Area] != group || x.Path[level-1] != c.Path[level-1] {
			break
		}
		n++
	}
	return n == len(cells)
}

// lead keeps the ways to the parts of a group, which begin with first: to the part that
// has most families of the group, of each coarser cell, and of finest cells where those
// lead elsewhere.
func (d *divider) lead(group, first int) {
	type node struct {
		level int
		cell  int64
	}
	most := map[node]map[int]int64{}
	var nodes []node
	for k := first; k < len(d.plan.Parts); k++ {
		for _, i := range d.plan.Parts[k].Cells {
			c := d.problem.Cells[i]
			for level := 0; level < Levels; level++ {
				n := node{level, 0}
				if level > 0 {
					n.cell = c.Path[level-1]
				}
				if most[n] == nil {
					most[n], nodes = map[int]int64{}, append(nodes, n)
				}
				most[n][k] += c.Sum.KK
			}
		}
	}
	to := map[node]int{}
	for _, n := range nodes {
		best := -1
		for k := first; k < len(d.plan.Parts); k++ {
			if kk, held := most[n][k]; held && (best < 0 || kk > most[n][best]) {
				best = k
			}
		}
		to[n] = best
		d.plan.Places = append(d.plan.Places, Place{group, n.level, n.cell, best})
	}
	for k := first; k < len(d.plan.Parts); k++ {
		for _, i := range d.plan.Parts[k].Cells {
			if c := d.problem.Cells[i]; c.Sum.KK > 0 && to[node{Levels - 1, c.Path[Levels-2]}] != k {
				d.plan.Places = append(d.plan.Places, Place{group, Levels, c.Path[Levels-1], k})
			}
		}
	}
}

// within is the number of the cell of a level around a cell.
func (d *divider) within(level int) func(int) int64 {
	return func(i int) int64 { return d.problem.Cells[i].Path[level-1] }
}

func (d *divider) sum(cells []int) (s Sum) {
	for _, i := range cells {
		s = s.Plus(d.problem.Cells[i].Sum)
	}
	return s
}

// runs are the stretches of cells that share a number, in order.
func runs(cells []int, of func(int) int64) func(func(int64, []int) bool) {
	return func(yield func(int64, []int) bool) {
		for from := 0; from < len(cells); {
			n, to := of(cells[from]), from
			for to < len(cells) && of(cells[to]) == n {
				to++
			}
			if !yield(n, cells[from:to:to]) {
				return
			}
			from = to
		}
	}
}

func areasOf(groupOf []int, group int) (areas []int) {
	for a, g := range groupOf {
		if g == group {
			areas = append(areas, a)
		}
	}
	return areas
}
