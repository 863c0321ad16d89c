package orienteer

import (
	"fmt"
	"math"
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
	// is then the best so far, each day looked at once more. Proofs of the single
	// days that are not too hard still follow, some 40 milliseconds a day.
	Stop func() bool

	// Left, where there is one, tells what share of the time is left, from 1 down to
	// 0, at which the search of a month ends as if Stop had answered true. Knowing it
	// the search keeps time for a last certificate.
	Left func() float64

	// Progress is told of every better plan and of every better bound.
	Progress func(Progress)

	// Start is a plan to begin with. Stops that the rules no longer allow are left
	// out of it, except on frozen days.
	Start *Plan

	// Frozen[d] keeps day d as it is in Start. Its visits count for spacing,
	// limits and appointments of the other days. Nil freezes nothing.
	Frozen []bool
}

const defaultIterations = 2000

// Progress is how far a search has come.
type Progress struct {
	Iterations   int
	Value, Bound int64
	// Best is the best plan so far, by day, good until the search goes on. Nil where
	// there are long tours, which begin with no plan.
	Best []Route
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
	if o.Start == nil && len(s.free) > 1 {
		s.greedy()
	}
	s.repair()
	s.improve()
	return s.finish(), nil
}

// solver is one run of Solve.
type solver struct {
	p      *Problem
	o      Options
	rng    *rand.Rand
	free   []int     // days that may change
	reach  []task    // by day, at full prizes, less what frozen days leave no room for
	peak   [][]int64 // peak[d][i]: the best prize of node i on day d, hopeless where it cannot be visited
	fixed  [][]int   // fixed[i]: the frozen days that visit node i
	master *master
	now    *draft
	best   *draft
	bound  int64
	spent  int
	limit  int
	proven []bool
}

func newSolver(p *Problem, o Options) (*solver, error) {
	s := &solver{p: p, o: o, rng: rand.New(rand.NewPCG(o.Seed, 0x62696e61616e)), limit: o.Iterations, bound: math.MaxInt64}
	if s.limit == 0 && o.Stop == nil && o.Left == nil {
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
	s.proven = make([]bool, len(p.Days))
	for d := range p.Days {
		s.reach[d].bonus = w.stop
		if !s.frozen(d) {
			s.free = append(s.free, d)
		}
	}
	if err := s.start(); err != nil {
		return nil, err
	}
	s.peaks()
	s.master = newMaster(s)
	return s, nil
}

func (s *solver) frozen(d int) bool { return s.o.Frozen != nil && s.o.Frozen[d] }

// weights are large enough for one appointment or one stop to outweigh all value.
func (p *Problem) weights() weights {
	worth, stops := p.stakes()
	stop := int64(worth*(2+1e-9)) + 1
	return weights{stop: stop, must: stop * stops}
}

// rankable tells whether the weights of all stops and appointments add up safely.
func (p *Problem) rankable() bool {
	worth, stops := p.stakes()
	return (2*worth+2)*float64(stops+1)*float64(len(p.Must)+1) < 1<<57
}

// stakes are what all days together could at most gain or lose, and one more than
// the stops they need at least.
func (p *Problem) stakes() (worth float64, stops int64) {
	dearest := int64(0)
	for _, row := range p.Cost {
		for _, c := range row {
			dearest = max(dearest, c, -c)
		}
	}
	stops = 1
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
		worth += float64(most)*float64(prize+dearest) + float64(dearest)
		stops += int64(min(day.MinStops, most))
	}
	return worth, stops
}

// start takes over Options.Start.
func (s *solver) start() error {
	if s.o.Start == nil {
		s.narrow()
		return nil
	}
	if len(s.o.Start.Days) != len(s.p.Days) {
		return fmt.Errorf("options: start has %d routes for %d days", len(s.o.Start.Days), len(s.p.Days))
	}
	for d := range s.p.Days {
		if !s.frozen(d) {
			continue
		}
		for _, i := range s.o.Start.Days[d].Nodes() {
			if i < 0 || i >= s.p.Nodes {
				return fmt.Errorf("options: frozen day %d visits node %d of %d", d, i, s.p.Nodes)
			}
		}
		s.now.set(d, s.o.Start.Days[d])
	}
	s.narrow()
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

// narrow leaves to the free days what the frozen ones do.
func (s *solver) narrow() {
	s.fixed = make([][]int, s.p.Nodes)
	for i, days := range s.now.on {
		s.fixed[i] = slices.Clone(days)
	}
	for _, d := range s.free {
		t := &s.reach[d]
		var keep []int
		for c, i := range t.nodes {
			if s.now.may(i, d) {
				keep = append(keep, c)
			}
		}
		if len(keep) < len(t.nodes) {
			*t = t.subset(keep)
		}
		for k, l := range s.p.Limits {
			t.rooms = append(t.rooms, room{l.Weight, l.Most - s.now.used[k]})
		}
	}
}

func (s *solver) peaks() {
	s.peak = make([][]int64, len(s.p.Days))
	for d := range s.peak {
		s.peak[d] = make([]int64, s.p.Nodes)
		for i := range s.peak[d] {
			s.peak[d][i] = hopeless
		}
		t := &s.reach[d]
		for k, i := range t.nodes {
			s.peak[d][i] = t.best(k)
		}
	}
}

// priced is the question of day d if other free days did not exist but visits had
// the prices y; least stops and appointments do not count in it.
func (s *solver) priced(d int, m *rows, y []float64) task {
	t := s.reach[d]
	t.bonus = 0
	t.less = make([]int64, len(t.nodes))
	for k, i := range t.nodes {
		t.less[k] = int64(math.Round(m.price(y, i, d)))
	}
	return t
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

// construct fills the idle days one after the other, each as well as a look at
// what is left tells.
func (s *solver) construct() {
	e := trial
	if len(s.free) == 1 {
		e = thorough
	}
	for _, d := range s.free {
		if len(s.now.days[d].Stops) == 0 {
			s.solve(d, e)
		}
	}
	s.best.copy(s.now)
	s.report()
}

// taskAt is the question of day d beside the other days of the draft, at prizes
// reduced by price.
func (s *solver) taskAt(d int, price func(i int) int64) task {
	day := s.reach[d]
	day.rooms = nil
	day.less = make([]int64, len(day.nodes))
	day.windows = slices.Clone(day.windows)
	add := s.now.bonuses(d)
	for k, i := range day.nodes {
		day.less[k] = price(i) - add[i]
		if !s.now.may(i, d) {
			day.windows[k] = nil
		}
	}
	for k, l := range s.p.Limits {
		day.rooms = append(day.rooms, room{l.Weight, l.Most - s.now.used[k]})
	}
	return day
}

// solve replaces the route of day d, which is idle, by the best one found beside
// the other days.
func (s *solver) solve(d int, e effort) { s.fill(d, e, s.p.Nodes) }

// fill is solve with a cap on the stops. It leaves alone the nodes that a visit on
// day d would keep from their appointment on another.
func (s *solver) fill(d int, e effort, most int) {
	t := s.taskAt(d, func(int) int64 { return 0 })
	t.stops = min(t.stops, most)
	t.least = min(t.least, t.stops)
	for k, i := range t.nodes {
		if s.now.promised(i, d) {
			t.windows[k] = nil
		}
	}
	var a answer
	if e == thorough {
		a = t.solve(candidate{}, 0, e)
	} else {
		a = t.look(candidate{}, 0, e)
	}
	r, ok := s.p.Schedule(d, a.nodes)
	if !ok {
		panic(fmt.Sprintf("orienteer: day %d cannot be ridden as %v", d, a.nodes))
	}
	s.now.set(d, r)
}

func (s *solver) stopped() bool {
	return s.o.Stop != nil && s.o.Stop() || s.o.Left != nil && s.o.Left() <= 0
}

// left is the share of the time that is left, as far as anybody knows.
func (s *solver) left() float64 {
	if s.o.Left == nil {
		return 1
	}
	return s.o.Left()
}

// late tells whether what is left of the time is for proofs of days and, where it would
// say more than the one before, not take most of the time there was and come to an end,
// for the last certificate.
func (s *solver) late() bool {
	keep := proofShare
	if m := s.master; m.stale() && m.share < mostShare && s.left() > m.share {
		keep += lastShare*m.share + spareShare
	}
	return s.left() < keep
}

// The last certificate may take so many times as long as the dearest before it, and so
// much of the time besides, as it may make more walks; the proofs of days take so much
// of the time, and a certificate no more than that.
const (
	lastShare  = 1.25
	spareShare = 0.02
	proofShare = 0.02
	mostShare  = 0.3
)

// done tells whether the search is to end. A plan as good as its bound is the best
// only where it misses nothing: the bound is one of plans that keep as much.
func (s *solver) done() bool {
	return s.best.value() >= s.bound && s.best.whole() || s.limit > 0 && s.spent >= s.limit || len(s.free) < 2 || s.stopped() || s.late()
}

func (s *solver) report() {
	if s.o.Progress != nil {
		s.o.Progress(Progress{Iterations: s.spent, Value: s.best.value(), Bound: s.bound, Best: s.best.days})
	}
}

// outlook bounds all plans by what each day could be worth at most by its
// knapsack, if it had every node to itself. No appointment is worth more than the
// richest day, so that is its reward.
func (s *solver) outlook() int64 {
	sum := int64(0)
	for d := range s.p.Days {
		if s.frozen(d) {
			sum += s.now.days[d].Value()
			continue
		}
		t := s.reach[d]
		t.bonus = 0
		k := newKnapsack(&t)
		k.sweep()
		sum += int64(math.Ceil(k.bound))
		s.master.duties.each = max(s.master.duties.each, int64(math.Ceil(k.bound)))
	}
	return sum
}

// repair gives days that are short of stops, or of an appointment, the first pick
// of what another day has, where that ranks higher.
func (s *solver) repair() {
	for _, d := range s.free {
		if len(s.now.days[d].Stops) >= s.p.Days[d].MinStops && len(s.now.bonuses(d)) == s.now.kept(d) {
			continue
		}
		for _, e := range s.free {
			if e != d && !s.stopped() {
				s.repick(d, e)
			}
		}
	}
	s.best.copy(s.now)
}

// repick empties days d and e and fills d before e, unless that ranks lower. Where
// e comes off short, d takes no more stops than it needs at first.
func (s *solver) repick(d, e int) {
	before, a, b := s.now.score(), s.now.days[d], s.now.days[e]
	s.empty(d, e)
	s.solve(d, trial)
	s.solve(e, trial)
	if len(s.now.days[e].Stops) < s.p.Days[e].MinStops {
		s.empty(d, e)
		s.fill(d, trial, s.p.Days[d].MinStops)
		s.solve(e, trial)
		s.empty(d)
		s.solve(d, trial)
	}
	if s.now.score() < before {
		s.empty(d, e)
		s.now.set(d, a)
		s.now.set(e, b)
	}
}

func (s *solver) empty(days ...int) {
	for _, d := range days {
		s.now.set(d, s.now.idle(d))
	}
}

// improve alternates between the annealer, which finds plans, and the master,
// which bounds them.
func (s *solver) improve() {
	if s.done() {
		return
	}
	n := newAnnealer(s)
	for !s.done() {
		s.spent++
		n.iterate()
		if s.spent <= firstPairs || s.spent%iterationsPerPair == 0 {
			s.pair()
		}
		if s.spent >= firstRound && s.spent%s.perRound() == 0 && !s.stopped() {
			s.master.advance()
		}
	}
}

// perRound is how many iterations there are to a round of the master: few as long
// as the bound is far from the plan.
func (s *solver) perRound() int {
	if s.master.seems() > near*float64(s.best.value()) {
		return iterationsPerRound
	}
	return iterationsPerRoundNear
}

// pair fills two days of the best plan anew, in either order, which may move
// appointments as the annealer cannot.
func (s *solver) pair() {
	s.now.copy(s.best)
	k := s.rng.Perm(len(s.free))
	s.repick(s.free[k[0]], s.free[k[1]])
	s.repick(s.free[k[1]], s.free[k[0]])
	s.adopt()
}

// Pairs of days are filled anew in the first iterations and then now and then. The
// master begins after so many iterations, and has a round after so many more; after
// more once the bound is near, up to so many times the value.
const (
	firstPairs             = 8
	iterationsPerPair      = 64
	firstRound             = 120
	iterationsPerRound     = 30
	iterationsPerRoundNear = 150
	near                   = 1.015
)

// adopt takes the draft over where it is better than the best so far.
func (s *solver) adopt() {
	if got := s.now.score(); got > s.best.score() {
		s.best.copy(s.now)
		s.report()
	}
}

// finish proves what can be proven and makes the plan.
func (s *solver) finish() *Plan {
	s.now.copy(s.best)
	if len(s.free) < 2 {
		s.prove()
		s.best.copy(s.now)
		s.master.alone()
	} else {
		s.certify()
		s.prove()
		s.best.copy(s.now)
	}
	s.master.lower()
	plan := &Plan{Days: slices.Clone(s.now.days), Value: s.now.value(), Proven: s.proven, Price: s.master.prices(), Iterations: s.spent, Seed: s.o.Seed}
	plan.Bound = max(s.bound, plan.Value)
	plan.Left, plan.Short = s.leftOut(), s.short()
	for k := range s.p.Must {
		if !s.now.keeps(&s.p.Must[k], -1) {
			plan.Unkept = append(plan.Unkept, k)
		}
	}
	if len(s.free) == 1 {
		plan.agree(s.free[0])
	}
	return plan
}

// agree has what was proven of the only free day d and of the plan say the same: each is
// asked for in its own way, which may succeed where the other does not. Neither says
// anything of a day that lacks stops, nor a bound of plans that keep more appointments.
func (p *Plan) agree(d int) {
	switch {
	case len(p.Short) > 0:
	case p.Proven[d]:
		p.Bound = p.Value
	case p.Value == p.Bound && len(p.Unkept) == 0:
		p.Proven[d] = true
	}
}

// certify proves a bound at the prices there are, if they promise a better one.
func (s *solver) certify() {
	m := s.master
	if m.proofs == 0 {
		m.learn()
	}
	if m.proofs == 0 || !s.stopped() && m.stale() && m.promises() && s.left() > m.share {
		m.certify(m.steady, 1)
	}
}

// prove shows that no day has a better route beside the others, or finds one, until
// nothing has changed since each was last asked. Told to stop it polishes each day
// once and leaves unproven what takes long.
func (s *solver) prove() {
	for k, quiet := 0, 0; quiet < len(s.free); k++ {
		if s.stopped() {
			s.polish()
			return
		}
		d := s.free[k%len(s.free)]
		quiet++
		if k >= len(s.free) && !s.proven[d] {
			continue // too hard the first time
		}
		if s.redo(d, func(t *task, known candidate) answer {
			t.halt = s.stopped
			a := t.prove(known, thorough)
			s.proven[d] = a.proven()
			return a
		}) {
			quiet = 1
		}
	}
}

// polish looks at each day once more and proves those for which that takes little.
func (s *solver) polish() {
	for _, d := range s.free {
		s.redo(d, func(t *task, known candidate) answer { return t.look(known, known.value, pricing) })
	}
	for _, d := range s.free {
		s.redo(d, func(t *task, known candidate) answer {
			a := t.prove(known, brief)
			s.proven[d] = a.proven() && a.value == known.value
			return t.answerTo(known)
		})
	}
}

// redo answers the question of day d beside the other days anew, beginning with
// the route it has, and takes over a better one.
func (s *solver) redo(d int, solve func(t *task, known candidate) answer) (better bool) {
	old := s.now.days[d]
	s.now.set(d, s.now.idle(d))
	t := s.taskAt(d, func(int) int64 { return 0 })
	known := candidate{nodes: old.Nodes(), value: old.Value() + t.earned(len(old.Stops))}
	for k, i := range t.nodes {
		if slices.Contains(known.nodes, i) {
			known.value -= t.less[k]
		}
	}
	if a := solve(&t, known); a.value > known.value {
		old, _ = s.p.Schedule(d, a.nodes)
		better = true
	}
	s.now.set(d, old)
	return better
}
