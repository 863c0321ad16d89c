package planner

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// settleServed is what counts in settling, in KK·km² beside inertia, that a family
// of average worth gets a kader at all.
const settleServed = 50.0

// A KK outside the band counts so many moved ones, at first and in the end.
const (
	settleLoose  = 0.3
	settleStrict = 1000.0
)

// settleBeyond is how many moved KK one beyond twice what has to move counts as.
const settleBeyond = 20.0

// triesToSettle for each block, where no budget is given.
const triesToSettle = 24000

// settle finds borders with which all parts are in band, few families change their
// kader, and parts stay compact; every part hangs together throughout. It anneals
// by single blocks, once from what chains make of the parts and once from the
// parts themselves, at different heats.
func (s *settlement) settle(ctx context.Context) {
	a := &settler{settlement: s, rng: rand.New(rand.NewPCG(s.d.o.Seed, 0x736574746c65)), worth: s.worth(), least: math.Inf(1)}
	_, spent := s.d.budget(len(s.blocks), triesToSettle)
	start := slices.Clone(s.part)
	a.best = slices.Clone(start)
	a.spare = s.mustMove()
	used := func() float64 {
		if ctx.Err() != nil {
			return 1
		}
		return spent(a.tried)
	}
	for run, heat := range settleHeats {
		a.keep = a.stay * settleKeeps[run]
		if run > 1 && !a.thrifty(a.best) {
			a.keep *= settleHarder
		}
		s.restore(start)
		if run == 0 {
			s.balance()
			a.note()
		}
		runs := float64(len(settleHeats))
		a.anneal(heat, func() float64 { return used()*runs/annealed - float64(run) })
		s.balance()
		a.keep = a.stay
		a.strict = a.stay * settleStrict
		a.descend()
		a.note()
	}
	s.restore(a.best)
	a.rework(used)
	s.d.plan.Certificate.Iterations += int(a.tried)
}

// mustMove is how many KK have to move at least: those of kader who left, and what a
// kader has beyond the band.
func (s *settlement) mustMove() int {
	n, had := 0, make([]int, len(s.parts))
	for i, q := range s.before {
		switch {
		case q == gone:
			n += s.weight[i]
		case q >= 0:
			had[q] += s.weight[i]
		}
	}
	for _, w := range had {
		n += max(0, w-s.upper)
	}
	return n
}

// thrifty reports whether parts are in band with no more moved than twice what has to.
func (a *settler) thrifty(parts []int) bool {
	now := slices.Clone(a.part)
	a.restore(parts)
	ok := a.outside() == 0 && a.moved() <= a.spare
	a.restore(now)
	return ok
}

// annealed is the share of the budget for annealing.
const annealed = 0.5

// settleHeats are the heats of the annealings at their start, as shares of what
// moving a block of average weight costs.
var settleHeats = []float64{0.3, 0.1, 0.3, 1}

// settleKeeps are what a KK that moves counts in them, as multiples of the weight:
// where it counts more, thin shapes reach over full neighbours to where there is room.
var settleKeeps = []float64{1, 1, 5, 5}

// settleHarder is by how much more it counts as long as no run kept within twice
// what has to move.
const settleHarder = 10

// anneal tries moves until its share of the budget is spent.
func (a *settler) anneal(heat float64, spent func() float64) {
	hot := heat * a.keep * float64(sum(a.weight)) / float64(len(a.blocks))
	const look = 256
	for n := 0; ; n++ {
		if n%look == 0 {
			share := max(0, spent())
			if share >= 1 {
				return
			}
			a.heat = hot * math.Pow(0.003, share)
			a.strict = a.keep * settleLoose * math.Pow(settleStrict/settleLoose, share)
		}
		a.try()
	}
}

// worth is what serving each block counts.
func (s *settlement) worth() []float64 {
	total, kk := 0.0, max(1, sum(s.weight))
	for _, v := range s.value {
		total += v
	}
	out := make([]float64, len(s.value))
	for i, v := range s.value {
		if total > 0 {
			out[i] = settleServed * v * float64(kk) / total
		}
	}
	return out
}

// settler is the annealing of a settlement.
type settler struct {
	*settlement
	rng    *rand.Rand
	worth  []float64
	heat   float64
	keep   float64 // cost of a KK that moves
	strict float64 // cost of a KK outside the band
	tried  int64
	spare  int // so many KK may move beside those that have to
	best   []int
	least  float64
}

// try moves a random block to the part of a random neighbour, or not.
func (a *settler) try() {
	a.tried++
	i := a.rng.IntN(len(a.part))
	if len(a.links[i]) == 0 {
		return
	}
	to := a.part[a.links[i][a.rng.IntN(len(a.links[i]))]]
	if !a.may(i, to) {
		return
	}
	if delta := a.delta(i, to); delta <= 0 || a.rng.Float64() < math.Exp(-delta/a.heat) {
		if a.part[i] < 0 || a.holds(i) {
			a.move(i, to)
		}
	}
}

func (a *settler) may(i, to int) bool {
	from := a.part[i]
	return from != to && (to >= 0 || !a.cover) && (from < 0 || a.parts[from].blocks > 1)
}

// delta is what moving block i to part to costs.
func (a *settler) delta(i, to int) float64 {
	from, w, d := a.part[i], a.weight[i], 0.0
	if from >= 0 {
		p := a.parts[from]
		d -= p.inertia() + a.strict*float64(a.miss(p.weight))
		p.add(a.mass(i), a.x[i], a.y[i], w, -1)
		d += p.inertia() + a.strict*float64(a.miss(p.weight))
	} else {
		d -= a.worth[i]
	}
	if to >= 0 {
		p := a.parts[to]
		d -= p.inertia() + a.strict*float64(a.miss(p.weight))
		p.add(a.mass(i), a.x[i], a.y[i], w, 1)
		d += p.inertia() + a.strict*float64(a.miss(p.weight))
	} else {
		d += a.worth[i]
	}
	switch a.before[i] {
	case from:
		if from >= 0 {
			d += a.keep * float64(w)
		}
	case to:
		if to >= 0 {
			d -= a.keep * float64(w)
		}
	}
	return d
}

// descend makes single moves as long as one pays.
func (a *settler) descend() {
	for changed, pass := true, 0; changed && pass < 100; pass++ {
		changed = false
		for i := range a.part {
			for _, j := range a.links[i] {
				to := a.part[j]
				if a.may(i, to) && a.delta(i, to) < -1e-6 && (a.part[i] < 0 || a.holds(i)) {
					a.move(i, to)
					changed = true
				}
			}
		}
	}
}

// rework sends a group of families back to whom they had, or those of a kader who
// left to another neighbour, lets chains bring the parts into band again, and keeps
// what is better.
func (a *settler) rework(used func() float64) {
	least := a.cost()
	for used() < 1 {
		a.tried += int64(len(a.blocks))
		i := a.rng.IntN(len(a.part))
		to := a.before[i]
		if to == gone && len(a.links[i]) > 0 {
			to = a.part[a.links[i][a.rng.IntN(len(a.links[i]))]]
		}
		if to < 0 || to == a.part[i] {
			continue
		}
		a.send(i, to, 1+a.rng.IntN(12))
		a.balance()
		a.descend()
		if cost := a.cost(); cost < least {
			least = cost
			copy(a.best, a.part)
		} else {
			a.restore(a.best)
		}
	}
}

// send moves up to so many blocks about block i, of the same past and part, to
// part to.
func (a *settler) send(i, to, most int) {
	from, past := a.part[i], a.before[i]
	for queue := []int{i}; len(queue) > 0 && most > 0; queue = queue[1:] {
		j := queue[0]
		if a.part[j] != from || a.before[j] != past || !a.may(j, to) || from >= 0 && !a.holds(j) ||
			!slices.ContainsFunc(a.links[j], func(l int) bool { return a.part[l] == to }) {
			continue
		}
		a.move(j, to)
		most--
		queue = append(queue, a.links[j]...)
	}
}

// note keeps the parts if they are the best so far.
func (a *settler) note() {
	if cost := a.cost(); cost < a.least {
		a.least = cost
		copy(a.best, a.part)
	}
}

// cost is what the parts are judged by: KK outside the band before all else, then
// those that move beyond twice what has to.
func (a *settler) cost() float64 {
	cost := 1e9*float64(a.outside()) + a.stay*settleBeyond*float64(max(0, a.moved()-a.spare))
	for _, p := range a.parts {
		cost += p.inertia()
	}
	for i, q := range a.part {
		if a.before[i] >= 0 && q != a.before[i] {
			cost += a.stay * float64(a.weight[i])
		}
		if q < 0 {
			cost += a.worth[i]
		}
	}
	return cost
}
