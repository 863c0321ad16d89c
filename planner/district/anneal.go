package district

import (
	"math"
	"math/rand/v2"
	"slices"
)

// block is the number of moves tried between looks at the budget, fewer where
// the graph is small.
const block = 1 << 14

func (s *searcher) block() int { return min(block, 64*max(1, len(s.free))) }

// chances holds exponential variates, so that the rule of Metropolis needs no
// logarithm: a move is taken when its delta is below temperature times one.
var chances = func() (t [1 << 12]float64) {
	for i := range t {
		t[i] = -math.Log((float64(i) + 0.5) / float64(len(t)))
	}
	return t
}()

// schedule is how an annealing goes from hot to cold between two shares of the
// budget. Temperatures and penalties are in units of what it takes to move one
// typical node.
type schedule struct {
	from, to      float64 // shares of the budget
	hot, cold     float64 // temperature
	loose, strict float64 // penalty of a typical node's weight outside the band
	centred       float64 // share of the schedule after which inertia is about own nodes
	moves         int     // moves it takes; 0 goes by the budget
}

// searcher is a state with what a search of it needs.
type searcher struct {
	*state
	b     *budget
	pcg   *rand.PCG
	free  []int32 // nodes that may move
	spill []bool  // nodes that may go outside; nil for none
	open  []bool  // parts that nodes may move to; nil for all
	label []int32 // scratch of recut
	best  []int   // best split yet, region by region
	least []score // of each region's best split
}

func newSearcher(l *layout, b *budget) *searcher {
	s := &searcher{
		state: newState(l), b: b, pcg: rand.NewPCG(b.opts.Seed, 0x9e3779b97f4a7c15), free: l.freeNodes(),
		best: slices.Clone(l.part), label: make([]int32, l.g.n), least: make([]score, len(l.regions)),
	}
	for r := range s.least {
		s.least[r] = score{math.MaxInt64, math.Inf(1)}
	}
	return s
}

// anneal runs one schedule and leaves the state where it ends; the best split
// in band that it passed is kept in best.
func (s *searcher) anneal(c schedule) {
	unit := s.unit()
	typical := s.typicalWeight()
	cool, tighten := math.Log(c.cold/c.hot), math.Log(c.strict/c.loose)
	for done := 0; ; done += s.block() {
		share := s.b.share()
		if share >= min(c.to, 1) || c.moves > 0 && done > c.moves {
			return
		}
		at := math.Max(0, (share-c.from)/(c.to-c.from))
		if c.moves > 0 {
			at = float64(done) / float64(c.moves)
		}
		if s.form == aboutCentroid && at >= c.centred {
			s.form = aboutCentre
			s.recentre()
		}
		s.penalty = unit / typical * c.loose * math.Exp(tighten*at)
		s.run(unit * c.hot * math.Exp(cool*at))
		s.note()
	}
}

// unit is what it takes to move one typical node: an edge, or the value or the
// inertia such a node has.
func (s *searcher) unit() float64 {
	if s.form == byCuts {
		return 1
	}
	if s.wv > 0 {
		return math.Max(1e-9, s.wv*s.typicalValue())
	}
	return s.meanCost() * s.typicalWeight()
}

// typicalWeight is the mean weight of a node that has any.
func (s *searcher) typicalWeight() float64 {
	sum, n := 0.0, 0.0
	for _, i := range s.free {
		if s.g.w[i] > 0 {
			sum += s.g.wf[i]
			n++
		}
	}
	return math.Max(1, sum/math.Max(1, n))
}

// typicalValue is the mean value of a node that has weight.
func (s *searcher) typicalValue() float64 {
	sum, n := 0.0, 0.0
	for _, i := range s.free {
		if s.g.w[i] > 0 {
			sum += float64(s.g.value[i])
			n++
		}
	}
	return sum / math.Max(1, n)
}

// run tries one block of single-node moves at one temperature.
func (s *searcher) run(temperature float64) {
	n := uint64(len(s.free))
	s.b.spend(int64(s.block()))
	if n == 0 {
		return
	}
	for range s.block() {
		r := s.pcg.Uint64()
		i := int(s.free[(r>>32)*n>>32])
		near := s.g.near(i)
		if len(near) == 0 {
			continue
		}
		a, b := int(s.part[i]), int(s.part[near[(r&0xffff)*uint64(len(near))>>16]])
		if s.spill != nil && s.spill[i] && r>>28&0xf == 0 {
			b = s.k
		}
		if a == b || s.open != nil && !s.open[b] {
			continue
		}
		s.try(i, a, b, temperature*chances[r>>16&0xfff])
	}
	if s.form == aboutCentre && s.g.cost != nil {
		s.recentre()
	}
}

// try moves node i from part a to part b if that costs less than most and the
// parts stay connected.
func (s *searcher) try(i, a, b int, most float64) {
	if s.form == aboutCentre && a != s.k && int(s.hub[a]) == i {
		return
	}
	d := s.delta(i, a, b)
	if d >= most || !s.removable(i) {
		return
	}
	s.energy += d
	s.move(i, a, b)
}

// note keeps, of every region, the split at hand if it is the best yet.
func (s *searcher) note() {
	if s.form == aboutCentroid {
		return
	}
	s.recount()
	better := make([]bool, s.regions)
	any := false
	for r, sc := range s.scores() {
		if better[r] = sc.better(s.least[r]); better[r] {
			s.least[r], any = sc, true
		}
	}
	if any {
		s.keep(better)
	}
	if s.b.opts.Progress != nil {
		s.b.opts.Progress(s.progress())
	}
}

// progress is how far the search has come.
func (s *searcher) progress() Progress {
	p := Progress{Share: s.b.share()}
	for _, l := range s.least {
		p.Outside += l.outside
		p.Energy += l.energy
	}
	for i, r := range s.home {
		if r >= 0 {
			p.Energy += s.drop * s.g.wf[i]
		}
	}
	return p
}

// keep copies the parts of the regions marked to the best split.
func (s *searcher) keep(regions []bool) {
	for i, q := range s.part {
		if r := s.home[i]; r >= 0 && regions[r] {
			s.best[i] = int(q)
			if int(q) == s.k {
				s.best[i] = -1
			}
		}
	}
}

// found reports whether the best split is in band everywhere.
func (s *searcher) found() bool {
	for _, l := range s.least {
		if l.outside > 0 {
			return false
		}
	}
	return true
}
