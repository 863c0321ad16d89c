package orienteer

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// randomSingle is a small problem of one day with windows and nothing else.
func randomSingle(rng *rand.Rand) *Problem {
	for {
		p := randomTours(rng)
		p.Days = p.Days[:1]
		p.Days[0].MaxStops = 0
		p.Limits = nil
		if !newGround(p).free {
			return p
		}
	}
}

func TestProofDecidesWhetherARicherRouteExists(t *testing.T) {
	for seed := range uint64(200) {
		p := randomSingle(rand.New(rand.NewPCG(seed, 5)))
		g, best := newGround(p), bestTours(p)
		c, ok := newCompletion(g, 0, nil)
		if !ok {
			if best != 0 {
				t.Fatalf("seed %d: nothing to visit, but the optimum is %d", seed, best)
			}
			continue
		}
		if c.richest() < best {
			t.Fatalf("seed %d: bound %d below the optimum %d", seed, c.richest(), best)
		}
		proof := newProof(c, 10_000, nil)
		for v := range proof.memory { // so that repeated nodes have to be found out
			proof.memory[v] = nodeSet{}
		}
		if v, route := proof.beyond(best); v != none {
			t.Fatalf("seed %d: verdict %d, route %v beyond the optimum %d", seed, v, route, best)
		}
		if best == 0 {
			continue
		}
		v, route := proof.beyond(best - 1)
		if v != richer {
			t.Fatalf("seed %d: verdict %d below the optimum %d", seed, v, best)
		}
		richerThan(t, p, route, best-1)
	}
}

func richerThan(t *testing.T, p *Problem, route []int32, prize int64) {
	t.Helper()
	var nodes []int
	for _, i := range route {
		if slices.Contains(nodes, int(i)) {
			t.Fatalf("route %v repeats node %d", route, i)
		}
		nodes = append(nodes, int(i))
	}
	r, ok := p.Schedule(0, nodes)
	if !ok || r.Prize <= prize {
		t.Fatalf("route %v: kept %t, prize %d, want more than %d", route, ok, r.Prize, prize)
	}
}

func TestProofWithTooFewLabelsProvesNothing(t *testing.T) {
	decided := 0
	for seed := range uint64(100) {
		p := randomSingle(rand.New(rand.NewPCG(seed, 6)))
		c, ok := newCompletion(newGround(p), 0, nil)
		if !ok {
			continue
		}
		best := bestTours(p)
		if v, _ := newProof(c, 3, nil).beyond(best - 1); best > 0 && v == none {
			t.Fatalf("seed %d: proved that nothing beats %d, but %d does", seed, best-1, best)
		} else if v != undecided {
			decided++
		}
	}
	if decided == 100 {
		t.Error("three labels always sufficed: the limit does nothing")
	}
}

func TestSingleDayWithWindowsIsProven(t *testing.T) {
	for seed := range uint64(15) {
		p := randomSingle(rand.New(rand.NewPCG(seed, 7)))
		plan, err := searchTours(p, Options{Seed: seed, Iterations: roundLength + 50})
		if err != nil {
			t.Fatal(err)
		}
		if best := bestTours(p); plan.Value != best || plan.Bound != best {
			t.Errorf("seed %d: value %d, bound %d, optimum %d", seed, plan.Value, plan.Bound, best)
		}
	}
}

// What is proven of the only day is proven of the plan, and the other way round; that
// bounds of such plans hold is tried by enumeration.
func TestTheOnlyDayIsProvenAsThePlanIs(t *testing.T) {
	for seed := range uint64(600) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 21)))
		p.Days = p.Days[:1]
		p.Must = slices.DeleteFunc(p.Must, func(m Must) bool { return !slices.Contains(m.Days, 0) })
		for k := range p.Must {
			p.Must[k].Days = []int{0}
		}
		plan, err := Solve(p, Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if best := brute(p, nil); plan.Bound < best.value || plan.Proven[0] && rankOfPlan(p, plan).less(best) {
			t.Errorf("seed %d: %d of at most %d, proven %v, best %+v", seed, plan.Value, plan.Bound, plan.Proven, best)
		}
		whole := len(plan.Short) == 0 && len(plan.Unkept) == 0
		if whole && plan.Proven[0] != (plan.Value == plan.Bound) {
			t.Errorf("seed %d: %d of at most %d, proven %v", seed, plan.Value, plan.Bound, plan.Proven)
		}
	}
}

func TestWhatIsKnownOfTheOnlyDayIsKnownOfThePlan(t *testing.T) {
	for name, c := range map[string]struct{ plan, want Plan }{
		"the day is proven, the bound is loose":     {Plan{Value: 7, Bound: 9, Proven: []bool{true}}, Plan{Value: 7, Bound: 7, Proven: []bool{true}}},
		"the bound is met, the day was too hard":    {Plan{Value: 7, Bound: 7, Proven: []bool{false}}, Plan{Value: 7, Bound: 7, Proven: []bool{true}}},
		"neither":                                   {Plan{Value: 7, Bound: 9, Proven: []bool{false}}, Plan{Value: 7, Bound: 9, Proven: []bool{false}}},
		"the bound is met, others keep a promise":   {Plan{Value: 7, Bound: 7, Proven: []bool{false}, Unkept: []int{0}}, Plan{Value: 7, Bound: 7, Proven: []bool{false}, Unkept: []int{0}}},
		"the day lacks stops, shorter may be worth": {Plan{Value: 7, Bound: 9, Proven: []bool{true}, Short: []Short{{}}}, Plan{Value: 7, Bound: 9, Proven: []bool{true}, Short: []Short{{}}}},
	} {
		if c.plan.agree(0); !reflect.DeepEqual(c.plan, c.want) {
			t.Errorf("%s: %+v, want %+v", name, c.plan, c.want)
		}
	}
}
