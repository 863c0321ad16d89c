package parcel

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// fewestOf asks the referee about a claim of so many splits for a division.
func fewestOf(p *Problem, part []int, claim int) error {
	c := checker{p: p, plan: &Plan{Part: part}, classes: p.classes()}
	return c.fewest(Proof{Groups: []int{0}, Fewest: claim})
}

// Two sets of 8 out of 5, 5, and one or two units of 6 that may be halved.
func TestTheFewestSplitsAreProvenAndNoMore(t *testing.T) {
	one := Problem{
		Weight: []int64{5, 5, 3, 3}, Value: []int64{1, 1, 1, 1}, Unit: []int{0, 1, 2, 2}, Lower: 8, Upper: 8,
		Edges: []Edge{{A: 0, B: 2}, {A: 1, B: 3}, {A: 2, B: 3}}, Agents: make([]Agent, 2),
	}
	two := one
	two.Weight, two.Value, two.Unit = []int64{5, 5, 3, 3, 3, 3}, []int64{1, 1, 1, 1, 1, 1}, []int{0, 1, 2, 2, 3, 3}
	two.Edges = []Edge{{A: 0, B: 2}, {A: 1, B: 3}, {A: 2, B: 3}, {A: 0, B: 4}, {A: 1, B: 5}, {A: 4, B: 5}}
	three := one // whole units do: 5 with 3, twice
	three.Weight, three.Unit = []int64{5, 5, 3, 3}, []int{0, 1, 2, 3}
	for _, c := range []struct {
		name  string
		p     Problem
		part  []int
		claim int
		holds bool
	}{
		{"one unit has to be divided", one, []int{0, 1, 0, 1}, 1, true},
		{"two are divided where one would do", two, []int{0, 1, 0, -1, -1, 1}, 2, false},
		{"one of the two has to be", two, []int{0, 1, 0, 1, -1, -1}, 1, true},
		{"whole units would do", three, []int{0, 1, 0, 1}, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := fewestOf(&c.p, c.part, c.claim); (err == nil) != c.holds {
				t.Errorf("a claim of %d: %v", c.claim, err)
			}
		})
	}
}

// Wherever a division with so many splits exists, no claim of more may pass.
func TestClaimsOfMoreSplitsThanTheBestHasAreRefused(t *testing.T) {
	refused, held := 0, 0
	for seed := range uint64(1500) {
		p := small(rand.New(rand.NewPCG(seed, 21)))
		plan, err := Solve(p, Options{Split: 9})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, proof := range plan.Proofs {
			if len(proof.Groups) != 1 || p.Cover && plan.Terms.Weight == 0 {
				continue
			}
			c := checker{p: &p, plan: &plan, classes: p.classes()}
			if err := c.fewest(proof); err != nil && !errors.Is(err, ErrUnchecked) {
				t.Fatalf("seed %d: what Solve claims: %v", seed, err)
			}
			held += min(1, proof.Fewest)
			splits, may := c.splitsIn(proof.Groups[0])
			lie := proof
			lie.Fewest = splits + 1
			sets, weight := c.within(proof.Groups)
			if sets == 0 || may < splits || p.Cover && weight < c.all(proof.Groups[0]) {
				continue
			}
			if c.fewest(lie) == nil {
				t.Errorf("seed %d: a claim of %d splits passes, the plan has %d", seed, lie.Fewest, splits)
			}
			refused++
		}
	}
	if refused < 300 || held < 20 {
		t.Errorf("only %d claims refused, %d held", refused, held)
	}
}

// splitsIn counts the units of a group that the plan divides, and those that could be.
func (c *checker) splitsIn(group int) (splits, may int) {
	for _, pieces := range c.plot(group, c.p.Apart).pieces {
		may += min(1, len(pieces)-1)
		for _, i := range pieces {
			if c.plan.Part[i] != c.plan.Part[pieces[0]] {
				splits++
				break
			}
		}
	}
	return splits, may
}

// all is the weight of a group.
func (c *checker) all(group int) (w int64) {
	for i, x := range c.p.Weight {
		if c.p.group(c.p.unit(i)) == group {
			w += x
		}
	}
	return w
}
