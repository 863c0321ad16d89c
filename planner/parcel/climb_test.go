package parcel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// What changing a node or two of a set comes to is every connected set in the band that
// differs so, with its sums right, and no other.
func TestChangesOfASetAreAllThatDifferByANodeOrTwo(t *testing.T) {
	changed := 0
	for seed := range uint64(200) {
		g, _ := regionOf(t, rand.New(rand.NewPCG(seed, 60)))
		all := subsets(g)
		for _, s := range all {
			if g.flood(s.lowest(), s, g.near) != s {
				continue
			}
			met := map[set]int{}
			g.changes(s, g.moments(s), func(to set, n sums) {
				if met[to]++; n != g.moments(to) {
					t.Errorf("seed %d: %v is told to be %v, is %v", seed, to, n, g.moments(to))
				}
			})
			changed += len(met)
			for _, to := range all {
				more, less := to.without(s), s.without(to)
				one := func(x set) bool { return !x.empty() && x.without(set{}.with(x.lowest())).empty() }
				touches := false
				more.each(func(i int) { s.each(func(j int) { touches = touches || g.near[i].has(j) }) })
				w := g.weight(to)
				want := 0
				if (more.empty() != less.empty() || one(more) && one(less)) && (more.empty() || one(more) && touches) && (less.empty() || one(less)) &&
					w >= g.p.Lower && w <= g.p.Upper && g.flood(to.lowest(), to, g.near) == to {
					want = 1
				}
				if met[to] != want {
					t.Errorf("seed %d: from %v to %v %d times, want %d", seed, s, to, met[to], want)
				}
			}
		}
	}
	if changed < 1000 {
		t.Errorf("only %d changes", changed)
	}
}

// Climbing learns sets that gain, as it says, and none twice; where it learns nothing it
// claims nothing.
func TestClimbingLearnsSetsThatGain(t *testing.T) {
	learned := 0
	for seed := range uint64(6) {
		p := crowded(seed, 20, 90, 190, 3)
		s := newSolver(&p, Options{Stop: never, List: 10})
		e, err := s.estate([]int{0}, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 61))
		dual := make([]float64, e.height)
		for k := range dual {
			dual[k] = float64(e.each) * 0.4 * r.Float64() / 5
		}
		for _, c := range e.members {
			before := len(e.pool[0])
			n := e.climb(0, c, dual, 0.5)
			learned += n
			if len(e.pool[0])-before != n {
				t.Errorf("seed %d: %d sets more, says %d", seed, len(e.pool[0])-before, n)
			}
			h := e.hunt(0, c, dual, 0.5, 1)
			for at := before; at < len(e.pool[0]); at++ {
				x := e.pool[0][at]
				m := e.regions[0].moments(x.in)
				gain := float64(e.gain(choice{0, c, at})) - dual[c]
				x.in.each(func(i int) { gain -= dual[e.rows[0]+i] })
				if gain <= 0.5 || math.Abs(gain-h.all(x.in, m)) > 1e-6*float64(e.each) || x.weight != m.w || x.worth != e.regions[0].worth(x.in, m) {
					t.Errorf("seed %d: set %d gains %g, is said to gain %g", seed, at, gain, h.all(x.in, m))
				}
			}
		}
		seen := map[set]bool{}
		for _, x := range e.pool[0] {
			if seen[x.in] {
				t.Errorf("seed %d: %v twice", seed, x.in)
			}
			seen[x.in] = true
		}
	}
	if learned < 100 {
		t.Errorf("only %d sets were learned", learned)
	}
}
