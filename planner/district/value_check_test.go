package district

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// randomChoice is a small problem of choice with islands, zones, limits by zone,
// fixed nodes and frozen parts, each now and then.
func randomChoice(r *rand.Rand) Problem {
	p := smallProblem(r)
	p.Parts = 1 + r.IntN(3)
	p.Value = make([]int64, p.Nodes())
	for i := range p.Value {
		p.Value[i] = r.Int64N(100)
	}
	for k := range p.Edges { // some land falls apart
		if r.IntN(6) == 0 {
			p.Edges[k][1] = p.Edges[k][0]
		}
	}
	if r.IntN(2) == 0 {
		p.Nested, p.Zone = true, make([]int, p.Nodes())
		for i := range p.Zone {
			p.Zone[i] = r.IntN(2)
		}
		if r.IntN(2) == 0 {
			p.InZone = []int{r.IntN(3), 1 + r.IntN(2)}
		}
	}
	if r.IntN(3) == 0 {
		p.Fixed, p.Frozen = make([]int, p.Nodes()), make([]bool, p.Parts)
		for i := range p.Fixed {
			p.Fixed[i] = -1
		}
		p.Fixed[r.IntN(p.Nodes())] = r.IntN(p.Parts)
		p.Frozen[0] = r.IntN(2) == 0
	}
	return p
}

// Two ways to the same bound: the greedy one of Choose over running sums, and the
// referee's by prices and all ways to share.
func TestRefereeOfValueProvesWhatChooseDoes(t *testing.T) {
	islands, zones, frozen := 0, 0, 0
	for seed := range uint64(3000) {
		p := randomChoice(rand.New(rand.NewPCG(seed, 11)))
		plan, err := Choose(p, Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := CheckValue(p, plan.Bound.Value); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if proven := p.mostValue(); math.Abs(proven-plan.Bound.Value) > 1e-9*max(1, proven) {
			t.Errorf("seed %d: Choose says %v, the referee proves %v", seed, plan.Bound.Value, proven)
		}
		if err := CheckValue(p, plan.Bound.Value*(1-1e-6)-1e-6); err == nil {
			t.Errorf("seed %d: less than is proven passes: %v", seed, plan.Bound.Value)
		}
		islands += min(1, len(p.islandsDrawn())-1)
		if p.InZone != nil {
			zones++
		}
		if len(p.Frozen) > 0 && p.Frozen[0] {
			frozen++
		}
	}
	if islands < 300 || zones < 300 || frozen < 300 {
		t.Errorf("%d problems with islands, %d with limits by zone, %d with frozen parts are too few", islands, zones, frozen)
	}
}

// No choice that there is holds more than the referee proves.
func TestRefereeOfValueAgainstBruteForce(t *testing.T) {
	tight := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 12))
		p := smallProblem(r)
		p.Parts = 1 + r.IntN(2)
		p.Value = make([]int64, p.Nodes())
		for i := range p.Value {
			p.Value[i] = r.Int64N(100)
		}
		best := most(&p)
		proven := p.mostValue()
		if float64(best) > proven*(1+1e-9) {
			t.Errorf("seed %d: %d are held, proven at most %v", seed, best, proven)
		}
		if best >= 0 && float64(best) > 0.95*proven {
			tight++
		}
	}
	if tight < 30 {
		t.Errorf("only %d of 300 bounds are within a twentieth of what can be held", tight)
	}
}

// Three islands in two zones: 0-1-2 of 6 KK each in zone 0; 3-4 and 5 in zone 1. A part
// has 5 to 12 KK. Values are 60, 30, 0; 40, 20; 50.
func threeIslands() Problem {
	return Problem{
		Graph: Graph{
			Weight: []int64{6, 6, 6, 6, 6, 6}, Value: []int64{60, 30, 0, 40, 20, 50},
			X: []float64{0, 1, 2, 5, 6, 9}, Y: make([]float64, 6), Edges: [][2]int{{0, 1}, {1, 2}, {3, 4}}, Zone: []int{0, 0, 0, 1, 1, 1},
		},
		Parts: 2, Lower: 5, Upper: 12,
	}
}

func TestValueThatNoChoiceExceeds(t *testing.T) {
	for _, c := range []struct {
		name string
		most float64
		do   func(p *Problem)
	}{
		{"the two richest parts of three islands", 150, func(*Problem) {}},
		{"all of them", 200, func(p *Problem) { p.Parts = 4 }},
		{"one part", 90, func(p *Problem) { p.Parts = 1 }},
		{"no part", 0, func(p *Problem) { p.Parts = 0 }},
		{"the last node in part", 60 + 30*0.5 + 60, func(p *Problem) { p.Upper = 9; p.Value[3], p.Value[4], p.Value[5] = 40, 40, 50 }},
		{"no more than one in a zone", 150, func(p *Problem) { p.Nested, p.InZone = true, []int{1, 1} }},
		{"none in the richer zone", 110, func(p *Problem) { p.Nested, p.InZone = true, []int{0, 2} }},
		{"limits by zone do not matter where parts may cross them", 150, func(p *Problem) { p.InZone = []int{0, 2} }},
		{"an island below the band", 150, func(p *Problem) { p.Lower = 7 }},
		{"every island below the band", 0, func(p *Problem) { p.Lower, p.Upper = 20, 30 }},
		{"a node heavier than the band", 110, func(p *Problem) { p.Weight[0] = 13 }},
		{"a part whose nodes are fixed has to be", 90 + 60, func(p *Problem) { p.Fixed = []int{-1, -1, -1, 1, -1, -1} }},
		{"all parts have to be where somebody is fixed", 110, func(p *Problem) { p.Fixed = []int{-1, -1, -1, 1, -1, 0} }},
		{"more parts are fixed than may be", 90 + 60 + 50, func(p *Problem) {
			p.Nested, p.InZone, p.Parts = true, []int{0, 0}, 3
			p.Fixed = []int{0, -1, -1, 1, -1, 2}
		}},
		{"a frozen part counts as it is", 30 + 60 + 30, func(p *Problem) {
			p.Fixed, p.Frozen = []int{-1, 0, -1, -1, -1, -1}, []bool{true}
			p.Value[5] = 5
			p.Parts, p.Upper, p.Value[3], p.Value[4] = 3, 6, 20, 30
		}},
		{"a frozen part takes a place of its zone", 60, func(p *Problem) {
			p.Nested, p.InZone = true, []int{1, 0}
			p.Fixed, p.Frozen = []int{0, -1, -1, -1, -1, -1}, []bool{true}
		}},
		{"weight counts where nothing has a value", 24, func(p *Problem) { p.Value = nil }},
		{"families who weigh nothing come along", 157, func(p *Problem) { p.Weight[2], p.Value[2] = 0, 7 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := threeIslands()
			c.do(&p)
			if err := CheckValue(p, c.most); err != nil {
				t.Error(err)
			}
			if err := CheckValue(p, c.most-0.01); err == nil || !strings.Contains(err.Error(), fmt.Sprint("proven is ", c.most)) {
				t.Errorf("%v passes or is refused as %v, most is %v", c.most-0.01, err, c.most)
			}
		})
	}
}

func TestNoBoundOfNoProblem(t *testing.T) {
	p := threeIslands()
	if err := CheckValue(p, math.NaN()); err == nil {
		t.Error("what is no number is taken for a bound")
	}
	p.Weight[0] = -1
	if err := CheckValue(p, 1e9); err == nil || !strings.Contains(err.Error(), "negative") {
		t.Errorf("a problem that makes no sense: %v", err)
	}
}
