package orienteer

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// lns is a large neighbourhood search: it takes stops out and fills up again,
// accepting losses with a temperature that falls within each round, remembers
// good tours and puts the best of them together after every round.
type lns struct {
	g        *ground
	rng      *rand.Rand
	states   uint64
	now      *tours // where the search stands
	trial    *tours
	best     *tours
	ruin     *ruin
	recreate *recreate
	pool     *pool
	spent    int
	bound    int64  // proven
	proof    *proof // of a single day; nil where none is tried
	stop     func() bool
	better   func() // told of every richer best
}

func newLNS(g *ground, seed uint64) *lns {
	rng := rand.New(rand.NewPCG(seed, 0x6f7269656e746565))
	s := &lns{g: g, rng: rng, ruin: newRuin(g, rng), recreate: newRecreate(g, rng), pool: newPool(g, rng)}
	s.now, s.trial, s.best = newTours(g, &s.states), newTours(g, &s.states), newTours(g, &s.states)
	return s
}

// searchTours looks for the routes of a plain problem that collect as much as
// possible. It ends early where the routes are proven optimal, which it tries for
// a single day with windows.
func searchTours(p *Problem, o Options) (*Plan, error) {
	g := newGround(p)
	s := newLNS(g, o.Seed)
	limit := o.Iterations
	if limit == 0 && o.Stop == nil {
		limit = defaultTrials
	}
	s.stop = func() bool { return o.Stop != nil && o.Stop() }
	s.better = func() {
		if o.Progress != nil {
			o.Progress(Progress{Iterations: s.spent, Value: s.best.prize, Bound: s.bound})
		}
	}
	s.hope()
	s.run(func() bool { return s.best.prize >= s.bound || limit > 0 && s.spent >= limit || s.stop() })
	plan := &Plan{Bound: s.bound, Iterations: s.spent, Seed: o.Seed}
	for d, nodes := range s.best.routes() {
		r, ok := p.Schedule(d, nodes)
		if !ok {
			return nil, fmt.Errorf("day %d: route %v cannot be kept", d, nodes)
		}
		plan.Days = append(plan.Days, r)
		plan.Value += r.Value()
	}
	plan.Proven = slices.Repeat([]bool{plan.Value == plan.Bound}, len(plan.Days))
	plan.Price = make([]int64, p.Nodes)
	return plan, nil
}

// defaultTrials are the iterations where neither their number nor Stop is given:
// some seconds for a hundred nodes.
const defaultTrials = 100_000

// hope bounds what can be collected: by all nodes that some day could visit, and
// by the richest route of every day as completions bound it.
func (s *lns) hope() {
	g := s.g
	for i := range g.n {
		if g.reachable(i) {
			s.bound += g.prize[i]
		}
	}
	richest := make([]int64, len(g.hours))
	var sum int64
	for class := range g.hours {
		c, ok := newCompletion(g, class, s.stop)
		if !ok {
			return
		}
		richest[class] = c.richest()
		if len(g.class) == 1 && !g.free && len(g.p.Limits) == 0 && g.hours[0].most >= g.n && g.n <= provable {
			s.proof = newProof(c, firstLabels, s.stop)
		}
	}
	for _, class := range g.class {
		sum += richest[class]
	}
	s.bound = min(s.bound, sum)
}

// firstLabels is how many labels the first attempt at a proof may have.
const firstLabels = 100_000

// prove tries to show that the best route is optimal, and takes over better ones.
func (s *lns) prove() {
	for s.proof != nil && s.best.prize < s.bound {
		verdict, route := s.proof.beyond(s.best.prize)
		switch verdict {
		case none:
			s.bound = s.best.prize
		case richer:
			s.now.replace([]*pooled{{stop: route}})
			s.recreate.fill(s.now)
			s.record()
		case undecided:
			if !s.proof.widen() {
				s.proof = nil
			}
			return
		}
	}
}

// roundLength is how many iterations the first round has; later ones grow.
const roundLength = 3000

func (s *lns) run(done func() bool) {
	if len(s.g.class) == 0 || len(s.g.near[s.g.hours[0].start]) == 0 || done() {
		return
	}
	s.recreate.fill(s.now)
	s.record()
	for round := 0; !done(); round++ {
		s.begin(round)
		if s.round(roundLength*(1+round/4), done) {
			return
		}
		s.recombine()
		s.prove()
	}
}

// begin sets the search to where a round starts: at the best tours, where the
// last round ended, or at new ones made by chance; and how places are judged.
func (s *lns) begin(round int) {
	switch x := s.rng.IntN(100); {
	case round == 0:
	case x < 35:
		s.now.clear()
		s.recreate.blur = 1.8
		s.recreate.fill(s.now)
	case x < 80:
		s.now.follow(s.best)
	}
	modes := [][2]int64{{1, 0}, {1, 1}, {0, 1}}
	m := modes[0]
	if !s.g.free {
		m = modes[round%3]
	}
	s.recreate.value(m[0], m[1])
}

// round does so many iterations; it reports whether the search is to end.
func (s *lns) round(length int, done func() bool) bool {
	hot, cold := s.heat()
	for i := range length {
		if i%16 == 0 && done() {
			return true
		}
		s.iterate(hot * math.Pow(cold/hot, float64(i)/float64(length)))
	}
	return false
}

// heat is the temperature at the begin and the end of a round.
func (s *lns) heat() (hot, cold float64) {
	stops := s.best.stops()
	mean := float64(s.best.prize) / float64(max(stops, 1))
	if s.g.free {
		return 2 * mean, 0.02 * mean
	}
	return mean, 0.02 * mean
}

// iterate makes one trial and accepts or refuses it.
func (s *lns) iterate(heat float64) {
	s.spent++
	s.trial.follow(s.now)
	if s.g.free && s.rng.IntN(2) == 0 {
		s.crowd()
	} else {
		s.ruin.strike(s.trial, min(2+s.trial.stops()/2, 40))
		s.rebuild()
	}
	gain := s.trial.prize - s.now.prize
	if gain < 0 && float64(gain) <= heat*math.Log(s.rng.Float64()) || gain == 0 && s.trial.travel > s.now.travel {
		return
	}
	if gain > 0 {
		s.pool.keep(s.trial)
	}
	s.now.follow(s.trial)
	s.record()
}

// rebuild fills the trial up, at times without some of what was taken out.
func (s *lns) rebuild() {
	c := s.recreate
	c.blur = 0.2 + 1.0*s.rng.Float64()
	c.power = s.rng.IntN(2) == 0
	gone := s.ruin.gone
	if len(gone) > 0 && s.rng.IntN(2) == 0 {
		banned := gone[s.rng.IntN(len(gone))]
		c.banned[banned] = true
		c.fill(s.trial)
		c.banned[banned] = false
	}
	c.fill(s.trial)
	s.refill()
}

// refill shortens the tours that have changed and uses the room gained.
func (s *lns) refill() {
	if !s.g.free || !s.g.mirrored {
		return
	}
	for d := range s.trial.day {
		if s.trial.day[d].state != s.now.day[d].state && s.trial.shorten(d) {
			s.recreate.fill(s.trial)
		}
	}
}

// record keeps what is better than the best so far.
func (s *lns) record() {
	if s.now.prize > s.best.prize || s.now.prize == s.best.prize && s.now.travel < s.best.travel {
		richer := s.now.prize > s.best.prize
		s.best.follow(s.now)
		s.pool.keep(s.best)
		if richer {
			s.better()
		}
	}
}

// recombine puts pooled tours together where that beats the best.
func (s *lns) recombine() {
	if len(s.g.class) < 2 {
		return
	}
	picked := s.pool.pack(s.best.prize)
	if picked == nil {
		return
	}
	s.now.replace(picked)
	s.recreate.fill(s.now)
	s.record()
}

// replace makes s consist of the tours picked.
func (s *tours) replace(picked []*pooled) {
	s.clear()
	busy := make([]bool, len(s.day))
	for _, p := range picked {
		for d := range s.day {
			if busy[d] || s.day[d].class != p.class {
				continue
			}
			busy[d] = true
			h := &s.g.hours[p.class]
			s.day[d].stop = append(append(append(s.day[d].stop[:0], h.start), p.stop...), h.end)
			for _, u := range p.stop {
				s.weigh(u, 1)
			}
			s.retime(d)
			break
		}
	}
}
