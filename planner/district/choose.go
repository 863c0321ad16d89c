package district

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// compactness is the share of the value that Choose gives up, roughly, for
// parts that are compact.
const compactness = 0.02

// Choose takes p.Parts connected parts in band that hold as much value as they
// can, compact ones among equals, and leaves the other nodes over (-1). The
// plan's Bound.Value is proven: no choice of so many parts holds more. InZone
// limits the parts of each zone; nil leaves it open. Where there is no value,
// weight is what counts. Fewer parts than asked for is a reason, nodes left over
// are not.
func Choose(p Problem, o Options) (Plan, error) {
	if err := p.validate(); err != nil {
		return Plan{}, err
	}
	if p.Value == nil {
		p.Value = p.Weight
	}
	l, _ := sift(&p)
	notes := l.reasons
	l.reasons = nil
	l.splitLocks()
	bound := l.allot()
	l.label()
	if short := p.Parts - l.frozenParts(-1) - l.parts(); short > 0 {
		l.reasons = append(append(l.reasons, notes...), l.tooFew())
	}
	b := newBudget(o, p.Nodes())
	plan := l.finish(l.pick(b), o, b)
	plan.Bound = &Bound{Value: bound}
	return plan, nil
}

// parts is the number of parts still to be made.
func (l *layout) parts() int {
	n := 0
	for _, r := range l.regions {
		n += r.k
	}
	return n
}

// tooFew explains that the band leaves room for fewer parts than asked for.
func (l *layout) tooFew() Reason {
	whole := region{zone: -1, least: 0, most: l.parts() + l.frozenParts(-1)}
	for _, r := range l.regions {
		whole.nodes = append(whole.nodes, r.nodes...)
		whole.weight += r.weight
	}
	slices.Sort(whole.nodes)
	out := l.reason(NoIntegerCount, whole)
	out.Wanted = l.p.Parts
	out.Repair.Parts = whole.most
	return out
}

// allot shares the parts among the regions where a fractional knapsack holds
// the most value, and returns the value no choice exceeds: the knapsacks ignore
// connectedness and compactness, and the room of a further part in one place is
// never worth more than that of the one before, so taking the best next part is
// best in all.
func (l *layout) allot() float64 {
	bound := 0.0
	for i, q := range l.part {
		if q >= 0 {
			bound += float64(l.p.value(i))
		}
	}
	sacks := make([]knapsack, len(l.regions))
	seeded := l.seeded()
	left := l.p.Parts - l.frozenParts(-1)
	for at := range l.regions {
		r := &l.regions[at]
		sacks[at] = l.knapsack(r.nodes)
		r.k = min(seeded[at], r.most)
		bound += sacks[at].parts(r.k, l.p.Upper)
		left -= r.k
	}
	for ; left > 0; left-- {
		best, gain := -1, -1.0
		for at := range l.regions {
			if l.room(at) {
				k := l.regions[at].k
				if g := sacks[at].parts(k+1, l.p.Upper) - sacks[at].parts(k, l.p.Upper); g > gain {
					best, gain = at, g
				}
			}
		}
		if best < 0 {
			break
		}
		l.regions[best].k++
		bound += gain
	}
	return bound
}

// seeded counts, for every region, the parts that have fixed nodes in it.
func (l *layout) seeded() []int {
	out := make([]int, len(l.regions))
	owner := map[int]bool{}
	for at, r := range l.regions {
		for _, i := range r.nodes {
			if f := l.p.fixed(int(i)); f >= 0 && !owner[f] {
				owner[f] = true
				out[at]++
			}
		}
	}
	return out
}

// room reports whether a region and its zone may have one more part.
func (l *layout) room(at int) bool {
	r := l.regions[at]
	if r.k >= r.most {
		return false
	}
	if !l.p.Nested || l.p.InZone == nil {
		return true
	}
	have := l.frozenParts(r.zone)
	for _, o := range l.all(r.zone) {
		have += o.k
	}
	return have < l.p.InZone[r.zone]
}

// knapsack is a set of nodes by falling value of a unit of weight, with running
// sums.
type knapsack struct{ weight, value []float64 }

func (l *layout) knapsack(nodes []int32) knapsack {
	order := slices.Clone(nodes)
	slices.SortFunc(order, func(a, b int32) int {
		left := float64(l.p.Value[a]) * l.g.wf[b]
		right := float64(l.p.Value[b]) * l.g.wf[a]
		return cmp.Or(cmp.Compare(right, left), cmp.Compare(l.g.wf[a], l.g.wf[b]), cmp.Compare(a, b))
	})
	k := knapsack{weight: []float64{0}, value: []float64{0}}
	w, v := 0.0, 0.0
	for _, i := range order {
		w += l.g.wf[i]
		v += float64(l.p.Value[i])
		k.weight, k.value = append(k.weight, w), append(k.value, v)
	}
	return k
}

// parts is the most value that n parts of so much weight can hold: none holds nothing,
// not even what weighs nothing.
func (k knapsack) parts(n int, weight int64) float64 {
	if n == 0 {
		return 0
	}
	return k.upTo(float64(n) * float64(weight))
}

// upTo is the most value that weight room can hold, the last node in part.
func (k knapsack) upTo(room float64) float64 {
	at, exact := slices.BinarySearch(k.weight, room)
	switch {
	case exact:
		for at+1 < len(k.weight) && k.weight[at+1] == room {
			at++
		}
		return k.value[at]
	case at == len(k.weight):
		return k.value[at-1]
	}
	part := (room - k.weight[at-1]) / (k.weight[at] - k.weight[at-1])
	return k.value[at-1] + part*(k.value[at]-k.value[at-1])
}

// pick searches for the parts: it divides every region, takes its best parts,
// and lets them drift over the rest.
func (l *layout) pick(b *budget) []int {
	rng := rand.New(rand.NewPCG(b.opts.Seed, 2))
	s := newSearcher(l, b)
	if l.parts() == 0 {
		return l.part
	}
	s.spill = make([]bool, l.g.n)
	for _, i := range s.free {
		s.spill[i] = true
	}
	const runs = 6
	for run := range runs {
		s.load(l.bestPieces(rng))
		s.centre()
		if run == 0 {
			s.weighValue()
		}
		c := s.pickProgram()
		c.from = b.share()
		c.to = c.from + (0.9-c.from)/float64(runs-run)
		s.note()
		s.anneal(c)
		s.settle()
		if b.share() >= 1 {
			break
		}
	}
	s.rescue(l, newCutter(l.g, l.p, rng))
	s.load(s.best)
	s.polish(1)
	s.note()
	return s.best
}

// weighValue makes value count, and scales all other terms so that they weigh a
// small share of it in the split at hand. It is done once, so that splits can be
// compared.
func (s *searcher) weighValue() {
	var value int64
	for _, v := range s.value[:s.k] {
		value += v
	}
	s.drop, s.penalty = 0, 0
	scale := compactness * float64(value) / math.Max(1e-9, s.measure())
	s.wi, s.ws, s.wm, s.wh, s.we = s.wi*scale, s.ws*scale, s.wm*scale, s.wh*scale, s.we*scale
	s.wv = 1
}

func (s *searcher) pickProgram() schedule {
	s.form = aboutCentroid
	if s.g.cost != nil {
		s.centre()
		s.form = aboutCentre
	}
	return schedule{hot: 0.6, cold: 0.003, loose: 1.5, strict: 50, centred: 0.5}
}

// bestPieces divides every region into as many parts as it can hold, and keeps
// the most valuable.
func (l *layout) bestPieces(rng *rand.Rand) []int {
	part := append([]int(nil), l.part...)
	c := newCutter(l.g, l.p, rng)
	for at := range l.regions {
		r := &l.regions[at]
		if r.k == 0 {
			continue
		}
		m := int(math.Round(2 * float64(r.weight) / float64(l.p.Lower+l.p.Upper)))
		pieces := c.split(r.nodes, min(max(m, r.k), r.most), 4)
		slices.SortStableFunc(pieces, func(a, b []int32) int {
			return cmp.Compare(l.worth(b), l.worth(a))
		})
		l.name(r, pieces[:min(r.k, len(pieces))], part)
	}
	l.unite(part)
	return part
}

// worth is the value of a piece; one with fixed nodes comes before all others.
func (l *layout) worth(nodes []int32) float64 {
	v := 0.0
	for _, i := range nodes {
		v += float64(l.p.Value[i])
		if l.p.fixed(int(i)) >= 0 {
			v += 1e18
		}
	}
	return v
}
