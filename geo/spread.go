package geo

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
)

// SpreadSlots is how finely a desa's households without a position are told
// apart: each falls into one of so many slots by its key, and each slot has a cell.
const SpreadSlots = 512

// SlotOf is the slot of a household's key, from 0.
func SlotOf(key []byte) int {
	h := fnv.New64a()
	h.Write(key)
	return int(mixed(h.Sum64()) % SpreadSlots)
}

// Weighted is a cell with the number of households known to live there.
type Weighted struct {
	Cell   Cell
	Weight int
}

// enoughKnown is how many located households a desa needs for its populated
// cells to be believed.
const enoughKnown = 10

// Enough reports whether so many households are located that a desa's populated
// cells are known.
func Enough(known []Weighted) bool {
	sum := 0
	for _, w := range known {
		sum += w.Weight
	}
	return sum >= enoughKnown
}

// Populated are the cells over which a desa's households without a position are
// spread: those in which located ones live or, where too few are known, all of
// its cover, each once more for every household known there.
func Populated(known []Weighted, cover []Cell) []Weighted {
	if Enough(known) || len(cover) == 0 {
		return known
	}
	weight := make(map[Cell]int, len(cover)+len(known))
	for _, c := range cover {
		weight[c]++
	}
	for _, w := range known {
		weight[w.Cell] += w.Weight
	}
	out := make([]Weighted, 0, len(weight))
	for c, n := range weight {
		out = append(out, Weighted{c, n})
	}
	slices.SortFunc(out, func(a, b Weighted) int { return cmp.Compare(a.Cell, b.Cell) })
	return out
}

// Spread gives a slot its cell, in proportion to the weights, by rendezvous
// hashing: when a weight changes, few slots move. Cells without weight get none;
// with no weights at all there is no cell to give, and the answer is 0.
func Spread(cells []Weighted, slot int) (cell Cell) {
	least := math.Inf(1)
	for _, c := range cells {
		if c.Weight <= 0 {
			continue
		}
		if score := draw(slot, c.Cell) / float64(c.Weight); score < least {
			cell, least = c.Cell, score
		}
	}
	return cell
}

// draw is an exponentially distributed number that a slot and a cell share.
func draw(slot int, c Cell) float64 {
	u := mixed(uint64(c) ^ uint64(slot+1)*0x9e3779b97f4a7c15)
	return -math.Log((float64(u>>11) + 0.5) / (1 << 53))
}

// mixed scrambles all bits (the finaliser of splitmix64).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
