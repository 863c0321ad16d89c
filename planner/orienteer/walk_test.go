package orienteer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// pricedDay is a small day at prices drawn at random, some of them rewards, with a
// bonus for its first stops now and then, and the best value of its routes and of
// those through each node or over each leg, by full enumeration.
type pricedDay struct {
	t       task
	best    int64
	through map[int]int64
	over    map[[2]int]int64
}

func randomPricedDay(r *rand.Rand) pricedDay {
	p := smallProblem(r)
	d := pricedDay{t: p.reach(0), through: make(map[int]int64), over: make(map[[2]int]int64)}
	price := make([]int64, p.Nodes)
	for k, i := range d.t.nodes {
		d.t.less[k] = r.Int64N(25) - 5
		price[i] = d.t.less[k]
	}
	if r.IntN(3) == 0 {
		d.t.bonus, d.t.least = r.Int64N(30), r.IntN(d.t.stops+1)
	}
	bruteDay(p, 0, func(nodes []int) bool {
		route, _ := p.Schedule(0, nodes)
		if len(nodes) == 0 {
			return true
		}
		value := route.Value() + d.t.earned(len(nodes))
		for _, i := range nodes {
			value -= price[i]
		}
		d.best = max(d.best, value)
		for k, i := range nodes {
			d.through[i] = max(d.through[i], value)
			if k > 0 {
				d.over[[2]int{nodes[k-1], i}] = max(d.over[[2]int{nodes[k-1], i}], value)
			}
		}
		return true
	})
	return d
}

func TestTollBoundsRoutesNodesAndLegs(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 31))
		d := randomPricedDay(r)
		if d.t.stops == 0 {
			continue
		}
		w := newToll(&d.t)
		if r.IntN(2) == 0 {
			w.settle(1+9*r.Float64(), 1+r.IntN(8))
		} else {
			w.at(5 * r.Float64())
		}
		w.ascend()
		if w.bound < float64(d.best) {
			t.Fatalf("seed %d: bound %f below the optimum %d", seed, w.bound, d.best)
		}
		through := w.through()
		for k, i := range d.t.nodes {
			if best, ok := d.through[i]; ok && best > 0 && through[k] < float64(best) {
				t.Fatalf("seed %d: bound %f through node %d, a route earns %d", seed, through[k], i, best)
			}
			for l, j := range d.t.nodes {
				if best := d.over[[2]int{i, j}]; best > 0 && !w.leads(k, l, float64(best)) {
					t.Fatalf("seed %d: the leg %d to %d is ruled out, a route over it earns %d", seed, i, j, best)
				}
			}
		}
	}
}

// TestWalksFindTheOptimum lets every stop remember nothing but itself at first, so
// that what it takes has to be learnt.
func TestWalksFindTheOptimum(t *testing.T) {
	learnt := 0
	for seed := range uint64(3000) {
		d := randomPricedDay(rand.New(rand.NewPCG(seed, 32)))
		if d.t.stops == 0 {
			continue
		}
		m := newProgramme(d.t.grid(d.t.fine(512)))
		m.solve()
		w := newWalks(&d.t, m, 0, 0, 1_000_000, 5)
		for k := range w.place {
			w.place[k] = forgotten
		}
		for i := range w.memory {
			w.memory[i] = nil
			w.remember(i, i)
		}
		bound := w.run()
		if bound != d.best || w.best != d.best {
			t.Fatalf("seed %d: best %d, bound %d, optimum %d", seed, w.best, bound, d.best)
		}
		if slices.ContainsFunc(w.memory, func(m []int16) bool { return len(m) > 1 }) {
			learnt++
		}
	}
	if learnt < 50 {
		t.Errorf("only %d days had anything to learn", learnt)
	}
}

func TestSurveyAndScoutClaimNothingFalse(t *testing.T) {
	loose := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 33))
		d := randomPricedDay(r)
		p := d.t.p
		known := candidate{}
		if r.IntN(2) == 0 {
			known.value = r.Int64N(d.best + 1)
		}
		slack, walks := r.Int64N(10), 1+r.IntN(40)
		for name, a := range map[string]answer{"survey": d.t.survey(known, slack, walks, 4), "scout": d.t.scout([]candidate{known}, 4)} {
			if a.value > d.best || name == "survey" && a.bound < d.best {
				t.Fatalf("seed %d, %s: value %d, bound %d, optimum %d", seed, name, a.value, a.bound, d.best)
			}
			for _, c := range a.more {
				route, ok := p.Schedule(0, c.nodes)
				value := route.Value() + d.t.earned(len(c.nodes))
				for k, i := range d.t.nodes {
					if slices.Contains(c.nodes, i) {
						value -= d.t.less[k]
					}
				}
				if !ok || value < c.value {
					t.Fatalf("seed %d, %s: route %v earns %d, not %d", seed, name, c.nodes, value, c.value)
				}
			}
			if name == "survey" && a.bound > d.best+slack {
				loose++
			}
		}
	}
	if loose < 50 {
		t.Errorf("only %d surveys cut short: the limits do nothing", loose)
	}
}

// TestRoundsAndDivesBoundTheOptimum runs the master alone on small problems of all
// rules and compares with full enumeration.
func TestRoundsAndDivesBoundTheOptimum(t *testing.T) {
	met, seeds := 0, uint64(200)
	for seed := range seeds {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 34)))
		s, err := newSolver(p, Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		s.bound = s.outlook()
		s.construct()
		for range 12 {
			s.master.advance()
		}
		s.master.dive(diveAsks)
		plan := s.finish()
		if err := Check(p, plan); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		best, got := brute(p, nil), rankOfPlan(p, plan)
		if best.less(got) || plan.Bound < best.value && got.kept >= best.kept {
			t.Fatalf("seed %d: plan %+v, bound %d, optimum %+v", seed, got, plan.Bound, best)
		}
		if got == best {
			met++
		}
	}
	if met < int(seeds)*9/10 {
		t.Errorf("only %d of %d plans are optimal", met, seeds)
	}
}

func TestOneDayThatIsProvenIsCertified(t *testing.T) {
	for seed := range uint64(300) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 35)))
		p.Days = p.Days[:1]
		p.Days[0].MinStops = 0
		for k := range p.Must {
			p.Must[k].Days = []int{0}
		}
		plan, err := Solve(p, Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if plan.Proven[0] && plan.Bound != plan.Value {
			t.Errorf("seed %d: value %d, bound %d", seed, plan.Value, plan.Bound)
		}
	}
}

// Days for which there is no time for a survey are bounded by the price of time alone.
func TestADayAtAPriceOfTimeIsBounded(t *testing.T) {
	closer := 0
	for seed := range uint64(3000) {
		d := randomPricedDay(rand.New(rand.NewPCG(seed, 45)))
		k := newKnapsack(&d.t)
		if d.t.stops > 0 {
			k.sweep()
		}
		a := d.t.tolled(candidate{})
		if a.bound < d.best || a.bound > max(0, int64(k.bound)) {
			t.Fatalf("seed %d: bound %d, knapsack %g, best %d", seed, a.bound, k.bound, d.best)
		}
		if a.bound < int64(k.bound) {
			closer++
		}
	}
	if closer < 500 {
		t.Errorf("the price of time says more than the knapsack of %d days only", closer)
	}
}
