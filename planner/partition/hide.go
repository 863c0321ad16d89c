package partition

import (
	"cmp"
	"slices"
)

// Leaf is a part, or a unit, in some month: which families are counted there, and where.
type Leaf struct {
	Sum           Sum
	Group, Region int // Group -1: of the region alone
}

// Hidden is what must not be told of a month.
type Hidden struct {
	Leaves  []bool
	Groups  map[int]bool // whose sum must not be told
	Regions map[int]bool
	All     bool // not even the sum of all
}

// Hide says what of a month's numbers must not be told, so that no sum that is told
// (of a leaf, a group, a region, all), nor a difference of such sums, is that of families
// that do not pass. Leaves without families hide nothing. What does not pass is hidden,
// with the smallest leaves beside it until all that is hidden in its group passes; where
// the group has too little, its sum is hidden and the region is treated alike, and so on.
func Hide(rule Rule, leaves []Leaf) Hidden {
	h := hider{rule: rule, leaves: leaves, out: Hidden{Leaves: make([]bool, len(leaves)), Groups: map[int]bool{}, Regions: map[int]bool{}}}
	for i, l := range leaves {
		h.out.Leaves[i] = l.Sum.KK > 0 && !rule.Passes(l.Sum)
	}
	groups, regions := map[int][]int{}, map[int][]int{}
	var all, groupOrder, regionOrder []int
	for i, l := range leaves {
		if l.Group >= 0 {
			if groups[l.Group] == nil {
				groupOrder = append(groupOrder, l.Group)
			}
			groups[l.Group] = append(groups[l.Group], i)
		}
		if regions[l.Region] == nil {
			regionOrder = append(regionOrder, l.Region)
		}
		regions[l.Region] = append(regions[l.Region], i)
		all = append(all, i)
	}
	for _, g := range groupOrder {
		h.out.Groups[g] = !h.close(groups[g], func(int) bool { return true }, func(int) {})
	}
	loose := func(i int) bool { return leaves[i].Group < 0 || h.out.Groups[leaves[i].Group] }
	open := func(i int) {
		if leaves[i].Group >= 0 {
			h.out.Groups[leaves[i].Group] = true
		}
	}
	for _, r := range regionOrder {
		h.out.Regions[r] = !h.close(regions[r], loose, open)
	}
	h.out.All = !h.close(all,
		func(i int) bool { return loose(i) && h.out.Regions[leaves[i].Region] },
		func(i int) { open(i); h.out.Regions[leaves[i].Region] = true })
	return h.out
}

type hider struct {
	rule   Rule
	leaves []Leaf
	out    Hidden
}

// close hides leaves of a node, smallest first, until those that are hidden there and
// whose sum is told nowhere below pass together; false: they never do, so that the
// node's sum must not be told. counts says which leaves no sum below tells; opened is
// called for one that is hidden beyond need: the sums of what is around it go too.
func (h *hider) close(leaves []int, counts func(int) bool, opened func(int)) bool {
	hidden := func() (s Sum, n int) {
		for _, i := range leaves {
			if h.out.Leaves[i] && counts(i) {
				s, n = s.Plus(h.leaves[i].Sum), n+1
			}
		}
		return s, n
	}
	if s, _ := hidden(); s.KK == 0 {
		return true
	}
	var shown []int
	for _, i := range leaves {
		if !h.out.Leaves[i] && h.leaves[i].Sum.KK > 0 {
			shown = append(shown, i)
		}
	}
	slices.SortFunc(shown, func(i, j int) int {
		return cmp.Or(cmp.Compare(h.leaves[i].Sum.KK, h.leaves[j].Sum.KK), cmp.Compare(i, j))
	})
	for _, i := range shown {
		if h.rule.together(hidden()) {
			break
		}
		h.out.Leaves[i] = true
		opened(i)
	}
	return h.rule.together(hidden())
}
