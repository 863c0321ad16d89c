package district

import (
	"math"
	"math/rand/v2"
)

// block is the number of moves tried between looks at the budget.
const block = 1 << 14

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
}

// searcher is a state with what a search of it needs.
type searcher struct {
	*state
	b     *budget
	pcg   *rand.PCG
	free  []int32 // nodes that may move
	spill []bool  // nodes that may go outside; nil for none
	best  []int
	least float64
	found bool // best is in band
}

func newSearcher(s *state, b *budget, seed uint64, free []int32) *searcher {
	return &searcher{state: s, b: b, pcg: rand.NewPCG(seed, 0x9e3779b97f4a7c15), free: free, best: make([]int, s.g.n), least: math.Inf(1)}
}

// anneal runs one schedule and leaves the state where it ends; the best split
// in band that it passed is kept in best.
func (s *searcher) anneal(c schedule) {
	unit := s.unit()
	typical := s.typicalWeight()
	cool, tighten := math.Log(c.cold/c.hot), math.Log(c.strict/c.loose)
	for {
		share := s.b.share()
		if share >= min(c.to, 1) {
			return
		}
		at := math.Max(0, (share-c.from)/(c.to-c.from))
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
	s.b.spend(block)
	if n == 0 {
		return
	}
	for range block {
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
		if a == b {
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

// note keeps the split at hand if it is the best yet.
func (s *searcher) note() {
	if s.outside > 0 || s.form == aboutCentroid {
		return
	}
	s.recount()
	if e := s.measure(); e < s.least {
		s.least, s.found = e, true
		s.save(s.best)
	}
}
