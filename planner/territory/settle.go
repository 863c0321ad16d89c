package territory

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// settleServed is what counts in settling, in KK·km² beside inertia, that a family
// of average worth gets a kader at all.
const settleServed = 50.0

// A KK outside the band counts so many moved ones, at first and at the end of an
// annealing, and then.
const (
	settleLoose  = 0.3
	settleFirm   = 10.0
	settleStrict = 1000.0
)

// settleBeyond is how many moved KK one beyond twice what has to move counts as.
const settleBeyond = 20.0

// triesToSettle for each block, where no budget is given.
const triesToSettle = 18000

// settle finds borders with which all parts are in band, few families change their
// kader, and parts stay compact; every part hangs together throughout. It anneals
// by single blocks, from the parts themselves, a moved KK counting more from run to
// run: then thin shapes reach over full neighbours to where there is room.
func (s *settlement) settle(ctx context.Context) {
	a := &settler{settlement: s, rng: rand.New(rand.NewPCG(s.d.o.Seed, 0x736574746c65)), worth: s.worth(), least: math.Inf(1)}
	_, spent := s.d.budget(len(s.blocks), triesToSettle)
	start := slices.Clone(s.part)
	a.best, a.price = slices.Clone(start), make([]float64, len(s.parts))
	a.spare = s.spare()
	used := func() float64 {
		if ctx.Err() != nil {
			return 1
		}
		return spent(a.tried)
	}
	s.balance()
	a.note()
	for run, keep := range settleKeeps {
		s.restore(start)
		a.keep = a.stay * keep
		runs := float64(len(settleKeeps))
		a.anneal(func() float64 { return used()*runs/annealed - float64(run) })
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

// spare is how many KK of kader who stay may move until more than twice what has to
// has moved: those of kader who left, what a kader has beyond the band, or what new
// kader need beyond what nobody served. Where families are chosen nothing has to.
func (s *settlement) spare() int {
	if !s.cover {
		return math.MaxInt
	}
	left, free, had := 0, 0, make([]int, len(s.parts))
	for i, q := range s.before {
		switch q {
		case gone:
			left += s.weight[i]
		case nobody:
			free += s.weight[i]
		default:
			had[q] += s.weight[i]
		}
	}
	beyond, need := 0, 0
	for q, w := range had {
		beyond += max(0, w-s.upper)
		if w == 0 && s.parts[q].blocks > 0 {
			need += s.lower
		}
	}
	return 2*max(left+beyond, need-free) - left
}

// annealed is the share of the budget for annealing.
const annealed = 0.8

// settleKeeps are what a KK that moves counts in each annealing, as multiples of
// the weight.
var settleKeeps = []float64{1, 4, 10}

// anneal tries moves until its share of the budget is spent.
// It begins with the heat of moving a block of average weight.
func (a *settler) anneal(spent func() float64) {
	hot := a.keep * float64(sum(a.weight)) / float64(len(a.blocks))
	const look = 256
	for n := 0; ; n++ {
		if n%look == 0 {
			share := max(0, spent())
			if share >= 1 {
				clear(a.price)
				return
			}
			a.heat = hot * math.Pow(0.003, share)
			a.strict = a.keep * settleLoose * math.Pow(settleFirm/settleLoose, share)
		}
		if n%len(a.blocks) == 0 {
			a.reprice()
		}
		a.try()
	}
}

// settlePrice is how fast a part's price follows the KK by which it misses the band,
// as a share of what a moved KK counts.
const settlePrice = 0.003

// reprice raises the price of a KK in parts above the band and lowers it in parts
// below (subgradients of keeping the band): pressure passes on through neighbours
// that are full, where a chain would meet a wall.
func (a *settler) reprice() {
	step := settlePrice * a.keep
	for q, p := range a.parts {
		if p.blocks == 0 {
			continue
		}
		over, under := float64(p.weight-a.upper), float64(p.weight-a.lower)
		switch {
		case a.price[q] > 0 || over > 0:
			a.price[q] = max(0, a.price[q]+step*over)
		case a.price[q] < 0 || under < 0:
			a.price[q] = min(0, a.price[q]+step*under)
		}
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
	price  []float64 // of a KK, by part
	spare  int       // so many KK of kader who stay may move
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
		d -= p.inertia() + a.strict*float64(a.miss(p.weight)) + a.price[from]*float64(w)
		p.add(a.mass(i), a.x[i], a.y[i], w, -1)
		d += p.inertia() + a.strict*float64(a.miss(p.weight))
	} else {
		d -= a.worth[i]
	}
	if to >= 0 {
		p := a.parts[to]
		d -= p.inertia() + a.strict*float64(a.miss(p.weight)) - a.price[to]*float64(w)
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
