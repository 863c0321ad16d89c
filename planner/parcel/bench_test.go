package parcel

import (
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

// kecamatan makes up a group of so many units of about weight KK each on a plane,
// joined where no third lies in the circle on both (Gabriel and Sokal 1969), and so
// many agents who live somewhere in it.
func kecamatan(seed uint64, units int, weight int64, agents int, cover bool) Problem {
	r := rand.New(rand.NewPCG(seed, 40))
	p := Problem{Lower: 450, Upper: 550, Cover: cover, Prices: Prices{Compact: 230}}
	for range units {
		p.Weight = append(p.Weight, weight/2+r.Int64N(weight+1))
		p.Value = append(p.Value, p.Weight[len(p.Weight)-1]*(25_000+r.Int64N(40_000)))
		p.X, p.Y = append(p.X, r.Int64N(12_000)), append(p.Y, r.Int64N(12_000))
	}
	apart := func(a, b int) int64 {
		dx, dy := p.X[a]-p.X[b], p.Y[a]-p.Y[b]
		return dx*dx + dy*dy
	}
	for a := range units {
		for b := range a {
			near := true
			for c := range units {
				near = near && (c == a || c == b || apart(a, c)+apart(b, c) >= apart(a, b))
			}
			if near {
				p.Edges = append(p.Edges, Edge{A: b, B: a})
			}
		}
	}
	for range agents {
		home, a := r.IntN(units), Agent{}
		for i := range units {
			a.Ride = append(a.Ride, p.Weight[i]*apart(home, i)/1_000_000*11)
		}
		p.Agents = append(p.Agents, a)
	}
	return p
}

// crowded makes up a kecamatan whose desa touch six others: the cells of a raster go to
// the nearest of so many points.
func crowded(seed uint64, units int, least, most int64, agents int) Problem {
	const side = 48
	r := rand.New(rand.NewPCG(seed, 44))
	p := Problem{Lower: 450, Upper: 550, Prices: Prices{Compact: 230}}
	for range units {
		w := least + r.Int64N(most-least+1)
		p.Weight, p.Value = append(p.Weight, w), append(p.Value, w*(20_000+r.Int64N(40_000)))
		p.X, p.Y = append(p.X, r.Int64N(12_000)), append(p.Y, r.Int64N(12_000))
	}
	apart := func(i int, x, y int64) int64 { return (p.X[i]-x)*(p.X[i]-x) + (p.Y[i]-y)*(p.Y[i]-y) }
	var of [side][side]int
	for a := range side {
		for b := range side {
			x, y := int64(a)*12_000/side, int64(b)*12_000/side
			for i := range units {
				if apart(i, x, y) < apart(of[a][b], x, y) {
					of[a][b] = i
				}
			}
		}
	}
	touch := map[[2]int]bool{}
	join := func(i, j int) {
		if i != j && !touch[[2]int{min(i, j), max(i, j)}] {
			touch[[2]int{min(i, j), max(i, j)}] = true
			p.Edges = append(p.Edges, Edge{A: min(i, j), B: max(i, j)})
		}
	}
	for a := range side {
		for b := range side {
			if a > 0 {
				join(of[a-1][b], of[a][b])
			}
			if b > 0 {
				join(of[a][b-1], of[a][b])
			}
		}
	}
	for range agents {
		x, y, a := r.Int64N(12_000), r.Int64N(12_000), Agent{}
		for i := range units {
			a.Ride = append(a.Ride, p.Weight[i]*apart(i, x, y)/1_000_000*11)
		}
		p.Agents = append(p.Agents, a)
	}
	return p
}

// used is the processor time of this process.
func used() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// BenchmarkKecamatan hands out kecamatan of many desa, with few kader and with enough,
// in a minute of processor time at most.
func BenchmarkKecamatan(b *testing.B) {
	for _, c := range []struct {
		units  int
		weight int64
		agents int
		cover  bool
	}{{30, 120, 3, false}, {30, 120, 7, true}, {45, 70, 3, false}, {45, 100, 9, true}, {60, 60, 4, false}, {60, 80, 9, true}, {60, 35, 2, false}} {
		for seed := range uint64(2) {
			b.Run(fmt.Sprintf("%d-of-%d/agents=%d/cover=%v/seed=%d", c.units, c.weight, c.agents, c.cover, seed), func(b *testing.B) {
				p := kecamatan(seed, c.units, c.weight, c.agents, c.cover)
				for b.Loop() {
					benchmarkSolve(b, p)
				}
			})
		}
	}
}

// BenchmarkCrowded hands out kecamatan whose desa touch six others, with few kader.
func BenchmarkCrowded(b *testing.B) {
	for _, c := range []struct {
		units       int
		least, most int64
	}{{45, 40, 120}, {60, 30, 90}, {60, 20, 60}} {
		for seed := range uint64(2) {
			b.Run(fmt.Sprintf("%d-of-%d-%d/seed=%d", c.units, c.least, c.most, seed), func(b *testing.B) {
				p := crowded(seed, c.units, c.least, c.most, 4)
				for b.Loop() {
					benchmarkSolve(b, p)
				}
			})
		}
	}
}

func benchmarkSolve(b *testing.B, p Problem) {
	b.Helper()
	start := used()
	plan, err := Solve(p, Options{Split: -1, Stop: func() bool { return used()-start > time.Minute }})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric((used() - start).Seconds(), "cpu-s")
	b.ReportMetric(float64(plan.Terms.Agents), "agents")
	b.ReportMetric(float64(plan.Listed), "sets")
	b.ReportMetric(100*float64(plan.Bound-plan.Total)/float64(max(1, plan.Bound)), "%gap")
}
