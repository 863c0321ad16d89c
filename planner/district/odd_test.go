package district

import (
	"math"
	"math/rand/v2"
	"testing"
)

// piles is a disk of cells of which one in twenty holds 95 % of the weight, in heaps
// of 60 to 320.
func piles(radius int, r *rand.Rand) Problem {
	p := hexGrid(radius, r)
	heavy := int64(0)
	for i := range p.Weight {
		if p.Weight[i] = 0; r.IntN(20) == 0 {
			p.Weight[i] = 60 + r.Int64N(261)
			heavy += p.Weight[i]
		}
	}
	for range heavy / 19 {
		for {
			if i := r.IntN(len(p.Weight)); p.Weight[i] < 60 {
				p.Weight[i]++
				break
			}
		}
	}
	p.Parts = int(math.Round(float64(p.Total()) / 500))
	return p
}

// comb is a spine of cells with teeth that touch each other nowhere else.
func comb(teeth, length int, heavy int64, r *rand.Rand) Problem {
	p := Problem{Lower: 450, Upper: 550}
	add := func(x, y float64) int {
		p.X, p.Y = append(p.X, 1000*x), append(p.Y, 1000*y)
		p.Weight = append(p.Weight, 1+r.Int64N(heavy))
		return len(p.Weight) - 1
	}
	last := -1
	for t := range teeth {
		for gap := range 2 {
			s := add(float64(2*t+gap), 0)
			if last >= 0 {
				p.Edges = append(p.Edges, [2]int{last, s})
			}
			last = s
		}
		up := last
		for y := range length {
			c := add(float64(2*t+1), float64(y+1))
			p.Edges = append(p.Edges, [2]int{up, c})
			up = c
		}
	}
	p.Parts = int(math.Round(float64(p.Total()) / 500))
	return p
}

// within counts the parts of a plan that are in band.
func within(p *Problem, plan Plan) (n int) {
	w := make([]int64, plan.Parts)
	for i, q := range plan.Part {
		if q >= 0 {
			w[q] += p.Weight[i]
		}
	}
	for _, x := range w {
		if p.inBand(x) {
			n++
		}
	}
	return n
}

// Long combs: whether they can be in band is decided, and where they cannot, all parts
// that are made are.
func TestCombsAreCutInBandOrProvenNotToBe(t *testing.T) {
	cut := 0
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 77))
		for _, p := range []Problem{comb(12, 100, 40, r), comb(30, 40, 40, r), comb(30, 20, 150, r)} {
			plan, err := Cover(p, Options{Seed: seed, Iterations: int64(p.Nodes()) * 300})
			if err != nil {
				t.Fatal(err)
			}
			if len(plan.Reasons) == 0 {
				cut++
				if f := fault(&p, plan.Part, plan.Parts); f != "" {
					t.Errorf("seed %d: %s", seed, f)
				}
				continue
			}
			got := plan.Reasons[0]
			if len(plan.Reasons) != 1 || got.Code != NoIntegerCount || got.Repair.Lower >= p.Lower || within(&p, plan) != made(plan) {
				t.Errorf("seed %d: %d of %d in band, reasons %v", seed, within(&p, plan), made(plan), got.Code)
			}
			p.Lower, p.Upper = got.Repair.Lower, got.Repair.Upper
			if wide, err := Cover(p, Options{Seed: seed, Iterations: int64(p.Nodes()) * 300}); err != nil || len(wide.Reasons) > 0 {
				t.Errorf("seed %d: the band %d..%d is named as repair and does not do: %v", seed, p.Lower, p.Upper, err)
			}
		}
	}
	if cut < 5 {
		t.Errorf("only %d of 18 combs are cut in band", cut)
	}
}

// made counts the parts that hold anything.
func made(plan Plan) int {
	held := map[int]bool{}
	for _, q := range plan.Part {
		if q >= 0 {
			held[q] = true
		}
	}
	return len(held)
}

// Heaps leave next to nothing to balance with. In these six lands parts stayed out of
// band when moves and single cuts were all.
func TestHeapsAreCutInBand(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{2, 8, 9, 11, 12, 14} {
		p := piles(12, rand.New(rand.NewPCG(seed, 77)))
		plan, err := Cover(p, Options{Seed: seed, Iterations: int64(p.Nodes()) * 10_000})
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Reasons) > 0 {
			t.Errorf("seed %d: %d of %d in band", seed, within(&p, plan), p.Parts)
		} else if f := fault(&p, plan.Part, plan.Parts); f != "" {
			t.Errorf("seed %d: %s", seed, f)
		}
	}
}

// BenchmarkOddGrounds divides lands of heaps and long combs, ten of each, in the usual
// number of moves: how many parts there are to be, and how many are in band.
func BenchmarkOddGrounds(b *testing.B) {
	for name, make := range map[string]func(r *rand.Rand) Problem{
		"heaps":  func(r *rand.Rand) Problem { return piles(18, r) },
		"combs":  func(r *rand.Rand) Problem { return comb(12, 100, 40, r) },
		"spines": func(r *rand.Rand) Problem { return comb(30, 40, 40, r) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				parts, in, lands, proven := 0, 0, 0, 0
				for seed := range uint64(10) {
					p := make(rand.New(rand.NewPCG(seed, 77)))
					plan, err := Cover(p, Options{Seed: seed})
					if err != nil {
						b.Fatal(err)
					}
					parts, in = parts+p.Parts, in+within(&p, plan)
					switch {
					case len(plan.Reasons) == 0:
						lands++
					case plan.Reasons[0].Code == NoIntegerCount && len(plan.Reasons) == 1:
						proven++
					}
				}
				b.ReportMetric(float64(parts), "parts")
				b.ReportMetric(float64(in), "in-band")
				b.ReportMetric(float64(lands), "lands-of-10")
				b.ReportMetric(float64(proven), "proven-not")
			}
		})
	}
}

// twig is a small random tree.
func twig(r *rand.Rand) Problem {
	p := Problem{Lower: 8, Upper: 8 + r.Int64N(5)}
	for i := range 2 + r.IntN(8) {
		p.Weight = append(p.Weight, r.Int64N(7))
		p.X, p.Y = append(p.X, r.Float64()), append(p.Y, r.Float64())
		if i > 0 {
			p.Edges = append(p.Edges, [2]int{r.IntN(i), i})
		}
	}
	p.Parts = max(1, int(2*p.Total()/(p.Lower+p.Upper)))
	return p
}

func TestCutsOfSmallTreesEqualBruteForce(t *testing.T) {
	cut, not := 0, 0
	for seed := range uint64(1200) {
		p := twig(rand.New(rand.NewPCG(seed, 8)))
		l := &layout{p: &p, g: newNet(&p, func(int, int) bool { return true })}
		var r region
		for i := range p.Weight {
			r.nodes = append(r.nodes, int32(i))
		}
		r.k = p.Parts
		c := newCutter(l.g, &p, rand.New(rand.NewPCG(seed, 9)))
		p.Value = p.Weight
		best := int64(-1)
		for k := range len(p.Weight) + 1 {
			q := p
			q.Parts = k
			best = max(best, most(&q))
		}
		if got := c.cut(&r, p.Lower, p.Upper) != nil; got != (most(&p) == p.Total()) {
			t.Fatalf("seed %d: a cut in %d parts: %v", seed, r.k, got)
		} else if got {
			cut++
		} else {
			not++
		}
		held := int64(0)
		for _, piece := range c.richest(r.nodes) {
			if w := c.total(piece); !p.inBand(w) {
				t.Fatalf("seed %d: a piece of %d", seed, w)
			} else {
				held += w
			}
		}
		if held != best {
			t.Fatalf("seed %d: pieces hold %d, the best %d", seed, held, best)
		}
	}
	if cut < 50 || not < 50 {
		t.Errorf("%d cut, %d not", cut, not)
	}
}
