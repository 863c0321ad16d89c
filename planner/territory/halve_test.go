package territory

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// pools are random places that hang together somehow, with random wishes.
func pools(r *rapid.T, most int) *halving {
	n := rapid.IntRange(2, most).Draw(r, "places")
	h := &halving{lower: 40, upper: 60, near: make([][]int, n), loose: rapid.Bool().Draw(r, "loose")}
	for i := range n {
		h.weight = append(h.weight, rapid.IntRange(0, 30).Draw(r, "weight"))
		h.first = append(h.first, rapid.Bool().Draw(r, "first"))
		h.fixed = append(h.fixed, rapid.IntRange(0, 3).Draw(r, "fixed") == 0)
		h.price = append(h.price, rapid.IntRange(0, 20).Draw(r, "price"))
		if i > 0 {
			j := rapid.IntRange(0, i-1).Draw(r, "near")
			h.near[i], h.near[j] = append(h.near[i], j), append(h.near[j], i)
		}
	}
	return h
}

// naive goes through all partings, each looked at by itself.
func naive(h *halving) halved {
	best := halved{broken: 1 << 30}
	n := len(h.weight)
	for mask := range 1 << n {
		at, allowed := make([]bool, n), true
		for i := range at {
			at[i] = mask>>i&1 == 1
			allowed = allowed && (!h.fixed[i] || at[i] == h.first[i])
		}
		if now := h.judge(at); allowed && now.less(best) {
			best = now
		}
	}
	return best
}

func TestHalvingFindsTheBestPartingOfAFewPlaces(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := pools(r, 9)
		want, wanted := naive(h), slices.Clone(h.first)
		got := h.halve()
		if got != want {
			r.Fatalf("got %+v, the best is %+v", got, want)
		}
		for i, fixed := range h.fixed {
			if fixed && h.first[i] != wanted[i] {
				r.Fatalf("place %d was fixed", i)
			}
		}
		answer := slices.Clone(h.first)
		h.first = wanted
		if told := h.judge(answer); told != got {
			r.Fatalf("told %+v of a parting that is %+v", got, told)
		}
	})
}

// Of many places a way is searched: never worse than what was wanted, nor better than
// the best.
func TestHalvingOfManyPlacesIsNoWorseThanWhatWasWanted(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := pools(r, 9)
		best, wanted := naive(h), slices.Clone(h.first)
		before := h.judge(wanted)
		var free []int
		for i, fixed := range h.fixed {
			if !fixed {
				free = append(free, i)
			}
		}
		got := h.climb(free)
		if before.less(got) || got.less(best) {
			r.Fatalf("wanted %+v, found %+v, best %+v", before, got, best)
		}
	})
}
