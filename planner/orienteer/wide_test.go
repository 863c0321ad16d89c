package orienteer

import (
	"math"
	"math/rand/v2"
	"testing"
)

// wideDay is one day of a kader whose families live in hamlets strewn over 15 km: minutes
// on a road 1.4 times the straight line at 20 km/h, one for parking, prizes lognormal.
func wideDay(r *rand.Rand, families, stops int) *Problem {
	const width, hamlets = 15_000, 9
	x, y := make([]float64, families+1), make([]float64, families+1)
	var cx, cy [hamlets]float64
	for h := range hamlets {
		cx[h], cy[h] = width*r.Float64(), width*r.Float64()
	}
	for i := range families {
		h := r.IntN(hamlets)
		x[i], y[i] = cx[h]+300*r.NormFloat64(), cy[h]+300*r.NormFloat64()
	}
	x[families], y[families] = width/2, width/2
	p := &Problem{Nodes: families, Service: make([]int64, families)}
	for a := range families + 1 {
		time, cost := make([]int64, families+1), make([]int64, families+1)
		for b := range families + 1 {
			if a != b {
				m := 1.4 * math.Hypot(x[a]-x[b], y[a]-y[b])
				time[b], cost[b] = 1+int64(m/333.3), int64(m/2)
			}
		}
		p.Time, p.Cost = append(p.Time, time), append(p.Cost, cost)
	}
	day := Day{Start: families, End: families, Close: 240, MaxStops: stops, Windows: make([][]Window, families)}
	for i := range families {
		p.Service[i] = 12 + r.Int64N(10)
		day.Windows[i] = []Window{{Close: 240, Prize: int64(60_000 * math.Exp(0.5*r.NormFloat64()))}}
	}
	p.Days = []Day{day}
	return p
}

// A day over wide ground, where no family can be ruled out, is proven by itself: searched
// by sets of stops alone it was not, and its certificate was a bound 1 to 27 % away.
func TestADayOverWideGroundIsProven(t *testing.T) {
	const seed = 2
	p := wideDay(rand.New(rand.NewPCG(seed, 51)), 260, 8)
	plan, err := Solve(p, Options{Seed: seed, Iterations: 1})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if err := Check(p, plan); err != nil {
		t.Errorf("seed %d: %v", seed, err)
	}
	if !plan.Proven[0] || plan.Bound != plan.Value {
		t.Errorf("seed %d: %d of at most %d, proven %v", seed, plan.Value, plan.Bound, plan.Proven)
	}
}
