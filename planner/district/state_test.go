package district

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// split is a random problem with every aim at work, and a state in which its nodes lie in
// random parts, some of them outside.
func split(r *rand.Rand) (*Problem, *state) {
	p := smallProblem(r)
	p.Nested, p.Parts = false, 2+r.IntN(3)
	p.Weights = Weights{Inertia: 0.5 + r.Float64(), Split: 900 * r.Float64(), Moved: 90 * r.Float64(), Home: r.Float64(), Evenness: 900 * r.Float64()}
	for i := range p.Weight {
		p.Weight[i]++
		p.Value = append(p.Value, 1+r.Int64N(40))
		p.Previous = append(p.Previous, r.IntN(p.Parts+1)-1)
		if i < p.Parts {
			p.Home = append(p.Home, Point{100 * r.Float64(), 100 * r.Float64(), r.IntN(3) > 0})
		}
	}
	if r.IntN(4) == 0 {
		p.Objective, p.Weights = CutEdges, Weights{}
	}
	g := newNet(&p, func(int, int) bool { return true })
	l := &layout{p: &p, g: g, k: p.Parts, part: make([]int, g.n), regions: []region{{k: p.Parts}}}
	for i := range g.n {
		l.part[i] = r.IntN(p.Parts+1) - 1
		l.regions[0].nodes = append(l.regions[0].nodes, int32(i))
	}
	for q := range p.Parts {
		l.regions[0].labels = append(l.regions[0].labels, q)
	}
	s := newState(l)
	s.penalty, s.wv, s.drop = 50*r.Float64(), r.Float64(), 20*r.Float64()
	s.load(l.part)
	return &p, s
}

// What a move is said to change the energy by is what it does change, counted from
// scratch, whatever the aims; and the sums that are carried along stay those of the parts.
func TestMovesChangeWhatTheySay(t *testing.T) {
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 70))
		_, s := split(r)
		for range 12 {
			i := r.IntN(s.g.n)
			a, b := int(s.part[i]), r.IntN(s.k+1)
			if a == b {
				continue
			}
			before, delta := s.measure(), s.delta(i, a, b)
			s.move(i, a, b)
			if after := s.measure(); math.Abs(after-before-delta) > 1e-6*(1+math.Abs(before)+math.Abs(after)) {
				t.Fatalf("seed %d: node %d from %d to %d of %d changes the energy by %g, says %g", seed, i, a, b, s.k, after-before, delta)
			}
			carried := *s
			carried.w, carried.value, carried.count = slices.Clone(s.w), slices.Clone(s.value), slices.Clone(s.count)
			carried.tally, carried.cx = slices.Clone(s.tally), slices.Clone(s.cx)
			mean := s.mean
			s.recount()
			s.mean = mean // of the beginning: deltas of evenness are about one mean
			for q := range s.k {
				if s.wf[q] > 0 && math.Abs(carried.cx[q]-s.cx[q]) > 1e-6 {
					t.Errorf("seed %d: the centroid of part %d is carried to %g, is %g", seed, q, carried.cx[q], s.cx[q])
				}
			}
			if carried.outside != s.outside || !slices.Equal(carried.w, s.w) || !slices.Equal(carried.value, s.value) ||
				!slices.Equal(carried.count, s.count) || !slices.Equal(carried.tally, s.tally) {
				t.Fatalf("seed %d: sums carried along are not those of the parts", seed)
			}
		}
	}
}

// A node may go where what it leaves still hangs together and is not nothing; from the
// outside any may.
func TestANodeMayLeaveWhatHangsTogetherWithoutIt(t *testing.T) {
	stuck := 0
	for seed := range uint64(1000) {
		p, s := split(rand.New(rand.NewPCG(seed, 71)))
		for i := range s.g.n {
			var rest []int
			for j, q := range s.part {
				if q == s.part[i] && j != i {
					rest = append(rest, j)
				}
			}
			all := append(slices.Clone(rest), i)
			if int(s.part[i]) < s.k && !joined(p, all) {
				continue // only connected parts are asked about
			}
			want := int(s.part[i]) == s.k || len(rest) > 0 && joined(p, rest)
			if got := s.removable(i); got != want {
				t.Errorf("seed %d: node %d may leave %v: %t, want %t", seed, i, rest, got, want)
			}
			if !want {
				stuck++
			}
		}
	}
	if stuck < 300 {
		t.Errorf("only %d nodes hold their part together", stuck)
	}
}

// The best centre is the own node about which the inertia is least, by distance as by
// costs that are told.
func TestTheCentreIsTheBestOwnNode(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 72))
		p := smallProblem(r)
		for i := range p.Weight {
			p.Weight[i]++
		}
		plain := newNet(&p, func(int, int) bool { return true })
		p.Cost = func(i, j int) float64 { return math.Hypot(p.X[i]-p.X[j], p.Y[i]-p.Y[j]) }
		told := newNet(&p, func(int, int) bool { return true })
		var members []int32
		for i := range p.Nodes() {
			if r.IntN(3) > 0 {
				members = append(members, int32(i))
			}
		}
		for name, g := range map[string]*net{"distance": plain, "costs": told} {
			best, least := -1, 0.0
			for _, j := range members {
				sum := 0.0
				for _, i := range members {
					sum += float64(p.Weight[i]) * g.d2(int(i), int(j))
				}
				if best < 0 || sum < least*(1-1e-12) {
					best, least = int(j), sum
				}
			}
			if got, inertia := g.centre(members); got != best && math.Abs(inertia-least) > 1e-9*least || math.Abs(inertia-least) > 1e-9*(1+least) {
				t.Errorf("seed %d, by %s: centre %d with %g, best %d with %g", seed, name, got, inertia, best, least)
			}
		}
	}
}

// Terms are what anybody counts from the parts.
func TestTermsAreWhatAnybodyCounts(t *testing.T) {
	for seed := range uint64(400) {
		p, s := split(rand.New(rand.NewPCG(seed, 73)))
		part := make([]int, s.g.n)
		for i, q := range s.part {
			if part[i] = int(q); part[i] == s.k {
				part[i] = -1
			}
		}
		got := terms(p, s.g, part, p.Parts)
		var want Terms
		in := map[[2]int]bool{}
		for i, q := range part {
			if q < 0 {
				continue
			}
			want.Value += p.Value[i]
			want.Weight += p.Weight[i]
			if was := p.Previous[i]; was >= 0 && was != q {
				want.Moved += p.Weight[i]
			}
			if p.Group[i] >= 0 {
				in[[2]int{p.Group[i], q}] = true
			}
		}
		split := map[int]int{}
		for key := range in {
			split[key[0]]++
		}
		for _, parts := range split {
			want.Pairs += parts
			if parts > 1 {
				want.Splits++
			}
		}
		for _, e := range p.Edges {
			if e[0] != e[1] && part[e[0]] != part[e[1]] {
				want.CutEdges++
			}
		}
		if got.Value != want.Value || got.Weight != want.Weight || got.Moved != want.Moved || got.Pairs != want.Pairs ||
			got.Splits != want.Splits || got.CutEdges != want.CutEdges || got.Total != p.total(got) {
			t.Errorf("seed %d: %+v, counted %+v", seed, got, want)
		}
	}
}

// Cuts along trees part a connected set into connected pieces, all of it, and say how many
// parts each is to make.
func TestCutsAlongTreesLeaveConnectedPieces(t *testing.T) {
	inBand := 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 74))
		p := hexGrid(3+r.IntN(3), r)
		if r.IntN(3) == 0 {
			p.Objective = CutEdges
		}
		g := newNet(&p, func(int, int) bool { return true })
		c := newCutter(g, &p, r)
		nodes := g.components(func(int) bool { return true })[0]
		k := 2 + r.IntN(3)
		mean := float64(p.Total()) / float64(k)
		c.lower, c.upper = int64(0.8*mean), int64(1.2*mean)
		pieces := c.split(nodes, k, 20)
		var all []int32
		fits := len(pieces) == k
		for _, piece := range pieces {
			in := make([]int, len(piece))
			weight := int64(0)
			for at, i := range piece {
				in[at] = int(i)
				weight += p.Weight[i]
			}
			if len(piece) == 0 || !joined(&p, in) {
				t.Errorf("seed %d: a piece of %d nodes does not hang together", seed, len(piece))
			}
			fits = fits && weight >= c.lower && weight <= c.upper
			all = append(all, piece...)
		}
		slices.Sort(all)
		if !slices.Equal(all, nodes) {
			t.Errorf("seed %d: %d nodes are cut into pieces of %d", seed, len(nodes), len(all))
		}
		if fits {
			inBand++
		}
	}
	if inBand < 100 {
		t.Errorf("only %d of 150 sets were cut in band", inBand)
	}
}

// A budget is over at its end or when told to stop, and stays so.
func TestABudgetThatIsOverStaysOver(t *testing.T) {
	b := newBudget(Options{}, 10)
	if b.spend(50_000); b.share() != 0.25 {
		t.Errorf("50,000 moves of 20,000 a node of ten are %g", b.share())
	}
	spent := 0.4
	b = newBudget(Options{Iterations: 1000, Spent: func() float64 { return spent }}, 10)
	if b.spend(100); b.share() != 0.4 {
		t.Errorf("a tenth of the moves, 0.4 of the time: %g", b.share())
	}
	if spent = 1.2; b.share() != 1 || b.halted {
		t.Errorf("beyond the end: %g, halted %t", b.share(), b.halted)
	}
	if spent = 0; b.share() != 1 {
		t.Error("a budget that was over goes on")
	}
	stop := false
	b = newBudget(Options{Stop: func() bool { return stop }, Spent: func() float64 { return 0 }}, 10)
	if b.share() != 0 {
		t.Errorf("nothing spent: %g", b.share())
	}
	if stop = true; b.share() != 1 || !b.halted {
		t.Errorf("told to stop: %g, halted %t", b.share(), b.halted)
	}
}
