package partition

import (
	"cmp"
	"slices"
)

// Blocks puts the categories of a part's families together into blocks whose numbers
// may be told, and returns for each category its block, numbered from 0, or -1 where it
// has no family. Where nothing can be told apart, all are of block 0.
//
// A category without families says so. Those with too few are put together, with the
// smallest of the others until the block passes with a family to spare for every
// category but one: its number of families is then no sum of the least that they could
// have. What is told of the part is the sums of these blocks and no others, so that
// nothing smaller follows from them.
func Blocks(rule Rule, categories []Sum) []int {
	out := make([]int, len(categories))
	BlocksInto(rule, categories, out)
	return out
}

// BlocksInto is Blocks with room for what it gives, a place for each category.
func BlocksInto(rule Rule, categories []Sum, out []int) {
	order := make([]int, 0, 16) // of few; so many need no memory of the heap
	for i, s := range categories {
		if s.KK > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(categories[i].KK, categories[j].KK) })
	for i := range out {
		out[i] = -1
	}
	few := make([]int, 0, 16)
	sum, block := Sum{}, 1
	for _, i := range order {
		if rule.Passes(categories[i]) && (len(few) == 0 || rule.together(sum, len(few))) {
			out[i] = block
			block++
			continue
		}
		few, sum = append(few, i), sum.Plus(categories[i])
	}
	switch {
	case len(few) == 0:
		for _, i := range order {
			out[i]--
		}
	case !rule.together(sum, len(few)):
		clear(out) // one block, of which not even is told what it has none of
	default:
		for _, i := range few {
			out[i] = 0
		}
	}
}
