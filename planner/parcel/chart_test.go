package parcel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// groundOf makes the region of a made-up kecamatan.
func groundOf(t *testing.T, p *Problem, list int) *estate {
	t.Helper()
	s := newSolver(p, Options{List: list, Stop: func() bool { return false }})
	e, err := s.estate([]int{0}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// For any gains of nodes, the best set of every weight is what listing all of them
// finds, and no completion gains more than is said of it.
func TestChartsFindTheBestSetOfEveryWeight(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 41))
		p := kecamatan(seed, 4+r.IntN(9), 150, 1, false)
		p.Lower = 1
		g := groundOf(t, &p, -1).regions[0]
		c := newChart(g)
		gain, weight, want := make([]float64, len(g.pieces)), make([]int64, len(g.pieces)), map[int64]float64{}
		for i := range gain {
			gain[i], weight[i] = r.NormFloat64(), g.sum[i].w
		}
		worth := func(s set) (sum float64) {
			s.each(func(i int) { sum += gain[i] })
			return sum
		}
		most := math.Inf(-1)
		w := walk{g: g, steps: 1 << 30, stop: func() bool { return false }}
		w.visit = func(s set, m sums, _ int64) bool {
			if old, known := want[m.w]; !known || worth(s) > old {
				want[m.w] = worth(s)
			}
			most = max(most, worth(s))
			return true
		}
		w.run()
		free := tariff{limit: p.Upper, rest: c.completions(gain, weight, 0, nil)}
		if free.rest[0][0] < most-1e-9 {
			t.Errorf("seed %d: completions gain at most %v, a set %v", seed, free.rest[0][0], most)
		}
		dear := tariff{lambda: 0.01, limit: p.Upper, rest: c.completions(gain, weight, 0.01, nil)}
		sets, top, ok := c.sets(gain, weight, 1, p.Upper, []tariff{free, dear}, -1e9)
		if !ok || math.Abs(top-most) > 1e-9 || len(sets) != len(want) {
			t.Fatalf("seed %d: %d sets, the best gains %v; there are %d weights, the best gains %v", seed, len(sets), top, len(want), most)
		}
		for _, s := range sets {
			if m := g.weight(s); math.Abs(worth(s)-want[m]) > 1e-9 || g.flood(s.lowest(), s, g.near) != s {
				t.Errorf("seed %d: a set of %d gains %v, the best of that weight %v", seed, m, worth(s), want[m])
			}
		}
	}
}

// Bounds by charts hold, and are as near as they say to those of all sets listed.
func TestBoundsByChartsAreNearThoseOfAllSets(t *testing.T) {
	for seed := range uint64(6) {
		p := kecamatan(seed, 22, 110, 2, false)
		listed := groundOf(t, &p, 0)
		all := listed.relax(nil, 0)
		charted := groundOf(t, &p, -1)
		charted.vast[0] = true
		got := charted.relax(nil, 0)
		if room := int64(2e-3 * float64(all.bound-2*listed.each)); got.bound < all.bound-2 || got.bound > all.bound+room {
			t.Errorf("seed %d: %d by charts, %d by all sets", seed, got.bound-2*listed.each, all.bound-2*listed.each)
		}
	}
}

// A group whose units all touch each other has no narrow front.
func TestAWideFrontHasNoChart(t *testing.T) {
	p := Problem{Lower: 450, Upper: 550}
	for i := range 24 {
		p.Weight, p.Value = append(p.Weight, 50), append(p.Value, 1)
		for j := range i {
			p.Edges = append(p.Edges, Edge{A: j, B: i})
		}
	}
	p.Agents = make([]Agent, 1)
	if newChart(groundOf(t, &p, -1).regions[0]) != nil {
		t.Error("24 units that all touch have a chart")
	}
	if plan, err := Solve(p, Options{List: -1}); err != nil || plan.Terms.Weight != 550 {
		t.Errorf("%+v, %v", plan.Terms, err)
	}
}
