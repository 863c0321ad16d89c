package district

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// twoPairs are two pairs of nodes on a line, far from each other, to be split into two
// parts of two: the bound 2 follows from multipliers of 0.
func twoPairs() (Problem, Bound) {
	p := Problem{Graph: Graph{Weight: []int64{1, 1, 1, 1}, X: []float64{0, 1, 10, 11}, Y: make([]float64, 4), Edges: [][2]int{{0, 1}, {1, 2}, {2, 3}}}, Parts: 2, Lower: 2, Upper: 2}
	return p, Bound{Inertia: 2, Regions: []RegionBound{{Nodes: []int{0, 1, 2, 3}, Parts: 2, Multiplier: make([]float64, 4), Inertia: 2}}}
}

// freeze makes the first pair a frozen part.
func freeze(p *Problem, b *Bound) {
	p.Fixed, p.Frozen = []int{0, 0, -1, -1}, []bool{true, false}
	b.Regions = []RegionBound{{Nodes: []int{0, 1}, Parts: 1, Inertia: 1}, {Nodes: []int{2, 3}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}}
}

// Every bound here is right but for one thing, and is refused for it.
func TestBoundIsRefusedForEachBreachOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		name, says string
		do         func(p *Problem, b *Bound, r *RegionBound)
	}{
		{"nothing", "", func(*Problem, *Bound, *RegionBound) {}},
		{"less than is proven", "", func(_ *Problem, b *Bound, r *RegionBound) { b.Inertia, r.Inertia = 1, 1 }},
		{"no problem", "negative", func(p *Problem, _ *Bound, _ *RegionBound) { p.Weight[0] = -1 }},
		{"a node below the first", "foreign", func(_ *Problem, _ *Bound, r *RegionBound) { r.Nodes[0] = -1 }},
		{"a node beyond the last", "foreign", func(_ *Problem, _ *Bound, r *RegionBound) { r.Nodes[3] = 4 }},
		{"a node twice", "counted twice", func(_ *Problem, _ *Bound, r *RegionBound) { r.Nodes[3] = 2 }},
		{"a region twice", "counted twice", func(_ *Problem, b *Bound, r *RegionBound) {
			b.Regions, b.Inertia = append(b.Regions, *r), 4
		}},
		{"more than its multipliers prove", "its multipliers prove 2", func(_ *Problem, b *Bound, r *RegionBound) { b.Inertia, r.Inertia = 2.1, 2.1 }},
		{"a region that is no number", "its multipliers prove 2", func(_ *Problem, _ *Bound, r *RegionBound) { r.Inertia = math.NaN() }},
		{"multipliers that are no numbers", "its multipliers prove NaN", func(_ *Problem, _ *Bound, r *RegionBound) { r.Multiplier[0] = math.NaN() }},
		{"more than its regions", "its regions add up to 2", func(_ *Problem, b *Bound, _ *RegionBound) { b.Inertia = 2.1 }},
		{"no number", "its regions add up to 2", func(_ *Problem, b *Bound, _ *RegionBound) { b.Inertia = math.NaN() }},
		{"a multiplier too few", "3 multipliers for 4 nodes", func(_ *Problem, _ *Bound, r *RegionBound) { r.Multiplier = r.Multiplier[1:] }},
		{"no part", "in 0 parts", func(_ *Problem, _ *Bound, r *RegionBound) { r.Parts = 0 }},
		{"more parts than nodes", "in 5 parts", func(_ *Problem, _ *Bound, r *RegionBound) { r.Parts = 5 }},
		{"one part less than asked for", "is of 1 parts", func(_ *Problem, b *Bound, r *RegionBound) { r.Parts, r.Inertia, b.Inertia = 1, 1, 1 }},
		{"one part more than asked for", "is of 3 parts", func(_ *Problem, b *Bound, r *RegionBound) { r.Parts, r.Inertia, b.Inertia = 3, 3, 3 }},
		{"one part of an island more than asked for", "is of 3 parts", func(p *Problem, b *Bound, r *RegionBound) {
			p.Edges = [][2]int{{0, 1}, {2, 3}}
			r.Parts, r.Inertia, b.Inertia = 3, 3, 3
		}},
		{"as many parts as the band allows, where it allows not those asked for", "", func(p *Problem, _ *Bound, _ *RegionBound) { p.Parts = 3 }},
		{"any number of parts, where none is asked for", "", func(p *Problem, b *Bound, r *RegionBound) {
			p.Parts = 0
			r.Parts, r.Inertia, b.Inertia = 1, 1, 1
		}},
		{"regions cut out of what hangs together", "a part may lead out of it", func(_ *Problem, b *Bound, _ *RegionBound) {
			b.Regions = []RegionBound{{Nodes: []int{0, 2}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 100}, {Nodes: []int{1, 3}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 100}}
			b.Inertia = 200
		}},
		{"islands as regions", "", func(p *Problem, b *Bound, _ *RegionBound) {
			p.Edges = [][2]int{{0, 1}, {2, 3}}
			b.Regions = []RegionBound{{Nodes: []int{0, 1}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}, {Nodes: []int{2, 3}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}}
		}},
		{"zones as regions", "", func(p *Problem, b *Bound, _ *RegionBound) {
			p.Nested, p.Zone = true, []int{0, 0, 1, 1}
			b.Regions = []RegionBound{{Nodes: []int{0, 1}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}, {Nodes: []int{2, 3}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}}
		}},
		{"zones that a part may cross", "a part may lead out of it", func(p *Problem, b *Bound, _ *RegionBound) {
			p.Zone = []int{0, 0, 1, 1}
			b.Regions = []RegionBound{{Nodes: []int{0, 1}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}, {Nodes: []int{2, 3}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}}
		}},
		{"apart for a node that is too heavy", "", func(p *Problem, b *Bound, _ *RegionBound) {
			p.Weight[1] = 3
			b.Regions, b.Inertia = []RegionBound{{Nodes: []int{2, 3}, Parts: 1, Multiplier: make([]float64, 2), Inertia: 1}}, 1
		}},
		{"a node that is too heavy", "can be in no part that is drawn", func(p *Problem, _ *Bound, _ *RegionBound) { p.Weight[1] = 3 }},
		{"no nodes", "no nodes", func(_ *Problem, b *Bound, _ *RegionBound) {
			b.Regions, b.Inertia = append(b.Regions, RegionBound{Parts: 1, Inertia: 100}), 102
		}},
		{"a split instead of a proof", "not a frozen part", func(_ *Problem, b *Bound, _ *RegionBound) {
			b.Regions = []RegionBound{{Nodes: []int{0, 2}, Parts: 1, Inertia: 100}, {Nodes: []int{1, 3}, Parts: 1, Inertia: 100}}
			b.Inertia = 200
		}},
		{"all as one part, which nobody asked for", "not a frozen part", func(p *Problem, b *Bound, _ *RegionBound) {
			p.Parts = 0
			b.Regions, b.Inertia = []RegionBound{{Nodes: []int{0, 1, 2, 3}, Parts: 1, Inertia: 150}}, 150
		}},
		{"a frozen part", "", func(p *Problem, b *Bound, _ *RegionBound) { freeze(p, b) }},
		{"a frozen part in two", "2 parts without multipliers", func(p *Problem, b *Bound, _ *RegionBound) {
			freeze(p, b)
			b.Regions[0].Parts = 2
		}},
		{"more than a frozen part has", "its multipliers prove 1", func(p *Problem, b *Bound, _ *RegionBound) {
			freeze(p, b)
			b.Regions[0].Inertia = 1.1
		}},
		{"half of a frozen part", "not a frozen part", func(p *Problem, b *Bound, _ *RegionBound) {
			freeze(p, b)
			b.Regions[0].Nodes, b.Regions[0].Inertia, b.Inertia = []int{0}, 0, 1
		}},
		{"a frozen part and a free node", "not a frozen part", func(p *Problem, b *Bound, _ *RegionBound) {
			freeze(p, b)
			b.Regions = []RegionBound{{Nodes: []int{0, 1, 2}, Parts: 1, Inertia: 50}}
			b.Inertia = 50
		}},
		{"a frozen part drawn anew", "can be in no part that is drawn", func(p *Problem, b *Bound, _ *RegionBound) {
			freeze(p, b)
			b.Regions[0].Multiplier = make([]float64, 2)
		}},
		{"a frozen part counted for none", "is of 3 parts", func(p *Problem, b *Bound, _ *RegionBound) {
			freeze(p, b)
			b.Regions[1].Parts, b.Regions[1].Inertia = 2, 2
			b.Inertia = 3
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, b := twoPairs()
			c.do(&p, &b, &b.Regions[0])
			err := CheckBound(p, b)
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error()+"\n", c.says) {
				t.Errorf("check says %v, want %q", err, c.says)
			}
		})
	}
}

// spoil changes one thing of a proof by cases.
func spoil(k *Case, n int, rng *rand.Rand) {
	for len(k.Children) > 0 && rng.IntN(3) > 0 {
		k = &k.Children[rng.IntN(len(k.Children))]
	}
	switch rng.IntN(9) {
	case 0:
		k.Multiplier = k.Multiplier[1:]
	case 1:
		k.Closed = append([]int{rng.IntN(n + 1)}, k.Closed...)
	case 2:
		k.Centre = rng.IntN(n + 1)
	case 3:
		k.Node = rng.IntN(n + 1)
	case 4:
		if len(k.Children) > 0 {
			k.Children = k.Children[1:]
		}
	case 5:
		if len(k.Part) > 0 {
			k.Part = k.Part[1:]
		}
	case 6:
		if len(k.Part) > 0 {
			k.Part[rng.IntN(len(k.Part))] = rng.IntN(n)
		}
	case 7:
		for i := range k.Multiplier {
			k.Multiplier[i] *= 0.5
		}
	case 8:
		k.Children = nil
	}
}

// copied is a proof of its own.
func copied(k Case) Case {
	k.Multiplier, k.Closed, k.Part = append([]float64(nil), k.Multiplier...), append([]int(nil), k.Closed...), append([]int(nil), k.Part...)
	children := k.Children
	k.Children = nil
	for _, c := range children {
		k.Children = append(k.Children, copied(c))
	}
	return k
}

func TestSpoiltProofByCasesProvesNothingFalse(t *testing.T) {
	said := map[string]int{}
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := smallProblem(rng)
		p.Nested, p.Zone = false, nil
		plan, err := Cover(p, Options{Seed: seed, Iterations: 40_000, Prove: 0.5})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if plan.Bound == nil || len(plan.Reasons) > 0 || plan.Bound.Regions[0].Cases == nil {
			continue
		}
		least := bruteForce(&p)
		proof := plan.Bound.Regions[0].Cases
		for range 40 {
			wrong := copied(*proof)
			spoil(&wrong, p.Nodes(), rng)
			b := Bound{Inertia: plan.Bound.Inertia, Regions: []RegionBound{plan.Bound.Regions[0]}}
			b.Regions[0].Cases = &wrong
			if rng.IntN(2) == 0 { // claim what is false
				b.Regions[0].Inertia = least * (1 + 1e-6)
				b.Inertia = b.Regions[0].Inertia
			}
			err := CheckBound(p, b)
			if err == nil && b.Inertia > least*(1+1e-8) {
				t.Errorf("seed %d: a bound of %v passes, the least is %v", seed, b.Inertia, least)
			}
			if err != nil {
				_, what, _ := strings.Cut(err.Error(), "a case ")
				said[strings.Fields(what + strings.TrimPrefix(err.Error(), "bound region 0: "))[0]]++
			}
		}
	}
	for _, what := range []string{"has", "closes", "ends"} {
		if said[what] == 0 {
			t.Errorf("no proof is refused because a case %s …", what)
		}
	}
}

// byCases are two pairs of nodes, for two parts of one to three: multipliers of 0
// prove nothing, and cases that no split has less than 2: which two nodes are the
// centres, and that every node goes to the nearer one.
func byCases() (Problem, Bound) {
	p, b := twoPairs()
	p.Lower, p.Upper = 1, 3
	prices := make([]float64, 4)
	nearest := func(open []int) []int {
		var part []int
		for i := range p.Weight {
			to := open[0]
			if p.cost(i, open[1]) < p.cost(i, to) {
				to = open[1]
			}
			part = append(part, to)
		}
		return part
	}
	var centres func(at int, open []int) Case
	centres = func(at int, open []int) Case {
		switch {
		case len(open) == 2:
			return Case{Multiplier: prices, Centre: -1, Part: nearest(open)}
		case at == 4:
			return Case{Multiplier: prices, Centre: -1} // too few are left
		}
		return Case{Multiplier: prices, Centre: at, Children: []Case{centres(at+1, append(slices.Clone(open), at)), centres(at+1, open)}}
	}
	proof := centres(0, nil)
	b.Regions[0].Cases = &proof
	return p, b
}

// Each proof by cases here is right but for one thing, and is refused for it.
func TestCasesAreRefusedForEachBreachOfTheirOwn(t *testing.T) {
	prices := make([]float64, 4)
	tied := func(first []int) Case { // node 1 goes to either centre
		return Case{Multiplier: prices, Centre: -1, Node: 1, Children: []Case{{Multiplier: prices, Centre: -1, Part: first}, {Multiplier: prices, Centre: -1}}}
	}
	for _, c := range []struct {
		name, says string
		do         func(p *Problem, root, leaf *Case) // leaf: the centres are 0 and 2
	}{
		{"nothing", "", func(*Problem, *Case, *Case) {}},
		{"a price too few", "has 3 multipliers for 4 nodes", func(_ *Problem, _, leaf *Case) { leaf.Multiplier = prices[1:] }},
		{"closes a stranger", "closes node 9\n", func(_ *Problem, root, _ *Case) { root.Closed = []int{9} }},
		{"closes what is open", "closes node 0\n", func(_ *Problem, _, leaf *Case) { leaf.Closed = []int{0} }},
		{"closes what is closed", "closes node 1\n", func(_ *Problem, _, leaf *Case) { leaf.Closed = []int{1} }},
		{"closes what is cheap", "closes node 2, which costs 0", func(_ *Problem, root, _ *Case) { root.Closed = []int{2} }},
		{"closes what is one too many", "", func(_ *Problem, _, leaf *Case) { leaf.Closed = []int{3} }},
		{"a strange centre", "cases for the centre 9", func(_ *Problem, root, _ *Case) { root.Centre = 9 }},
		{"a centre with one case", "1 cases for the centre 0", func(_ *Problem, root, _ *Case) { root.Children = root.Children[:1] }},
		{"a centre that is open", "cases for the centre 0", func(_ *Problem, root, _ *Case) { root.Children[0].Centre = 0 }},
		{"a centre that is closed", "cases for the centre 0", func(_ *Problem, root, _ *Case) { root.Children[1].Centre = 0 }},
		{"the case of a centre that is none left out", "ends with 0 of 2 centres", func(_ *Problem, root, _ *Case) {
			root.Children[1] = Case{Multiplier: prices, Centre: -1}
		}},
		{"a node to either centre", "", func(_ *Problem, _, leaf *Case) { *leaf = tied([]int{0, 0, 2, 2}) }},
		{"a node in another part than it is tied to", "puts node 1 into the part of 2", func(_ *Problem, _, leaf *Case) { *leaf = tied([]int{0, 2, 2, 2}) }},
		{"a strange node", "2 cases for the node 9", func(_ *Problem, _, leaf *Case) {
			*leaf = tied([]int{0, 0, 2, 2})
			leaf.Node = 9
		}},
		{"a node with a case too few", "1 cases for the node 1", func(_ *Problem, _, leaf *Case) {
			*leaf = tied([]int{0, 0, 2, 2})
			leaf.Children = leaf.Children[:1]
		}},
		{"a node that is tied", "2 cases for the node 1", func(_ *Problem, _, leaf *Case) {
			*leaf = tied([]int{0, 0, 2, 2})
			leaf.Children[0] = tied([]int{0, 0, 2, 2})
		}},
		{"a node before its centres are known", "1 cases for the node 1", func(_ *Problem, root, _ *Case) {
			root.Children[0] = Case{Multiplier: prices, Centre: -1, Node: 1, Children: []Case{{Multiplier: prices, Centre: -1, Part: []int{0, 0, 0, 0}}}}
		}},
		{"a part of a node too few", "ends with 2 of 2 centres and 3 nodes", func(_ *Problem, _, leaf *Case) { leaf.Part = leaf.Part[1:] }},
		{"a part of what is no centre", "puts node 1 into the part of 1", func(_ *Problem, _, leaf *Case) { leaf.Part[1] = 1 }},
		{"a split that is cheaper", "ends in a split that costs 1", func(p *Problem, _, _ *Case) { p.Weight[3] = 0 }},
		{"a node that may go elsewhere", "overlooks node 1", func(_ *Problem, _, leaf *Case) { leaf.Part[1] = 2 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, b := byCases()
			root := b.Regions[0].Cases
			c.do(&p, root, &root.Children[0].Children[1].Children[0])
			err := CheckBound(p, b)
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error()+"\n", c.says) {
				t.Errorf("check says %v, want %q", err, c.says)
			}
		})
	}
}
