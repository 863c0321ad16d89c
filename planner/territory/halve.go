package territory

import (
	"math/bits"
	"slices"
)

// halving is a pool of places to be parted among two territories, so that both hang
// together and lie in the band as nearly as they can. Every place has a side that is
// wanted, and a price for the other one.
type halving struct {
	weight []int   // eligible KK
	near   [][]int // places that hang together with one
	first  []bool  // the wanted side, and the answer
	fixed  []bool  // whether it has to be that one
	price  []int
	lower  int
	upper  int
	loose  bool // the second side is no territory: it needs neither hang together nor have a size

	seen  []bool
	queue []int
}

// halved is how good a parting is; less is better.
type halved struct {
	broken int // sides that are empty or do not hang together
	miss   int // the squares of the KK outside the band, of both sides
	price  int
}

func (a halved) less(b halved) bool {
	switch {
	case a.broken != b.broken:
		return a.broken < b.broken
	case a.miss != b.miss:
		return a.miss < b.miss
	}
	return a.price < b.price
}

// mostFree places are parted in every way; of more, ways are searched.
const mostFree = 18

// halve finds the best parting: exact where few places are free.
func (h *halving) halve() halved {
	var free []int
	for i, fixed := range h.fixed {
		if !fixed {
			free = append(free, i)
		}
	}
	if len(free) <= mostFree {
		return h.exhaust(free)
	}
	return h.climb(free)
}

// exhaust tries every parting, in an order in which each differs from the last by one
// place: what it weighs is known at once, and whether it hangs together is asked only
// of what would be better.
func (h *halving) exhaust(free []int) halved {
	at := slices.Clone(h.first)
	best, answer := h.judge(at), slices.Clone(at)
	wanted := slices.Clone(h.first)
	one, two, price := h.weigh(at)
	for n := uint(1); n < 1<<len(free); n++ {
		i := free[bits.TrailingZeros(n)]
		if at[i] {
			one, two = one-h.weight[i], two+h.weight[i]
		} else {
			one, two = one+h.weight[i], two-h.weight[i]
		}
		if at[i] = !at[i]; at[i] == wanted[i] {
			price -= h.price[i]
		} else {
			price += h.price[i]
		}
		now := halved{0, h.misses(one, two), price}
		if !now.less(best) {
			continue
		}
		if now.broken = h.breaks(at); now.less(best) {
			best = now
			copy(answer, at)
		}
	}
	copy(h.first, answer)
	return best
}

// mostPairs places at the border are tried two at a time as well.
const mostPairs = 40

// climb passes one place at a time, or two, that lie at the border of the sides, the
// best first, while that helps. Among partings that fall apart it looks for fewer
// pieces first.
func (h *halving) climb(free []int) halved {
	at := slices.Clone(h.first)
	best := h.judge(at)
	for {
		border := slices.DeleteFunc(slices.Clone(free), func(i int) bool {
			return !slices.ContainsFunc(h.near[i], func(j int) bool { return at[j] != at[i] })
		})
		move, now := h.step(at, best, border)
		if move == nil {
			copy(h.first, at)
			return best
		}
		best = now
		for _, i := range move {
			at[i] = !at[i]
		}
	}
}

// step is what to pass next: nil where nothing helps.
func (h *halving) step(at []bool, best halved, border []int) (move []int, now halved) {
	now = best
	for _, i := range border {
		at[i] = !at[i]
		if one := h.judge(at); one.less(now) {
			move, now = []int{i}, one
		}
		at[i] = !at[i]
	}
	if move != nil || len(border) > mostPairs {
		return move, now
	}
	for k, i := range border {
		for _, j := range border[k+1:] {
			at[i], at[j] = !at[i], !at[j]
			if two := h.judge(at); two.less(now) {
				move, now = []int{i, j}, two
			}
			at[i], at[j] = !at[i], !at[j]
		}
	}
	return move, now
}

// judge says how good a parting is, against the wanted sides in h.first.
func (h *halving) judge(at []bool) halved {
	one, two, price := h.weigh(at)
	return halved{h.breaks(at), h.misses(one, two), price}
}

func (h *halving) weigh(at []bool) (one, two, price int) {
	for i, first := range at {
		if first {
			one += h.weight[i]
		} else {
			two += h.weight[i]
		}
		if first != h.first[i] {
			price += h.price[i]
		}
	}
	return one, two, price
}

// misses are the squares of the KK by which both sides are outside the band.
func (h *halving) misses(one, two int) int {
	sum := square(h.outside(one))
	if !h.loose {
		sum += square(h.outside(two))
	}
	return sum
}

func (h *halving) outside(weight int) int { return max(0, h.lower-weight, weight-h.upper) }

func square(n int) int { return n * n }

// breaks counts the pieces beyond one that each side falls into; a side without any
// place counts as one.
func (h *halving) breaks(at []bool) int {
	broken := 0
	for _, side := range []bool{true, false} {
		if pieces := h.pieces(at, side); !side && h.loose {
			continue
		} else if pieces == 0 {
			broken++
		} else {
			broken += pieces - 1
		}
	}
	return broken
}

func (h *halving) pieces(at []bool, side bool) int {
	if h.seen == nil {
		h.seen = make([]bool, len(at))
	}
	clear(h.seen)
	seen, queue, pieces := h.seen, h.queue, 0
	for i := range at {
		if at[i] != side || seen[i] {
			continue
		}
		pieces++
		seen[i] = true
		for queue = append(queue[:0], i); len(queue) > 0; {
			last := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for _, j := range h.near[last] {
				if at[j] == side && !seen[j] {
					seen[j] = true
					queue = append(queue, j)
				}
			}
		}
	}
	h.queue = queue[:0]
	return pieces
}
