package district

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hexGrid is a disk of hexagonal cells, radius cells around the middle one, with
// towns in an empty land: a problem like the development instance dev60 at
// radius 31 and one of ten times its size at radius 99.
func hexGrid(radius int, r *rand.Rand) Problem {
	p := Problem{Lower: 450, Upper: 550}
	const edge = 531.0
	at := map[[2]int]int{}
	towns := make([][2]float64, 1+radius*radius/40)
	width := 1.5 * edge * float64(radius)
	for t := range towns {
		towns[t] = [2]float64{width * (2*r.Float64() - 1), width * (2*r.Float64() - 1)}
	}
	for q := -radius; q <= radius; q++ {
		for s := max(-radius, -q-radius); s <= min(radius, -q+radius); s++ {
			x, y := 1.5*edge*float64(q), math.Sqrt(3)*edge*(float64(s)+float64(q)/2)
			density := 0.0
			for _, t := range towns {
				density += math.Exp(-math.Hypot(x-t[0], y-t[1]) / 1500)
			}
			at[[2]int{q, s}] = len(p.Weight)
			p.X, p.Y = append(p.X, x), append(p.Y, y)
			p.Weight = append(p.Weight, int64((4.5+29*density)*math.Exp(0.7*r.NormFloat64())))
			for _, d := range [3][2]int{{-1, 0}, {0, -1}, {-1, 1}} {
				if j, ok := at[[2]int{q + d[0], s + d[1]}]; ok {
					p.Edges = append(p.Edges, [2]int{j, len(p.Weight) - 1})
				}
			}
		}
	}
	p.Parts = int(math.Round(float64(p.Total()) / 500))
	return p
}

// metis is the inertia of what gpmetis makes of a problem; 0 where there is no
// gpmetis.
func metis(b *testing.B, p *Problem) float64 {
	b.Helper()
	command, err := exec.LookPath("gpmetis")
	if err != nil {
		return 0
	}
	file := filepath.Join(b.TempDir(), "grid.graph")
	g := newNet(p, func(int, int) bool { return true })
	var text strings.Builder
	fmt.Fprintf(&text, "%d %d 010\n", g.n, len(g.adj)/2)
	for i := range g.n {
		fmt.Fprint(&text, g.w[i])
		for _, j := range g.near(i) {
			fmt.Fprint(&text, " ", j+1)
		}
		fmt.Fprintln(&text)
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	if out, err := exec.Command(command, file, fmt.Sprint(p.Parts)).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	parts, err := os.ReadFile(fmt.Sprintf("%s.part.%d", file, p.Parts))
	if err != nil {
		b.Fatal(err)
	}
	part := make([]int, g.n)
	for i, word := range strings.Fields(string(parts)) {
		if _, err := fmt.Sscan(word, &part[i]); err != nil {
			b.Fatal(err)
		}
	}
	return terms(p, g, part, p.Parts).Inertia
}

// BenchmarkTenfold splits a grid ten times the size of dev60 in a minute.
func BenchmarkTenfold(b *testing.B) {
	p := hexGrid(99, rand.New(rand.NewPCG(1, 1)))
	rival := metis(b, &p)
	for b.Loop() {
		start := time.Now()
		plan, err := Cover(p, Options{Seed: 1, Spent: func() float64 { return time.Since(start).Seconds() / 58 }})
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		if f := fault(&p, plan.Part, plan.Parts); f != "" || plan.Status != Feasible {
			b.Errorf("%d of %d parts, %s: %s", plan.Parts, p.Parts, plan.Status, f)
		}
		b.ReportMetric(took.Seconds(), "s")
		b.ReportMetric(float64(p.Nodes()), "cells")
		b.ReportMetric(float64(plan.Parts), "parts")
		b.ReportMetric(plan.Terms.Inertia/1e6, "KK·km²")
		if rival > 0 {
			b.ReportMetric(plan.Terms.Inertia/rival, "of-METIS")
		}
	}
}
