package partition

import (
	"errors"
	"fmt"
	"slices"
)

// ErrPlan marks a plan that must not be used.
var ErrPlan = errors.New("no partition of the branch")

// Check holds a plan against its problem, with nothing of what made it but Rule.Passes:
// every family is in one part, every part passes unless it is the only one, lies in one
// group, and is what its kind says.
func (p Plan) Check(of Problem) error {
	for _, check := range []func(Problem) error{p.checkCells, p.checkSums, p.checkGroups, p.checkUnits} {
		if err := check(of); err != nil {
			return err
		}
	}
	return nil
}

func broken(format string, a ...any) error { return fmt.Errorf(format+": %w", append(a, ErrPlan)...) }

// checkCells: cells with families are in one part each, of their group, and those of a
// part lie under one cell of its level.
func (p Plan) checkCells(of Problem) error {
	in := make([]int, len(of.Cells))
	for k, part := range p.Parts {
		for _, i := range part.Cells {
			if in[i]++; p.GroupOf[of.Cells[i].Area] != part.Group || in[i] > 1 {
				return broken("cell %d of part %d is of another group or part", i, k)
			}
			if part.Level > 0 && of.Cells[i].Path[part.Level-1] != of.Cells[part.Cells[0]].Path[part.Level-1] {
				return broken("cell %d of part %d lies elsewhere", i, k)
			}
		}
		if part.Kind == OfCell && part.Level == 0 || (part.Kind == Unplaced) != (len(part.Cells) == 0) {
			return broken("part %d is no %d", k, part.Kind)
		}
	}
	for i, c := range of.Cells {
		if c.Sum.KK > 0 && in[i] == 0 {
			return broken("families of cell %d are in no part", i)
		}
	}
	return nil
}

// checkSums: parts hold what their cells and areas hold, and pass.
func (p Plan) checkSums(of Problem) error {
	sums := make([]Sum, len(p.Parts))
	for k, part := range p.Parts {
		for _, i := range part.Cells {
			sums[k] = sums[k].Plus(of.Cells[i].Sum)
		}
	}
	for a, area := range of.Areas {
		if k := p.Unplaced[a]; k >= 0 {
			sums[k] = sums[k].Plus(area.Unplaced)
		}
	}
	for k, part := range p.Parts {
		if part.Sum != sums[k] {
			return broken("part %d holds %v, says %v", k, sums[k], part.Sum)
		}
		if len(p.Parts) > 1 && !of.Rule.Passes(part.Sum) {
			return broken("part %d with %v does not pass", k, part.Sum)
		}
	}
	return nil
}

// checkGroups: a part's areas are those of its group, in which families without a place
// are counted too.
func (p Plan) checkGroups(of Problem) error {
	for k, part := range p.Parts {
		for a := range of.Areas {
			if listed := slices.Contains(part.Areas, a); listed != (p.GroupOf[a] == part.Group) {
				return broken("part %d and area %d", k, a)
			}
		}
	}
	for a, area := range of.Areas {
		if k := p.Unplaced[a]; k < 0 || p.Parts[k].Group != p.GroupOf[a] {
			return broken("families of area %d without a place are of another group", a)
		}
		if p.RegionOf[p.GroupOf[a]] != p.RegionOf[p.GroupOf[p.GroupOf[a]]] || p.RegionOf[p.GroupOf[a]] > area.Region {
			return broken("region of area %d", a)
		}
	}
	return nil
}

// checkUnits: a unit is a set of parts of one group, or one part without a place.
func (p Plan) checkUnits(Problem) error {
	group := make([]int, p.Units)
	seen := make([]bool, p.Units)
	for k, part := range p.Parts {
		if part.Unit < 0 || part.Unit >= p.Units || seen[part.Unit] && (group[part.Unit] != part.Group || part.Kind == Unplaced) {
			return broken("unit of part %d", k)
		}
		group[part.Unit], seen[part.Unit] = part.Group, true
	}
	if slices.Contains(seen, false) {
		return broken("a unit without parts")
	}
	return nil
}
