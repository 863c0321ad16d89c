package district

import (
	"math/rand/v2"
	"slices"
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
	if o.Prove > 0 && p.Objective == Inertia && !b.halted {
		plan.Bound = l.prove(part, b, 1)
		plan.claim()
	}
	return plan, nil
}

// search is the heart of Cover: a quick annealing for a plan to fall back on,
// several thorough ones from new constructions, work on the best split piece by
// piece, and a polish.
func (l *layout) search(b *budget, until float64) []int {
	rng := rand.New(rand.NewPCG(b.opts.Seed, 1))
	s := newSearcher(l, b)
	if len(s.free) == 0 {
		s.load(l.construct(rng))
		s.centre()
		s.note()
		return s.best
	}
	if s.spill = l.spillNodes(); s.spill != nil {
		s.load(l.construct(rng))
		s.drop = 30 * s.meanCost()
	}
	if slices.ContainsFunc(l.regions, func(r region) bool { return r.pieces != nil }) {
		s.load(l.construct(rng))
		s.centre()
		s.note()
	}
	thousand := s.sketch(l.construct(rng), until)
	if !s.found() {
		s.cutTrees(l, newCutter(l.g, l.p, rng), s.b.share()+0.6*(until-s.b.share()))
	}
	runs, share := s.programme(thousand, until)
	for run := range runs {
		s.load(l.construct(rng))
		c := s.program()
		c.from = b.share()
		c.to = c.from + (share*until-c.from)/float64(runs-run)
		s.anneal(c)
		s.settle()
	}
	s.rework(newCutter(l.g, l.p, rng), 0.97*until)
	s.rescue(l, newCutter(l.g, l.p, rng))
	s.load(s.best)
	s.polish(until)
	s.note()
	return s.best
}

// sketch anneals a construction quickly, and returns the share of the budget
// that a thousand moves a node take.
func (s *searcher) sketch(part []int, until float64) float64 {
	const thousands = 0.5
	s.load(part)
	c := s.program()
	c.moves, c.to = thousands*1000*len(s.free), until
	from := s.b.share()
	s.anneal(c)
	took := s.b.share() - from
	s.settle()
	return took / thousands
}

// programme is the number of annealings from scratch that the budget allows,
// and the share of it that they may use: half, or more where that is too
// little for one. thousand is the share that a thousand moves a node take.
func (s *searcher) programme(thousand, until float64) (runs int, share float64) {
	left := 0.5*until - s.b.share()
	if left < enough*thousand {
		return 1, 0.8
	}
	return min(int(left/max(1e-9, enough*thousand)), 24), 0.5
}

// enough is the number of thousands of moves a node after which a new start is
// worth more than a slower cooling.
const enough = 20

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
	return schedule{hot: 10, cold: 0.03, loose: 1, strict: 100, centred: 0.3}
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

// rescue looks for any split in band where none has been found: strict
// annealings at falling temperatures, with new cuts and chains of moves between
// them, until the budget is over.
func (s *searcher) rescue(l *layout, c *cutter) {
	for try := 0; !s.found() && try < 20 && s.b.share() < 1; try++ {
		s.recuts(c, 0, 1000)
		s.cutTrees(l, c, s.b.share()+0.1*(1-s.b.share()))
		p := s.program()
		s.centre()
		p.hot *= []float64{0.05, 0.2, 0.6, 0.1}[try%4]
		p.cold = min(p.cold, p.hot)
		p.loose, p.centred = 0.3*p.strict, 0
		p.from = s.b.share()
		p.to = p.from + max(0.02, (1-p.from)/8)
		s.anneal(p)
		s.settle()
	}
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
