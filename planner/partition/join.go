package partition

import (
	"cmp"
	"slices"
)

// joined puts areas of which too few families are known together with neighbours, and
// returns for each the lowest of its group. Those of one region go together first;
// over regions only where abroad says so.
func joined(p Problem, sums []Sum, region func(int) int, abroad bool) []int {
	j := joiner{of: make([]int, len(p.Areas)), sums: slices.Clone(sums), region: region}
	for a := range j.of {
		j.of[a] = a
	}
	done := make([]bool, len(j.of))
	for {
		small := j.smallest(p.Rule, done)
		if small < 0 {
			return j.of
		}
		other := j.partner(p, small, abroad)
		if other < 0 {
			done[small] = true
			continue
		}
		j.unite(min(small, other), max(small, other))
	}
}

type joiner struct {
	of     []int // by area: the lowest of its group
	sums   []Sum // by the lowest of a group
	region func(int) int
}

// smallest is the group with fewest families among those that do not pass.
func (j *joiner) smallest(rule Rule, done []bool) int {
	best := -1
	for a, of := range j.of {
		if of == a && !done[a] && !rule.Passes(j.sums[a]) && (best < 0 || j.sums[a].KK < j.sums[best].KK) {
			best = a
		}
	}
	return best
}

// partner is the group to join: the nearest of the region, any of it, and then as
// much abroad.
func (j *joiner) partner(p Problem, group int, abroad bool) int {
	for _, home := range []bool{true, false} {
		if !home && !abroad {
			break
		}
		fits := func(b int) bool { return j.of[b] != group && (j.region(b) == j.region(group)) == home }
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

// unplaced makes parts of the families without a place; those of a region that has too
// few are counted in the largest part of their group.
func (d *divider) unplaced() {
	n := len(d.problem.Areas)
	sums := make([]Sum, n)
	for a, area := range d.problem.Areas {
		sums[a] = area.Unplaced
	}
	of := joined(d.problem, sums, func(a int) int { return d.plan.RegionOf[d.plan.GroupOf[a]] }, false)
	d.plan.Unplaced = make([]int, n)
	for first := range of {
		if of[first] != first {
			continue
		}
		areas, sum := areasOf(of, first), Sum{}
		for _, a := range areas {
			sum = sum.Plus(sums[a])
		}
		part := -1
		if d.rule.Passes(sum) || sum.KK > 0 && len(d.plan.Parts) == 0 {
			part = len(d.plan.Parts)
			d.plan.Parts = append(d.plan.Parts, Part{Kind: Unplaced, Group: -1, Areas: areas, Sum: sum})
		}
		for _, a := range areas {
			if d.plan.Unplaced[a] = part; part < 0 {
				d.plan.Unplaced[a] = d.house(a)
			}
		}
	}
}

// house counts an area's families without a place in the largest part of its group, or
// where that has none, of its region, or of all; -1: there is no part at all.
func (d *divider) house(a int) int {
	near := func(p Part) int {
		switch {
		case p.Kind == Unplaced:
			return 0
		case p.Group == d.plan.GroupOf[a]:
			return 3
		case d.plan.RegionOf[p.Group] == d.plan.RegionOf[d.plan.GroupOf[a]]:
			return 2
		}
		return 1
	}
	best := -1
	for i, p := range d.plan.Parts {
		if best < 0 || cmp.Or(cmp.Compare(near(p), near(d.plan.Parts[best])), cmp.Compare(p.Sum.KK, d.plan.Parts[best].Sum.KK)) > 0 {
			best = i
		}
	}
	if best >= 0 {
		d.plan.Parts[best].Sum = d.plan.Parts[best].Sum.Plus(d.problem.Areas[a].Unplaced)
	}
	return best
}

// units joins the parts of a group, in order, until enough families are in each; every
// part of families without a place is a unit.
func (d *divider) units() {
	parts := d.plan.Parts
	for from := 0; from < len(parts); {
		to := from + 1
		for to < len(parts) && parts[from].Kind != Unplaced && parts[to].Group == parts[from].Group {
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
