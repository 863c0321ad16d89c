package district

import (
	"math/rand/v2"
)

// Cover puts every node into one of p.Parts connected parts in band, as cheaply
// as it can within the budget. Where that cannot be, the plan is the best found
// and its Reasons say what is missing: nodes that no part in band can hold stay
// left over (-1).
func Cover(p Problem, o Options) (Plan, error) {
	if err := p.validate(); err != nil {
		return Plan{}, err
	}
	l := arrange(&p)
	b := newBudget(o, p.Nodes())
	part := l.search(b, 1-o.Prove)
	plan := l.finish(part, o, b)
	if o.Prove > 0 && p.Objective == Inertia {
		plan.Bound = l.prove(part, b, 1)
		plan.claim()
	}
	return plan, nil
}

// search is the heart of Cover: several annealings from new constructions, then
// warmer and colder ones from the best split, then a polish.
func (l *layout) search(b *budget, until float64) []int {
	rng := rand.New(rand.NewPCG(b.opts.Seed, 1))
	s := newSearcher(newState(l.g, l.p, l.k), b, b.opts.Seed, l.freeNodes())
	if s.spill = l.spillNodes(); s.spill != nil {
		s.load(l.construct(rng))
		s.drop = 30 * s.meanCost()
	}
	runs := 0
	for run := 0; runs == 0 || run < runs; run++ {
		s.load(l.construct(rng))
		s.note()
		c := s.program()
		if runs == 0 {
			runs = s.plannedRuns(c, until)
		}
		c.from, c.to = b.share(), b.share()+(0.65*until-b.share())/float64(runs-run)
		s.anneal(c)
		s.settle()
	}
	s.reheat(until)
	if !s.found {
		return s.current()
	}
	return s.best
}

// program is the schedule for the objective.
func (s *searcher) program() schedule {
	if s.form == byCuts {
		return schedule{hot: 4, cold: 0.15, loose: 2, strict: 500}
	}
	s.form = aboutCentroid
	if s.g.cost != nil {
		s.form = aboutCentre
		s.recentre()
	}
	return schedule{hot: 5, cold: 0.03, loose: 1, strict: 100, centred: 0.3}
}

// enough is the number of moves a node after which a new start is worth more
// than a slower cooling.
const enough = 20_000

// plannedRuns measures how fast the budget goes, at the schedule's hot end, and
// says how many annealings it allows.
func (s *searcher) plannedRuns(c schedule, until float64) int {
	from, used := s.b.share(), s.b.used
	s.penalty = s.unit() / s.typicalWeight() * c.loose
	for range 64 {
		s.run(s.unit() * c.hot)
		if s.b.share() > from+0.002 {
			break
		}
	}
	gone := max(s.b.share()-from, 1e-9)
	moves := float64(s.b.used-used) / gone * 0.65 * until
	return min(max(int(moves/float64(enough*max(1, len(s.free)))), 1), 24)
}

// settle ends an annealing: parts still outside the band are mended.
func (s *searcher) settle() {
	s.centre()
	if s.outside > 0 {
		s.mend(3)
	}
	s.note()
}

// centre makes inertia count about own nodes.
func (s *searcher) centre() {
	if s.form == aboutCentroid {
		s.form = aboutCentre
	}
	s.recount()
}

// reheat anneals from the best split again and again, and polishes at the end.
func (s *searcher) reheat(until float64) {
	const steps = 6
	for step := range steps {
		if s.found {
			s.load(s.best)
		}
		from := s.b.share()
		if from >= min(until, 1) {
			return
		}
		c := s.program()
		s.centre()
		c.hot = max(c.cold, c.hot*[]float64{0.1, 0.2, 0.04}[step%3])
		c.loose = 10 * c.loose
		c.from, c.to, c.centred = from, from+(0.97*until-from)/float64(steps-step), 0
		s.anneal(c)
		s.settle()
	}
	s.rescue()
	if s.found {
		s.load(s.best)
	}
	s.polish(until)
	s.note()
}

// rescue looks for any split in band where none has been found: strict
// annealings at falling temperatures, with chains of moves between them, until
// the budget is over.
func (s *searcher) rescue() {
	for try := 0; !s.found && try < 20 && s.b.share() < 1; try++ {
		c := s.program()
		s.centre()
		c.hot *= []float64{0.05, 0.2, 0.6, 0.1}[try%4]
		c.cold = min(c.cold, c.hot)
		c.loose, c.centred = 0.3*c.strict, 0
		c.from = s.b.share()
		c.to = c.from + max(0.02, (1-c.from)/8)
		s.anneal(c)
		s.settle()
	}
}

// current is the split at hand.
func (s *searcher) current() []int {
	part := make([]int, s.g.n)
	s.save(part)
	return part
}

// freeNodes lists the nodes that may move, ascending.
func (l *layout) freeNodes() []int32 {
	in := make([]bool, l.p.Nodes())
	for _, r := range l.regions {
		for _, i := range r.nodes {
			in[i] = l.p.fixed(int(i)) < 0
		}
	}
	var out []int32
	for i, ok := range in {
		if ok {
			out = append(out, int32(i))
		}
	}
	return out
}

// spillNodes marks the nodes of regions that no number of parts fits; nil when
// there are none.
func (l *layout) spillNodes() []bool {
	var out []bool
	for _, r := range l.regions {
		for _, i := range r.nodes {
			if r.spill && out == nil {
				out = make([]bool, l.g.n)
			}
			if r.spill {
				out[i] = l.p.fixed(int(i)) < 0
			}
		}
	}
	return out
}
