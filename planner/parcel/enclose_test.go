package parcel

import (
	"math/rand/v2"
	"testing"
)

// What lies in a hole, could belong to the set around it and makes no set of its own is
// enclosed; asked node by node.
func TestWhatASetEncloses(t *testing.T) {
	enclosing := 0
	for seed := range uint64(1500) {
		g, _ := regionOf(t, rand.New(rand.NewPCG(seed, 53)))
		for _, s := range subsets(g) {
			weight := g.weight(s)
			want := false
			for i := range g.pieces {
				beside := false
				s.each(func(j int) { beside = beside || g.near[i].has(j) })
				if s.has(i) || !beside || weight+g.sum[i].w > g.p.Upper {
					continue
				}
				hole := holeOf(g, i, s)
				edge := false
				hole.each(func(j int) { edge = edge || !g.inner.has(j) })
				want = want || !edge && g.weight(hole) < g.p.Lower
			}
			if want {
				enclosing++
			}
			if got := g.encloses(s, weight); got != want {
				t.Errorf("seed %d: set %v encloses something: %t, want %t", seed, s, got, want)
			}
		}
	}
	if enclosing < 50 {
		t.Errorf("only %d sets enclose something", enclosing)
	}
}

// holeOf is what is reached from node i without entering the set.
func holeOf(g *region, i int, s set) set {
	hole := set{}.with(i)
	for range g.pieces {
		for a := range g.pieces {
			for b := range g.pieces {
				if hole.has(a) && !s.has(b) && g.near[a].has(b) {
					hole.add(b)
				}
			}
		}
	}
	return hole
}
