package partition

import "slices"

// joined puts areas with too few families together with neighbours, of the same region
// where there are any, and returns for each the lowest of its group.
func joined(p Problem) []int {
	j := joiner{of: make([]int, len(p.Areas)), sums: make([]Sum, len(p.Areas))}
	for a, area := range p.Areas {
		j.of[a], j.sums[a] = a, area.Unplaced
	}
	for _, c := range p.Cells {
		j.sums[c.Area] = j.sums[c.Area].Plus(c.Sum)
	}
	for {
		small := j.smallest(p.Rule)
		if small < 0 {
			return j.of
		}
		other := j.partner(p, small)
		if other < 0 { // it is the only one
			return j.of
		}
		j.unite(min(small, other), max(small, other))
	}
}

type joiner struct {
	of   []int // by area: the lowest of its group
	sums []Sum // by the lowest of a group
}

// smallest is the group with fewest families among those that do not pass.
func (j *joiner) smallest(rule Rule) int {
	best := -1
	for a, of := range j.of {
		if of == a && !rule.Passes(j.sums[a]) && (best < 0 || j.sums[a].KK < j.sums[best].KK) {
			best = a
		}
	}
	return best
}

// partner is the group to join: the nearest of the region, any of it, the nearest
// abroad, any; -1: there is no other.
func (j *joiner) partner(p Problem, group int) int {
	for _, home := range []bool{true, false} {
		fits := func(b int) bool {
			return j.of[b] != group && (p.Areas[b].Region == p.Areas[group].Region) == home
		}
		for a, of := range j.of {
			if of != group {
				continue
			}
			for _, b := range p.Areas[a].Near {
				if fits(b) {
					return j.of[b]
				}
			}
		}
		if b := slices.IndexFunc(j.of, fits); b >= 0 {
			return j.of[b]
		}
	}
	return -1
}

func (j *joiner) unite(a, b int) {
	for i, of := range j.of {
		if of == b {
			j.of[i] = a
		}
	}
	j.sums[a] = j.sums[a].Plus(j.sums[b])
}

// regions names the region of every group; groups that reach over a border make one
// region of both sides.
func (d *divider) regions() {
	name := map[int]int{}
	root := func(r int) int {
		for {
			up, known := name[r]
			if !known || up == r {
				return r
			}
			r = up
		}
	}
	for a, g := range d.plan.GroupOf {
		x, y := root(d.problem.Areas[a].Region), root(d.problem.Areas[g].Region)
		name[max(x, y)] = min(x, y)
	}
	d.plan.RegionOf = make([]int, len(d.plan.GroupOf))
	for g := range d.plan.RegionOf {
		d.plan.RegionOf[g] = root(d.problem.Areas[g].Region)
	}
}

// units joins the parts of a group, in order, until enough families are in each; every
// part of families without a place is a unit.
func (d *divider) units() {
	parts := d.plan.Parts
	for from := 0; from < len(parts); {
		to := from + 1
		for to < len(parts) && parts[to].Kind != Unplaced && parts[from].Kind != Unplaced && parts[to].Group == parts[from].Group {
			to++
		}
		d.unitsOf(parts[from:to])
		from = to
	}
}

func (d *divider) unitsOf(parts []Part) {
	held, left := int64(0), int64(0)
	for _, p := range parts {
		left += p.Sum.KK
	}
	for i := range parts {
		if i == 0 || held >= d.rule.Unit && left >= d.rule.Unit {
			d.plan.Units++
			held = 0
		}
		parts[i].Unit = d.plan.Units - 1
		held, left = held+parts[i].Sum.KK, left-parts[i].Sum.KK
	}
}
