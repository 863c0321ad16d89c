package orienteer

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// pool remembers tours met during the search, to put the best of them together:
// a set packing with one tour a day and each node at most once.
type pool struct {
	g     *ground
	key   []uint64 // key[i] of node i; a set's key is the xor of its nodes'
	known map[uint64]int
	tours []pooled
}

// pooled is a tour of a class of days, with its nodes as a bit set.
type pooled struct {
	class  int
	prize  int64
	travel int64
	stop   []int32
	nodes  []uint64
}

// poolSize is how many tours a pool holds before it lets the poor ones go.
const poolSize = 6000

func newPool(g *ground, rng *rand.Rand) *pool {
	p := &pool{g: g, key: make([]uint64, g.n), known: map[uint64]int{}}
	for i := range p.key {
		p.key[i] = rng.Uint64()
	}
	return p
}

// keep remembers the tours of s; of two over the same nodes the shorter.
func (p *pool) keep(s *tours) {
	for d := range s.day {
		t := &s.day[d]
		inner := t.stop[1 : len(t.stop)-1]
		if len(inner) == 0 {
			continue
		}
		key := uint64(t.class)
		for _, u := range inner {
			key ^= p.key[u]
		}
		if k, ok := p.known[key]; ok {
			if e := &p.tours[k]; t.travel < e.travel {
				e.travel = t.travel
				e.stop = append(e.stop[:0], inner...)
			}
			continue
		}
		p.known[key] = len(p.tours)
		nodes := make([]uint64, (p.g.n+63)/64)
		for _, u := range inner {
			nodes[u/64] |= 1 << (u % 64)
		}
		p.tours = append(p.tours, pooled{t.class, t.prize, t.travel, slices.Clone(inner), nodes})
	}
	if len(p.tours) > 2*poolSize {
		p.thin()
	}
}

// thin keeps the richer half.
func (p *pool) thin() {
	slices.SortStableFunc(p.tours, func(a, b pooled) int {
		return cmp.Or(cmp.Compare(b.prize, a.prize), cmp.Compare(a.travel, b.travel))
	})
	clear(p.tours[poolSize:])
	p.tours = p.tours[:poolSize]
	clear(p.known)
	for k := range p.tours {
		key := uint64(p.tours[k].class)
		for _, u := range p.tours[k].stop {
			key ^= p.key[u]
		}
		p.known[key] = k
	}
}

// packing is the search for the best choice of one pooled tour a day.
type packing struct {
	*pool
	class  []int   // of each day, equal ones side by side
	same   []int   // same[d]: days of the class of d from d on
	rest   []int64 // rest[d]: the most that days of later classes can collect
	order  [][]int // by class, indices of tours, richest first
	taken  []uint64
	used   []int64
	pick   []int // tour of each day chosen so far
	best   []int
	most   int64 // to be exceeded
	effort int
}

// packEffort bounds the steps of one packing.
const packEffort = 400_000

// pack finds tours that collect more than least together, at most one a day; nil
// where it finds none.
func (p *pool) pack(least int64) []*pooled {
	days := len(p.g.class)
	k := &packing{
		pool:   p,
		class:  slices.Sorted(slices.Values(p.g.class)),
		same:   make([]int, days),
		rest:   make([]int64, days),
		order:  make([][]int, len(p.g.hours)),
		taken:  make([]uint64, (p.g.n+63)/64),
		used:   make([]int64, len(p.g.p.Limits)),
		most:   least,
		effort: packEffort,
	}
	k.sort()
	k.descend(0, 0)
	var out []*pooled
	for _, i := range k.best {
		out = append(out, &p.tours[i])
	}
	return out
}

// sort brings the tours of each class into order and sums what later days may hope for.
func (k *packing) sort() {
	for i := range k.tours {
		c := k.tours[i].class
		k.order[c] = append(k.order[c], i)
	}
	for _, order := range k.order {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(k.tours[b].prize, k.tours[a].prize) })
	}
	for d := len(k.class) - 1; d >= 0; d-- {
		k.same[d] = 1
		if d+1 == len(k.class) {
			continue
		}
		if k.class[d] == k.class[d+1] {
			k.same[d], k.rest[d] = k.same[d+1]+1, k.rest[d+1]
			continue
		}
		k.rest[d] = k.rest[d+1]
		if order := k.order[k.class[d+1]]; len(order) > 0 {
			k.rest[d] += k.tours[order[0]].prize * int64(k.same[d+1])
		}
	}
}

// descend chooses tours for the days not yet picked for, from place from of their
// class's order on, where have is collected already.
func (k *packing) descend(from int, have int64) {
	if have > k.most {
		k.most, k.best = have, slices.Clone(k.pick)
	}
	d := len(k.pick)
	if d == len(k.class) {
		return
	}
	order := k.order[k.class[d]]
	for at := from; at < len(order) && k.effort > 0; at++ {
		k.effort--
		t := &k.tours[order[at]]
		if have+t.prize*int64(k.same[d])+k.rest[d] <= k.most {
			return
		}
		if k.clashes(t) {
			continue
		}
		k.take(t, 1)
		k.pick = append(k.pick, order[at])
		if k.same[d] > 1 {
			k.descend(at+1, have+t.prize)
		} else {
			k.descend(0, have+t.prize)
		}
		k.pick = k.pick[:d]
		k.take(t, -1)
	}
}

// clashes reports whether t shares a node with a tour taken or breaks a limit.
func (k *packing) clashes(t *pooled) bool {
	for w, set := range t.nodes {
		if set&k.taken[w] != 0 {
			return true
		}
	}
	for l := range k.used {
		sum := k.used[l]
		for _, u := range t.stop {
			sum += k.g.p.Limits[l].Weight[u]
		}
		if sum > k.g.p.Limits[l].Most {
			return true
		}
	}
	return false
}

func (k *packing) take(t *pooled, sign int64) {
	for w, set := range t.nodes {
		k.taken[w] ^= set
	}
	for l := range k.used {
		for _, u := range t.stop {
			k.used[l] += sign * k.g.p.Limits[l].Weight[u]
		}
	}
}
