package district

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// locked is a random small problem with one part of an earlier plan frozen and
// some nodes of another fixed.
func locked(t *testing.T, seed uint64) (p Problem, before Plan) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	p = smallProblem(r)
	before, err := Cover(p, Options{Seed: seed, Iterations: 30_000})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	p.Fixed, p.Frozen = make([]int, p.Nodes()), make([]bool, before.Parts)
	p.Parts, p.InZone = before.Parts, nil
	for i, q := range before.Part {
		p.Fixed[i] = -1
		if q == 0 || q == 1 && r.IntN(2) == 0 {
			p.Fixed[i] = q
		}
	}
	p.Frozen[0] = slices.Contains(p.Fixed, 0)
	return p, before
}

func TestLocksStay(t *testing.T) {
	for seed := range uint64(500) {
		p, before := locked(t, seed)
		if before.Status != Feasible || p.Parts < 2 {
			continue
		}
		plan, err := Cover(p, Options{Seed: seed + 1, Iterations: 30_000})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i, f := range p.Fixed {
			if f >= 0 && plan.Part[i] != f || f < 0 && p.Frozen[0] && plan.Part[i] == 0 {
				t.Errorf("seed %d: node %d is fixed in %d, got %d", seed, i, f, plan.Part[i])
			}
		}
		if f := fault(&p, plan.Part, plan.Parts); f != "" && len(plan.Reasons) == 0 {
			t.Errorf("seed %d: %s without a reason", seed, f)
		}
	}
}

func TestSameSeedSamePlan(t *testing.T) {
	p := hexGrid(10, rand.New(rand.NewPCG(4, 4)))
	o := Options{Seed: 7, Iterations: 2_000_000, Prove: 0.2}
	one, err := Cover(p, o)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Cover(p, o)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(one, two); d != "" {
		t.Errorf("first and second plan differ (-first +second):\n%s", d)
	}
	if f := fault(&p, one.Part, one.Parts); f != "" || one.Status != Feasible {
		t.Errorf("%s: %s", one.Status, f)
	}
}

func TestStopEndsAtOnceWithThePlanSoFar(t *testing.T) {
	p := hexGrid(20, rand.New(rand.NewPCG(5, 5)))
	const patience = 400
	asked := 0
	plan, err := Cover(p, Options{Seed: 1, Iterations: 1 << 40, Prove: 0.3, Stop: func() bool {
		asked++
		return asked > patience
	}})
	if err != nil {
		t.Fatal(err)
	}
	if f := fault(&p, plan.Part, plan.Parts); f != "" || asked > patience+1 {
		t.Errorf("asked %d times, plan: %s", asked, f)
	}
}
