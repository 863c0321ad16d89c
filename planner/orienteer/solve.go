package orienteer

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Options steer Solve. The zero value solves from scratch with seed 0 and the
// iterations of defaultIterations.
type Options struct {
	Seed uint64

	// Iterations limits the trials of the search. 0 means as many as Stop allows,
	// or defaultIterations without a Stop. The same seed and iterations give the
	// same plan; more iterations never give a worse one.
	Iterations int

	// Stop is asked often and ends the search soon after it answers true; the plan
	// is then the best so far. Proofs of the single days still follow, which take
	// some milliseconds a day.
	Stop func() bool

	// Progress is told of every better plan and of every better bound.
	Progress func(Progress)

	// Start is a plan to begin with. Stops that the rules no longer allow are left
	// out of it, except on frozen days.
	Start *Plan

	// Frozen[d] keeps day d as it is in Start. Its visits count for spacing,
	// limits and appointments of the other days. Nil freezes nothing.
	Frozen []bool
}

const defaultIterations = 300

// Progress is how far a search has come.
type Progress struct {
	Iterations   int
	Value, Bound int64
}

// Solve looks for the plan of greatest value that keeps the rules of p: windows,
// shifts, caps, spacing and limits always; appointments and least numbers of
// stops as far as it can, before value. It fails only where p or o is no valid
// input; what cannot be kept is listed in the plan.
func Solve(p *Problem, o Options) (*Plan, error) {
	if err := p.Valid(); err != nil {
		return nil, err
	}
	if o.Start == nil && p.longTours() {
		return searchTours(p, o)
	}
	s, err := newSolver(p, o)
	if err != nil {
		return nil, err
	}
	s.bound = s.outlook()
	s.construct()
	s.improve()
	return s.finish(), nil
}

// solver is one run of Solve.
type solver struct {
	p      *Problem
	o      Options
	rng    *rand.Rand
	free   []int  // days that may change
	reach  []task // by day, at full prizes
	now    *draft
	best   *draft
	bound  int64
	price  []int64 // what holding a node for another day is worth
	spent  int
	limit  int
	proven []bool
}

func newSolver(p *Problem, o Options) (*solver, error) {
	s := &solver{p: p, o: o, rng: rand.New(rand.NewPCG(o.Seed, 0x62696e61616e)), limit: o.Iterations}
	if s.limit == 0 && o.Stop == nil {
		s.limit = defaultIterations
	}
	if o.Frozen != nil && (len(o.Frozen) != len(p.Days) || o.Start == nil) {
		return nil, fmt.Errorf("options: %d frozen flags for %d days, start %t", len(o.Frozen), len(p.Days), o.Start != nil)
	}
	s.reach = make([]task, len(p.Days))
	for d := range p.Days {
		s.reach[d] = p.reach(d)
	}
	w := p.weights()
	s.now, s.best = newDraft(p, w), newDraft(p, w)
	s.price = make([]int64, p.Nodes)
	s.proven = make([]bool, len(p.Days))
	for d := range p.Days {
		s.reach[d].bonus = w.stop
		if !s.frozen(d) {
			s.free = append(s.free, d)
		}
	}
	return s, s.start()
}

func (s *solver) frozen(d int) bool { return s.o.Frozen != nil && s.o.Frozen[d] }

// weights are large enough for one appointment or one stop to outweigh all value.
func (p *Problem) weights() weights {
	var dearest, worth int64
	for _, row := range p.Cost {
		for _, c := range row {
			dearest = max(dearest, c, -c)
		}
	}
	stops := int64(1)
	for d := range p.Days {
		day := &p.Days[d]
		most := p.Nodes
		if day.MaxStops > 0 {
			most = min(most, day.MaxStops)
		}
		prize := int64(0)
		for _, windows := range day.Windows {
			for _, w := range windows {
				prize = max(prize, w.Prize, -w.Prize)
			}
		}
		worth += int64(most)*(prize+dearest) + dearest
		stops += int64(day.MinStops)
	}
	w := weights{stop: 2*worth + 1}
	w.must = w.stop * stops
	return w
}

// start takes over Options.Start.
func (s *solver) start() error {
	if s.o.Start == nil {
		return nil
	}
	if len(s.o.Start.Days) != len(s.p.Days) {
		return fmt.Errorf("options: start has %d routes for %d days", len(s.o.Start.Days), len(s.p.Days))
	}
	for d := range s.p.Days {
		if s.frozen(d) {
			s.now.set(d, s.o.Start.Days[d])
		}
	}
	for _, d := range s.free {
		var nodes []int
		for _, i := range s.o.Start.Days[d].Nodes() {
			if i >= 0 && i < s.p.Nodes && !slices.Contains(nodes, i) && s.now.may(i, d) {
				nodes = append(nodes, i)
			}
		}
		s.now.set(d, s.ride(d, nodes))
	}
	return nil
}

// ride is the route over as many of nodes, in their order, as day d allows.
func (s *solver) ride(d int, nodes []int) Route {
	for len(nodes) > 0 {
		most := s.p.Days[d].MaxStops
		if r, ok := s.p.Schedule(d, nodes); ok && (most == 0 || len(nodes) <= most) {
			return r
		}
		nodes = nodes[:len(nodes)-1]
	}
	return s.now.idle(d)
}

// construct fills the idle days one after the other, each as well as it can be
// from what is left.
func (s *solver) construct() {
	for _, d := range s.free {
		if len(s.now.days[d].Stops) == 0 && !s.stopped() {
			s.solve(d, s.price, thorough)
		}
	}
	s.best.copy(s.now)
	s.report()
}

// task is the question of day d beside the other days of the draft, at prizes
// reduced by price.
func (s *solver) task(d int, price []int64) task {
	t := &s.reach[d]
	var keep []int
	for c, i := range t.nodes {
		if s.now.may(i, d) {
			keep = append(keep, c)
		}
	}
	day := t.subset(keep)
	add := s.now.bonuses(d)
	for k, i := range day.nodes {
		day.less[k] = price[i] - add[i]
	}
	for k, l := range s.p.Limits {
		day.rooms = append(day.rooms, room{l.Weight, l.Most - s.now.used[k]})
	}
	return day
}

// solve replaces the route of day d, which must be idle, by the best one found.
func (s *solver) solve(d int, price []int64, e effort) answer {
	t := s.task(d, price)
	a := t.solve(candidate{}, 0, e)
	r, ok := s.p.Schedule(d, a.nodes)
	if !ok {
		panic(fmt.Sprintf("orienteer: day %d cannot be ridden as %v", d, a.nodes))
	}
	s.now.set(d, r)
	return a
}

func (s *solver) stopped() bool { return s.o.Stop != nil && s.o.Stop() }

// done tells whether the search is to end.
func (s *solver) done() bool {
	return s.limit > 0 && s.spent >= s.limit || len(s.free) < 2 || s.stopped()
}

func (s *solver) report() {
	if s.o.Progress != nil {
		s.o.Progress(Progress{Iterations: s.spent, Value: s.best.value(), Bound: s.bound})
	}
}

// improve replaces the routes of a few days at a time.
func (s *solver) improve() {
	score := s.best.score()
	for !s.done() {
		s.spent++
		days := s.pick(2 + s.rng.IntN(3))
		old := make([]Route, len(days))
		for k, d := range days {
			old[k] = s.now.days[d]
			s.now.set(d, s.now.idle(d))
		}
		for _, d := range days {
			s.solve(d, s.price, quick)
		}
		got := s.now.score()
		if got < score {
			for _, d := range days {
				s.now.set(d, s.now.idle(d))
			}
			for k, d := range days {
				s.now.set(d, old[k])
			}
			continue
		}
		if got > score {
			score = got
			s.best.copy(s.now)
			s.report()
		}
	}
}

// pick draws so many days that may change, in random order.
func (s *solver) pick(most int) []int {
	days := slices.Clone(s.free)
	s.rng.Shuffle(len(days), func(a, b int) { days[a], days[b] = days[b], days[a] })
	return days[:min(most, len(days))]
}

// quick is the effort of one trial.
var quick = effort{labels: 3000, rounds: 6, keep: 1}

// finish proves what can be proven and makes the plan.
func (s *solver) finish() *Plan {
	s.now.copy(s.best)
	s.prove()
	plan := &Plan{Days: slices.Clone(s.now.days), Value: s.now.value(), Proven: s.proven, Price: s.price, Iterations: s.spent, Seed: s.o.Seed}
	plan.Bound = max(s.bound, plan.Value)
	for k := range s.p.Must {
		if !s.now.keeps(&s.p.Must[k], -1) {
			plan.Unkept = append(plan.Unkept, k)
		}
	}
	return plan
}

// prove shows that no day has a better route beside the others, or finds one.
func (s *solver) prove() {
	for again := true; again; {
		again = false
		for _, d := range s.free {
			old := s.now.days[d]
			s.now.set(d, s.now.idle(d))
			t := s.task(d, make([]int64, s.p.Nodes))
			known := candidate{nodes: old.Nodes(), value: old.Value() + t.earned(len(old.Stops))}
			for k, i := range t.nodes {
				if slices.Contains(known.nodes, i) {
					known.value -= t.less[k]
				}
			}
			a := t.solve(known, 0, thorough)
			s.proven[d] = a.proven()
			if a.value > known.value {
				old, _ = s.p.Schedule(d, a.nodes)
				again = true
			}
			s.now.set(d, old)
		}
	}
}

// outlook bounds the value of all plans by what each day could be worth if it had
// every node to itself, and neither appointments nor least stops mattered.
func (s *solver) outlook() int64 {
	sum := int64(0)
	for d := range s.p.Days {
		if s.frozen(d) {
			sum += s.now.days[d].Value()
			continue
		}
		t := s.reach[d]
		t.bonus = 0
		a := t.solve(candidate{}, 0, thorough)
		sum += a.bound
	}
	return sum
}
