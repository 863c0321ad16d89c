package orienteer

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// rank is what plans are compared by: appointments kept, stops that count towards
// the least number, value.
type rank struct{ kept, stops, value int64 }

func (a rank) less(b rank) bool {
	if a.kept != b.kept {
		return a.kept < b.kept
	}
	if a.stops != b.stops {
		return a.stops < b.stops
	}
	return a.value < b.value
}

// rankOf ranks a plan given as node lists of known values.
func rankOf(p *Problem, tours [][]int, values []int64) rank {
	var r rank
	for d := range tours {
		r.value += values[d]
		r.stops += int64(min(len(tours[d]), p.Days[d].MinStops))
	}
	for _, m := range p.Must {
		for _, d := range m.Days {
			if slices.Contains(tours[d], m.Node) {
				r.kept++
				break
			}
		}
	}
	return r
}

func rankOfPlan(p *Problem, plan *Plan) rank {
	tours, values := make([][]int, len(plan.Days)), make([]int64, len(plan.Days))
	for d := range plan.Days {
		tours[d], values[d] = plan.Days[d].Nodes(), plan.Days[d].Value()
	}
	return rankOf(p, tours, values)
}

// bestOfSets lists for every set of nodes that day d can serve its best order.
func bestOfSets(p *Problem, d int) (sets [][]int, values []int64) {
	place := make(map[string]int)
	var grow func(nodes []int)
	grow = func(nodes []int) {
		r, ok := p.Schedule(d, nodes)
		if ok {
			key := routeKey(d, nodes)
			at, known := place[key]
			if !known {
				place[key] = len(sets)
				sets, values = append(sets, slices.Clone(nodes)), append(values, r.Value())
			} else if r.Value() > values[at] {
				sets[at], values[at] = slices.Clone(nodes), r.Value()
			}
		}
		if most := p.Days[d].MaxStops; most > 0 && len(nodes) == most {
			return
		}
		for i := range p.Nodes {
			if !slices.Contains(nodes, i) {
				grow(append(slices.Clone(nodes), i))
			}
		}
	}
	grow(nil)
	return sets, values
}

// lawful tells whether the tours keep spacing and limits.
func lawful(p *Problem, tours [][]int) bool {
	for i := range p.Nodes {
		rule := p.spacing(i)
		var dates []int
		for d, tour := range tours {
			if slices.Contains(tour, i) {
				dates = append(dates, p.Days[d].Date)
			}
		}
		for _, first := range dates {
			count := 0
			for _, date := range dates {
				if rule.Days <= 0 || date >= first && date < first+rule.Days {
					count++
				}
			}
			if count > rule.Visits {
				return false
			}
		}
	}
	for _, l := range p.Limits {
		sum := int64(0)
		for _, tour := range tours {
			for _, i := range tour {
				sum += l.Weight[i]
			}
		}
		if sum > l.Most {
			return false
		}
	}
	return true
}

// brute is the best plan by full enumeration, the days of fixed kept as they are.
func brute(p *Problem, fixed map[int][]int) rank {
	sets, values := make([][][]int, len(p.Days)), make([][]int64, len(p.Days))
	for d := range p.Days {
		if nodes, ok := fixed[d]; ok {
			r, _ := p.Schedule(d, nodes)
			sets[d], values[d] = [][]int{nodes}, []int64{r.Value()}
		} else {
			sets[d], values[d] = bestOfSets(p, d)
		}
	}
	tours, worth := make([][]int, len(p.Days)), make([]int64, len(p.Days))
	best := rank{kept: -1}
	var choose func(d int)
	choose = func(d int) {
		if d == len(p.Days) {
			if r := rankOf(p, tours, worth); best.less(r) && lawful(p, tours) {
				best = r
			}
			return
		}
		for k := range sets[d] {
			tours[d], worth[d] = sets[d][k], values[d][k]
			choose(d + 1)
		}
	}
	choose(0)
	return best
}

// ruledProblem is a small problem with spacing, limits, least stops and appointments.
func ruledProblem(r *rand.Rand) *Problem {
	p := smallProblem(r)
	for len(p.Days) > 2 && p.Nodes > 4 {
		p.Days = p.Days[:2]
	}
	if r.IntN(2) == 0 {
		p.Spacing = make([]Spacing, p.Nodes)
		for i := range p.Spacing {
			p.Spacing[i] = Spacing{Visits: r.IntN(3), Days: r.IntN(4)}
		}
	}
	if r.IntN(3) == 0 {
		l := Limit{Most: r.Int64N(8), Weight: make([]int64, p.Nodes)}
		for i := range l.Weight {
			l.Weight[i] = r.Int64N(4)
		}
		p.Limits = append(p.Limits, l)
	}
	if r.IntN(2) == 0 {
		for d := range p.Days {
			p.Days[d].MinStops = r.IntN(4)
		}
	}
	for range r.IntN(3) {
		p.Must = append(p.Must, Must{Node: r.IntN(p.Nodes), Days: r.Perm(len(p.Days))[:1+r.IntN(len(p.Days))]})
	}
	return p
}

func TestBoundAboveOptimumAboveValue(t *testing.T) {
	missed := 0
	const seeds = 150
	for seed := range uint64(seeds) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 4)))
		plan, err := Solve(p, Options{Seed: seed, Iterations: 12})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := Check(p, plan); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		best, got := brute(p, nil), rankOfPlan(p, plan)
		if best.less(got) {
			t.Fatalf("seed %d: plan %+v beats enumeration %+v", seed, got, best)
		}
		if plan.Bound < best.value {
			t.Errorf("seed %d: bound %d below optimum %d", seed, plan.Bound, best.value)
		}
		if got.kept < best.kept || got.stops < best.stops {
			t.Errorf("seed %d: %+v, optimum %+v", seed, got, best)
		}
		if got.less(best) {
			missed++
		}
	}
	if missed > seeds/20 {
		t.Errorf("%d of %d plans are not optimal", missed, seeds)
	}
}

func TestProofsAreTrue(t *testing.T) {
	proofs := 0
	for seed := range uint64(150) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 5)))
		plan, err := Solve(p, Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for d := range p.Days {
			if !plan.Proven[d] {
				continue
			}
			proofs++
			others := make(map[int][]int)
			for e := range p.Days {
				if e != d {
					others[e] = plan.Days[e].Nodes()
				}
			}
			if best := brute(p, others); best != rankOfPlan(p, plan) {
				t.Errorf("seed %d: day %d could make it %+v, plan is %+v", seed, d, best, rankOfPlan(p, plan))
			}
		}
	}
	if proofs < 150 {
		t.Errorf("only %d proofs", proofs)
	}
}

func TestLongerShiftNeverLowersProvenOptimum(t *testing.T) {
	for seed := range uint64(400) {
		p := smallProblem(rand.New(rand.NewPCG(seed, 6)))
		last := int64(0)
		for range 5 {
			day := p.reach(0)
			a := day.solve(candidate{}, 0, thorough)
			if !a.proven() || a.value < last {
				t.Fatalf("seed %d: optimum %d after %d", seed, a.value, last)
			}
			last = a.value
			p.Days[0].Close += 1 + int64(seed%7)
		}
	}
}

func TestMoreIterationsNeverLowerValue(t *testing.T) {
	for seed := range uint64(40) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 7)))
		var last rank
		for _, iterations := range []int{1, 2, 5, 20} {
			plan, err := Solve(p, Options{Seed: seed, Iterations: iterations})
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if now := rankOfPlan(p, plan); now.less(last) {
				t.Errorf("seed %d: %d iterations make %+v, fewer %+v", seed, iterations, now, last)
			} else {
				last = now
			}
		}
	}
}

func TestSameSeedSamePlan(t *testing.T) {
	p := readDesa(t, "desa200-9-s1")
	p.Days = p.Days[:3]
	o := Options{Seed: 3, Iterations: 804}
	a, err := Solve(p, o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Solve(p, o)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("two plans of %d and %d", a.Value, b.Value)
	}
}

func TestMonthReachesItsBarProven(t *testing.T) {
	p := readDesa(t, "desa200-9-s1")
	plan, err := Solve(p, Options{Seed: 1, Iterations: 400})
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(p, plan); err != nil {
		t.Error(err)
	}
	if plan.Value < 7_170_000 {
		t.Errorf("value %d below 7170000", plan.Value)
	}
	if slices.Contains(plan.Proven, false) {
		t.Errorf("not all days proven: %v", plan.Proven)
	}
	if plan.Bound > plan.Value*11/10 {
		t.Errorf("bound %d says little of value %d", plan.Bound, plan.Value)
	}
}

func TestFrozenDaysStay(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 8))
		p := ruledProblem(r)
		first, err := Solve(p, Options{Seed: seed, Iterations: 2})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		o := Options{Seed: seed + 1, Iterations: 5, Start: first, Frozen: make([]bool, len(p.Days))}
		fixed := make(map[int][]int)
		for d := range o.Frozen {
			if r.IntN(2) == 0 {
				o.Frozen[d], fixed[d] = true, first.Days[d].Nodes()
			}
		}
		plan, err := Solve(p, o)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := Check(p, plan); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		for d := range fixed {
			if !reflect.DeepEqual(plan.Days[d], first.Days[d]) {
				t.Errorf("seed %d: frozen day %d has changed", seed, d)
			}
		}
		if rankOfPlan(p, plan).less(rankOfPlan(p, first)) {
			t.Errorf("seed %d: worse than its start", seed)
		}
		if best := brute(p, fixed); plan.Bound < best.value {
			t.Errorf("seed %d: bound %d below optimum %d", seed, plan.Bound, best.value)
		}
	}
}

// Where all days but one are frozen, what they are worth counts in the bound as it is: on
// small days it comes down to the optimum itself, and not below.
func TestFrozenDaysCountInTheBoundAsTheyAre(t *testing.T) {
	exact := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		p := ruledProblem(r)
		first, err := Solve(p, Options{Seed: seed, Iterations: 2})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		o := Options{Seed: seed + 1, Iterations: 5, Start: first, Frozen: make([]bool, len(p.Days))}
		fixed, free := make(map[int][]int), r.IntN(len(p.Days))
		for d := range o.Frozen {
			if d != free {
				o.Frozen[d], fixed[d] = true, first.Days[d].Nodes()
			}
		}
		told := int64(math.MaxInt64)
		o.Progress = func(g Progress) { told = min(told, g.Bound) }
		if _, err := Solve(p, o); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		best := brute(p, fixed).value
		if told < best {
			t.Errorf("seed %d: bound %d below optimum %d", seed, told, best)
		}
		if told == best {
			exact++
		}
	}
	if exact < 50 {
		t.Errorf("%d of 60 bounds come down to the optimum", exact)
	}
}

func TestNeedOfLeftOutIsEnough(t *testing.T) {
	checked := 0
	for seed := range uint64(200) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 9)))
		plan, err := Solve(p, Options{Seed: seed, Iterations: 3})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, l := range plan.Left {
			if l.Day < 0 {
				continue
			}
			checked++
			if !worthwhile(p, plan, l) {
				t.Errorf("seed %d: %+v is not enough", seed, l)
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d nodes left out", checked)
	}
}

// worthwhile tells whether with its need node l.Node pays for its place.
func worthwhile(p *Problem, plan *Plan, l Left) bool {
	nodes := plan.Days[l.Day].Nodes()
	if l.Instead >= 0 {
		nodes = slices.DeleteFunc(nodes, func(i int) bool { return i == l.Instead })
	}
	for k := range len(nodes) + 1 {
		with := slices.Insert(slices.Clone(nodes), k, l.Node)
		if r, ok := p.Schedule(l.Day, with); ok && r.Value()+l.Need >= plan.Days[l.Day].Value() {
			return true
		}
	}
	return false
}

func TestShortDaysSayWhatIsReachable(t *testing.T) {
	for seed := range uint64(150) {
		p := ruledProblem(rand.New(rand.NewPCG(seed, 10)))
		plan, err := Solve(p, Options{Seed: seed, Iterations: 3})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, s := range plan.Short {
			sets, _ := bestOfSets(p, s.Day)
			most := 0
			for _, set := range sets {
				most = max(most, len(set))
			}
			if s.Reachable != most {
				t.Errorf("seed %d: day %d reaches %d, enumeration %d", seed, s.Day, s.Reachable, most)
			}
		}
	}
}

// TestBoundHoldsHoweverTimeRunsOut lets time run out faster or slower, in proofs and
// between them.
func TestBoundHoldsHoweverTimeRunsOut(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 44))
		p := ruledProblem(r)
		left, most := 1.0, 0.01+0.2*r.Float64()*r.Float64()
		plan, err := Solve(p, Options{Seed: seed, Left: func() float64 { left -= most * r.Float64(); return left }})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := Check(p, plan); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if best := brute(p, nil); best.less(rankOfPlan(p, plan)) || plan.Bound < best.value {
			t.Errorf("seed %d: value %d, bound %d, optimum %+v", seed, plan.Value, plan.Bound, best)
		}
	}
}

// TestStoppedSearchStillMakesAPlan stops at every stage of a month and holds that
// the plan keeps the rules, its bound holds and the stop comes soon.
func TestStoppedSearchStillMakesAPlan(t *testing.T) {
	p := readDesa(t, "desa200-9-s1")
	for _, patience := range []int{0, 7, 40} {
		asked, bound, value := 0, int64(math.MaxInt64), int64(0)
		plan, err := Solve(p, Options{Seed: 2, Stop: func() bool { asked++; return asked > patience }, Progress: func(now Progress) {
			if now.Bound > bound || now.Value < value {
				t.Errorf("patience %d: %+v after bound %d and value %d", patience, now, bound, value)
			}
			bound, value = now.Bound, now.Value
		}})
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(p, plan); err != nil {
			t.Errorf("patience %d: %v", patience, err)
		}
		if asked > patience+3*len(p.Days) {
			t.Errorf("patience %d: went on for %d questions", patience, asked-patience)
		}
		if plan.Value < value || plan.Bound > bound {
			t.Errorf("patience %d: value %d and bound %d, %d and %d on the way", patience, plan.Value, plan.Bound, value, bound)
		}
	}
}

// TestBoundCountsOnAppointments has an appointment that nobody would keep for its
// own sake, and holds that the bound knows what keeping it takes.
func TestBoundCountsOnAppointments(t *testing.T) {
	dear, known := 0, 0
	for seed := range uint64(100) {
		p := smallProblem(rand.New(rand.NewPCG(seed, 11)))
		p.Days = p.Days[:1]
		enlarge(p, 1000)
		p.Days = append(p.Days, p.Days[0])
		free := brute(p, nil)
		p.Must = []Must{{Node: 0, Days: []int{0}}}
		for d := range p.Days {
			p.Days[d].Windows = slices.Clone(p.Days[d].Windows)
			p.Days[d].Windows[0] = []Window{{Open: p.Days[d].Open, Close: p.Days[d].Close, Prize: -20_000}}
		}
		s, err := newSolver(p, Options{Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		s.bound = s.outlook()
		s.construct()
		s.repair()
		for range 30 {
			s.master.advance()
		}
		best := brute(p, nil)
		if s.bound < best.value {
			t.Errorf("seed %d: bound %d below optimum %d", seed, s.bound, best.value)
		}
		if s.best.kept(0) == 1 && best.value < free.value {
			dear++
			if s.bound < free.value {
				known++
			}
		}
	}
	if dear < 20 || known < dear*3/4 {
		t.Errorf("%d appointments cost value, %d bounds know it", dear, known)
	}
}

// enlarge multiplies prizes and costs, so that whole prices say more of them.
func enlarge(p *Problem, by int64) {
	for d := range p.Days {
		p.Days[d].Windows = slices.Clone(p.Days[d].Windows)
		for i, windows := range p.Days[d].Windows {
			p.Days[d].Windows[i] = slices.Clone(windows)
			for k := range windows {
				p.Days[d].Windows[i][k].Prize = by * windows[k].Prize
			}
		}
	}
	for _, row := range p.Cost {
		for k := range row {
			row[k] *= by
		}
	}
}
