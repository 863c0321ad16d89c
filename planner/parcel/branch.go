package parcel

import (
	"math"
	"math/bits"
	"slices"
)

func trailing(word uint64) int { return bits.TrailingZeros64(word) }

// ForkKind says what a case asks.
type ForkKind int

// Kinds of questions.
const (
	Held     ForkKind = iota // whether node A is in any set
	Together                 // whether no set holds one of A and B without the other
	Served                   // whether an agent of class B holds node A
)

// Fork is a question about a region, and its answer.
type Fork struct {
	Kind   ForkKind
	Region int
	A, B   int
	Yes    bool
}

// Case is all divisions that answer some questions alike: either one more question
// divides it, or its prices prove that none of it scores more than Bound.
type Case struct {
	Ask     *Fork
	Yes, No *Case

	Bound int64
	Shift uint
	Class []int64   // price of an agent, by class, in 2^-Shift; nil where nothing but arithmetic proves the bound
	Node  [][]int64 // price of a node, by region
}

// allows reports whether a case lets a choice be made.
func allows(forks []Fork, e *estate, c choice) bool {
	for i := range forks {
		f := &forks[i]
		if f.Region != c.region {
			continue
		}
		in := e.pool[c.region][c.at].in
		a := in.has(f.A)
		switch {
		case f.Kind == Held && !f.Yes && a,
			f.Kind == Together && f.Yes && a != in.has(f.B),
			f.Kind == Together && !f.Yes && a && in.has(f.B),
			f.Kind == Served && f.Yes && a && c.class != f.B,
			f.Kind == Served && !f.Yes && a && c.class == f.B:
			return false
		}
	}
	return true
}

// ransom rewards a choice once for every question to whose answer it is needed: a
// case in which the node has to be held counts it, and takes it off its bound.
func (e *estate) ransom(c choice, forks []Fork, each int64) int64 {
	sum := int64(0)
	for i := range forks {
		f := &forks[i]
		if f.Yes && f.Kind != Together && f.Region == c.region && e.pool[c.region][c.at].in.has(f.A) {
			sum += each
		}
	}
	return sum
}

// ransomed is how many questions that is.
func ransomed(forks []Fork) int {
	n := 0
	for _, f := range forks {
		if f.Yes && f.Kind != Together {
			n++
		}
	}
	return n
}

// search closes the gap that prices leave by cases.
type search struct {
	*estate
	best   []choice
	score  int64
	ransom int64
	cases  int // so many may still be looked at
}

// casesAtMost are looked at in an estate.
const casesAtMost = 4000

// solve hands an estate out so that it scores more than the floor, as well as it can,
// and proves how well: no division scores more than the bound of the case, or the
// floor. Where not all sets are known, cases find better divisions but prove nothing.
func (e *estate) solve(floor int64) (*search, *Case) {
	s := &search{estate: e, cases: casesAtMost, score: floor}
	e.hasty = true
	root := e.relax(nil, 0)
	e.hasty = false
	if slices.Contains(e.vast, true) {
		s.begin(root)
		root = e.relax(nil, 0)
	}
	if !root.sure {
		root.bound = e.trivial()
	}
	s.ransom = root.bound + 1
	proof := s.explore(nil, root)
	if gap := root.bound - s.score; !e.complete() && root.sure && gap > 0 && !e.stop() {
		whole := Case{Bound: root.bound, Shift: root.shift, Class: root.class, Node: root.node}
		if e.enrich(root.dual, float64(gap)) {
			e.screen = &Screen{Case: whole, Score: s.score}
			e.listed = slices.Repeat([]bool{true}, len(e.regions))
		}
		s.cases = casesAtMost
		proof = s.explore(nil, e.relax(nil, 0))
	}
	if !e.complete() {
		proof = &Case{Bound: root.bound, Shift: root.shift, Class: root.class, Node: root.node}
	}
	if !root.sure {
		proof.Class, proof.Node = nil, nil
	}
	return s, proof
}

// begin looks for a division among the sets that are found quickly, before what charts
// prove takes the rest of the time.
func (s *search) begin(root relaxed) {
	root.bound = s.trivial()
	s.ransom, s.cases = root.bound+1, casesToBegin
	s.explore(nil, root)
	s.cases = casesAtMost
}

// casesToBegin are looked at before the time is spent on proofs.
const casesToBegin = 400

// enrich learns, by a walk, sets that could be in a division better than the best one
// known: those that lack less than the gap at the prices of the rows. False where they
// are too many, or were not all looked at.
func (e *estate) enrich(dual []float64, gap float64) bool {
	all := true
	for r, g := range e.regions {
		for _, c := range e.members {
			if !e.listed[r] && g.price[c] != nil {
				all = e.hunt(r, c, dual, -gap-1, enrichAtMost/len(g.pieces)).run() <= -gap-1 && all
			}
		}
	}
	return all
}

// enrichAtMost are sets that a class may learn so.
const enrichAtMost = 60_000

// trivial is a bound that needs no search: every agent has a set, and all that is
// worth anything is in one.
func (e *estate) trivial() int64 {
	agents, weight, value := int64(0), int64(0), int64(0)
	for _, c := range e.members {
		agents += int64(len(e.classes[c].agents))
	}
	for _, g := range e.regions {
		weight += g.weight(g.all)
		for i, v := range g.value {
			least := int64(math.MaxInt64)
			for _, price := range g.price {
				if price != nil {
					least = min(least, price[i])
				}
			}
			value += max(0, v-least)
		}
	}
	return agents*e.each + min(weight, agents*e.p.Upper)*e.every + value
}

// take keeps a division if it is the best so far.
func (s *search) take(division []choice) {
	score := int64(0)
	for _, c := range division {
		score += s.gain(c)
	}
	if score > s.score {
		s.score, s.best = score, slices.Clone(division)
	}
}

func (s *search) explore(forks []Fork, r relaxed) *Case {
	s.round(r, forks)
	leaf := &Case{Bound: r.bound, Shift: r.shift, Class: r.class, Node: r.node}
	if r.bound <= s.score || s.cases <= 0 || s.stop() {
		return leaf
	}
	ask, undecided := s.question(r)
	if !undecided {
		return leaf
	}
	s.cases -= 2
	out := &Case{Ask: &Fork{Kind: ask.Kind, Region: ask.Region, A: ask.A, B: ask.B}}
	for _, yes := range []bool{true, false} {
		ask.Yes = yes
		next := append(slices.Clip(forks), ask)
		c := s.explore(next, s.relax(next, s.ransom))
		if yes {
			out.Yes = c
		} else {
			out.No = c
		}
	}
	if out.Bound = max(out.Yes.Bound, out.No.Bound); out.Bound > leaf.Bound {
		return leaf
	}
	return out
}

// round makes a division of the shares, the largest first, and fills it up with what
// gains most.
func (s *search) round(r relaxed, forks []Fork) {
	left, taken := make([]int, len(s.classes)), make([]set, len(s.regions))
	for _, c := range s.members {
		left[c] = len(s.classes[c].agents)
	}
	var out []choice
	fits := func(c choice) bool {
		return left[c.class] > 0 && !taken[c.region].meets(s.pool[c.region][c.at].in)
	}
	add := func(c choice) {
		out = append(out, c)
		left[c.class]--
		taken[c.region] = taken[c.region].or(s.pool[c.region][c.at].in)
	}
	for _, c := range r.shares {
		if fits(c.choice) {
			add(c.choice)
		}
	}
	for {
		best, most := choice{at: -1}, int64(0)
		for _, c := range s.members {
			if left[c] == 0 {
				continue
			}
			for reg := range s.regions {
				for at := range s.pay[reg][c] {
					if k := (choice{reg, c, at}); fits(k) {
						if g := s.gain(k); best.at < 0 || g > most {
							best, most = k, g
						}
					}
				}
			}
		}
		if best.at < 0 || most <= 0 {
			break
		}
		add(best)
	}
	s.take(out)
}

// question finds what the shares leave undecided: whether a node is held, whether
// two are held together, who holds one; the one nearest to a half each. False: the
// shares are a division.
func (s *search) question(r relaxed) (Fork, bool) {
	best, far := Fork{}, 0.49
	consider := func(f Fork, by float64) {
		if d := max(by-0.5, 0.5-by); d < far-1e-9 {
			best, far = f, d
		}
	}
	held := make([][]float64, len(s.regions))
	for i, g := range s.regions {
		held[i] = make([]float64, len(g.pieces))
	}
	for _, x := range r.shares {
		s.pool[x.region][x.at].in.each(func(i int) { held[x.region][i] += x.by })
	}
	for reg := range held {
		for i, by := range held[reg] {
			consider(Fork{Kind: Held, Region: reg, A: i}, by)
		}
	}
	if far < 0.4 {
		return best, true
	}
	for reg, g := range s.regions {
		s.pairs(r, reg, len(g.pieces), consider)
	}
	if far < 0.49-1e-9 {
		return best, true
	}
	served := map[[3]int]float64{}
	for _, x := range r.shares {
		s.pool[x.region][x.at].in.each(func(i int) { served[[3]int{x.region, i, x.class}] += x.by })
	}
	for _, x := range r.shares {
		s.pool[x.region][x.at].in.each(func(i int) {
			consider(Fork{Kind: Served, Region: x.region, A: i, B: x.class}, served[[3]int{x.region, i, x.class}])
		})
	}
	return best, far < 0.49-1e-9
}

// pairs adds up the shares of sets that hold two nodes each.
func (s *search) pairs(r relaxed, reg, n int, consider func(Fork, float64)) {
	both := make([]float64, n*n)
	for _, x := range r.shares {
		if x.region != reg {
			continue
		}
		in := s.pool[reg][x.at].in
		in.each(func(a int) {
			in.each(func(b int) {
				if a < b {
					both[a*n+b] += x.by
				}
			})
		})
	}
	for a := range n {
		for b := a + 1; b < n; b++ {
			if by := both[a*n+b]; by > 0 {
				consider(Fork{Kind: Together, Region: reg, A: a, B: b}, by)
			}
		}
	}
}
