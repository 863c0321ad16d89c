package parcel

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// street is four units of weight 4 in a row, for two agents with a set of 8 each:
// nothing is worth anything, so that no proof is needed of it.
func street() (Problem, Plan) {
	p := Problem{
		Weight: []int64{4, 4, 4, 4}, Value: make([]int64, 4), Unit: []int{0, 1, 2, 3}, Group: []int{0, 0, 0, 0}, Inner: make([]bool, 4),
		Edges: []Edge{{A: 0, B: 1}, {A: 1, B: 2}, {A: 2, B: 3}}, Lower: 8, Upper: 8, Agents: make([]Agent, 2),
	}
	return p, Plan{Part: []int{0, 0, 1, 1}, Terms: Terms{Agents: 2, Weight: 16}, Status: Feasible, Proofs: []Proof{{Groups: []int{0}, Runs: proven(4, 1)}}}
}

// proven is the proof where nothing is worth anything: all prices are 0.
func proven(nodes, classes int) []Run {
	return []Run{{Case: &Case{Node: [][]int64{make([]int64, nodes)}, Class: make([]int64, classes)}}}
}

// Every plan here is right in every sum and breaks one rule.
func TestCheckRefusesADivisionThatBreaksOneRule(t *testing.T) {
	for _, c := range []struct {
		name, why string
		spoil     func(*Problem, *Plan)
	}{
		{"a band that is none", "not a band", func(p *Problem, _ *Plan) { p.Lower = 0 }},
		{"a set that falls apart", "falls apart", func(_ *Problem, x *Plan) { x.Part = []int{0, 1, 1, 0} }},
		{"a set too light", "weight 4", func(p *Problem, x *Plan) {
			x.Part, x.Terms.Weight = []int{0, -1, 1, 1}, 12
		}},
		{"a set too heavy", "weight 12", func(p *Problem, x *Plan) {
			x.Part, x.Terms = []int{0, 0, 0, -1}, Terms{Agents: 1, Weight: 12}
		}},
		{"a set around what it could hold", "encloses", func(p *Problem, x *Plan) {
			p.Edges = append(p.Edges, Edge{A: 0, B: 3}, Edge{A: 1, B: 3})
			p.Inner[3], p.Upper = true, 16
			x.Part, x.Terms = []int{0, 0, 0, -1}, Terms{Agents: 1, Weight: 12}
		}},
		{"a set of a group that is not the agent's", "a set of group 0", func(p *Problem, x *Plan) {
			p.Group, p.Agents[0].Group, p.Agents[1].Group = []int{0, 0, 1, 1}, 1, 0
			x.Proofs = []Proof{{Groups: []int{0}, Runs: proven(2, 2)}, {Groups: []int{1}, Runs: proven(2, 2)}}
		}},
		{"a set with something of another group", "two groups", func(p *Problem, x *Plan) {
			p.Group, p.Agents[0].Group, p.Agents[1].Group = []int{0, 0, 1, 1}, 0, -1
			x.Part, x.Terms = []int{0, 0, 0, -1}, Terms{Agents: 1, Weight: 8}
			x.Proofs = []Proof{{Groups: []int{0}, Runs: proven(2, 2)}, {Groups: []int{1}, Runs: proven(2, 2)}}
		}},
		{"an agent whom nobody knows", "agent 2's", func(_ *Problem, x *Plan) {
			x.Part, x.Terms = []int{0, 0, 2, 2}, Terms{Agents: 1, Weight: 8}
		}},
		{"pieces left out", "2 of 4", func(_ *Problem, x *Plan) {
			x.Part, x.Terms = x.Part[:2], Terms{Agents: 1, Weight: 8}
		}},
		{"a unit divided and not told", "split []; counted", func(p *Problem, x *Plan) { p.Unit, p.Group, p.Inner = []int{0, 1, 1, 2}, nil, nil }},
		{"a unit told that is whole", "split [1]; counted", func(_ *Problem, x *Plan) { x.Split = []int{1} }},
		{"terms that do not add up", "Value:1", func(_ *Problem, x *Plan) { x.Terms.Value, x.Total, x.Bound, x.Proofs[0].Bound = 1, 1, 1, 1 }},
		{"terms that add up to the total and are others", "Value:1", func(_ *Problem, x *Plan) { x.Terms.Value, x.Terms.Compact = 1, 1 }},
		{"a way to divide without a run", "no run", func(p *Problem, x *Plan) {
			p.Unit, p.Group, p.Inner, x.Split = []int{0, 1, 1, 2}, nil, nil, []int{1}
		}},
		{"a total that is not its terms'", "counted", func(_ *Problem, x *Plan) { x.Total = -1 }},
		{"a bound that no proof gives", "bound 1", func(_ *Problem, x *Plan) { x.Bound = 1 }},
		{"a bound below what a case may score", "more than the bound", func(_ *Problem, x *Plan) { x.Bound, x.Proofs[0].Bound = -1, -1 }},
		{"more splits needed than are proven", "at least 1", func(_ *Problem, x *Plan) { x.Fewest = 1 }},
		{"called the best below the bound", "optimal with 0", func(_ *Problem, x *Plan) { x.Status, x.Bound, x.Proofs[0].Bound = Optimal, 1, 1 }},
		{"called the best though it divides what need not be", "optimal with 1", func(p *Problem, x *Plan) {
			p.Unit, p.Group, p.Inner = []int{0, 1, 1, 2}, nil, nil
			x.Split, x.Status, x.Proofs[0].Runs[0].Divided = []int{1}, Optimal, []int{1}
		}},
		{"no proof", "0 proofs", func(_ *Problem, x *Plan) { x.Proofs = nil }},
		{"a proof without a run", "no run", func(_ *Problem, x *Plan) { x.Proofs[0].Runs = nil }},
		{"a group proven twice", "2 proofs", func(_ *Problem, x *Plan) { x.Proofs = append(x.Proofs, x.Proofs[0]) }},
		{"a claim of splits in two groups", "in groups [0 1]", func(p *Problem, x *Plan) {
			p.Group = []int{0, 0, 1, 1}
			p.Agents[1].Group = -1
			x.Proofs = []Proof{{Groups: []int{0, 1}, Fewest: 1, Runs: []Run{{Case: &Case{Node: [][]int64{make([]int64, 2), make([]int64, 2)}, Class: make([]int64, 2)}}}}}
			x.Fewest = 1
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, plan := street()
			if err := Check(p, plan); err != nil {
				t.Fatalf("as it should be: %v", err)
			}
			c.spoil(&p, &plan)
			if err := Check(p, plan); err == nil || errors.Is(err, ErrUnchecked) || !strings.Contains(err.Error(), c.why) {
				t.Errorf("got %v, want a refusal with %q", err, c.why)
			}
		})
	}
}

// Around what lies at the edge, or would make the set too heavy, or is heavy enough for
// a set of its own, a set may lie.
func TestASetMayLieAroundWhatItCannotHold(t *testing.T) {
	for name, allow := range map[string]func(*Problem){
		"at the edge":     func(p *Problem) { p.Inner[3] = false },
		"too heavy":       func(p *Problem) { p.Upper = 15 },
		"a set by itself": func(p *Problem) { p.Lower = 4 },
	} {
		p, plan := street()
		p.Edges = append(p.Edges, Edge{A: 0, B: 3}, Edge{A: 1, B: 3})
		p.Inner[3], p.Upper = true, 16
		plan.Part, plan.Terms = []int{0, 0, 0, -1}, Terms{Agents: 1, Weight: 12}
		allow(&p)
		if err := Check(p, plan); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// spoiled are proofs that claim more than they show, of one that holds.
func spoiled(proof Proof) map[string]Proof {
	out := map[string]Proof{}
	change := func(name string, do func(*Proof)) {
		lie := proof
		lie.Runs = make([]Run, len(proof.Runs))
		for i, run := range proof.Runs {
			run.Case = copied(run.Case)
			lie.Runs[i] = run
		}
		do(&lie)
		out[name] = lie
	}
	leaf := func(k *Case) *Case {
		for k.Ask != nil {
			k = k.Yes
		}
		return k
	}
	change("a bound below a case", func(x *Proof) { x.Bound = x.Runs[0].Case.Bound - 1 })
	change("a price below nothing", func(x *Proof) {
		k := leaf(x.Runs[0].Case)
		k.Node[0][0], k.Class[0] = -1, k.Class[0]+k.Node[0][0]+1
	})
	change("an agent's price below nothing", func(x *Proof) { leaf(x.Runs[0].Case).Class[0] = -1 })
	if slices.Max(slices.Concat(append(leaf(proof.Runs[0].Case).Node, leaf(proof.Runs[0].Case).Class)...)) > 0 {
		change("no price at all", func(x *Proof) {
			k := leaf(x.Runs[0].Case)
			for _, prices := range append(k.Node, k.Class) {
				clear(prices)
			}
		})
	}
	if proof.Runs[0].Case.Ask != nil {
		change("a bound below that of its cases", func(x *Proof) { x.Runs[0].Case.Bound = max(x.Runs[0].Case.Yes.Bound, x.Runs[0].Case.No.Bound) - 1 })
	}
	return out
}

func copied(k *Case) *Case {
	out := *k
	if k.Ask != nil {
		out.Yes, out.No = copied(k.Yes), copied(k.No)
		return &out
	}
	out.Class, out.Node = slices.Clone(k.Class), make([][]int64, len(k.Node))
	for r := range k.Node {
		out.Node[r] = slices.Clone(k.Node[r])
	}
	return &out
}

// A proof that holds holds no longer when one of its numbers lies.
func TestCheckRefusesAProofThatLies(t *testing.T) {
	refused := map[string]int{}
	for seed := range uint64(300) {
		p := small(rand.New(rand.NewPCG(seed, 22)))
		plan, err := Solve(p, Options{Split: 9})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		c := checker{p: &p, plan: &plan, classes: p.classes()}
		for _, proof := range plan.Proofs {
			if sets, _ := c.within(proof.Groups); sets == 0 || proof.Runs[0].Case.Class == nil && proof.Runs[0].Case.Ask == nil {
				continue
			}
			if err := c.proof(proof); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			lies := spoiled(proof)
			if k := proof.Runs[0].Case; k.Ask == nil {
				lie := proof
				lie.Runs = slices.Clone(proof.Runs)
				lie.Runs[0].Case = copied(k)
				lie.Runs[0].Case.Bound = c.proves(k) - 1
				lies["a bound one below what the prices prove"] = lie
			}
			for name, lie := range lies {
				if c.proof(lie) == nil {
					t.Errorf("seed %d: %s passes", seed, name)
				}
				refused[name]++
			}
		}
	}
	if len(refused) < 6 {
		t.Errorf("not all lies were told: %v", refused)
	}
}

// proves is what the prices of a case without questions add up to.
func (c *checker) proves(k *Case) int64 {
	sum := int64(0)
	for class, x := range k.Class {
		sum += x * int64(len(c.classes[class].agents))
	}
	for _, x := range slices.Concat(k.Node...) {
		sum += x
	}
	return sum >> k.Shift
}
