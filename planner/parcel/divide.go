package parcel

import (
	"fmt"
	"slices"
)

// divider looks for the fewest units of one group that have to be split so that all
// its agents (in a cover: all its weight) fit.
type divider struct {
	*solver
	whole  *estate // nothing split
	target int     // sets wanted
	want   int64   // level wanted
	apart  []int   // nodes of the whole region that have several pieces
	hints  map[string]Hint
}

func (s *solver) divider(whole *estate) *divider {
	g := whole.regions[0]
	d := &divider{solver: s, whole: whole, hints: map[string]Hint{}}
	agents, most := 0, int64(0)
	for _, c := range whole.members {
		agents += len(s.classes[c].agents)
	}
	for rest := g.all; !rest.empty(); {
		island := g.flood(rest.lowest(), rest, g.near)
		most += g.weight(island) / s.p.Lower
		rest = rest.without(island)
	}
	d.target = int(min(int64(agents), most))
	d.want = int64(d.target)
	if s.p.Cover {
		d.want += g.weight(g.all) * whole.every / whole.each
	}
	for v, pieces := range g.pieces {
		if len(pieces) > 1 {
			d.apart = append(d.apart, v)
		}
	}
	return d
}

// level is what a score says of agents and weight, values apart.
func (d *divider) level(score int64) int64 { return (score + d.whole.each/2) / d.whole.each }

// divide tries all ways to split one unit, then two, and so on, and keeps the best
// with the fewest that reaches the level wanted, or in the end the highest level.
// Ways that cannot reach it even if the units could be divided at will are not tried.
// Told to stop it leaves all whole; then, and where there are more ways than it tries,
// nothing is proven of them.
func (d *divider) divide(whole *search, proof *Proof) (*search, error) {
	most := d.o.Split
	if most == 0 {
		most = 3
	}
	base := d.level(whole.score)
	for want := d.want; want > base; want-- {
		fewest := -1
		if !d.whole.complete() && len(d.ways(0, int(want-d.want)+d.target)) > 0 {
			fewest = 0 // whole units might do, and were not found
		}
		for n := 1; n <= min(most, len(d.apart)); n++ {
			ways := d.ways(n, int(want-d.want)+d.target)
			if len(ways) > 0 && fewest < 0 {
				fewest = n
			}
			some := ways[:min(waysAtMost, len(ways))]
			best, runs, err := d.tryAll(some, want)
			if err != nil {
				return nil, err
			}
			if d.o.Stop() {
				d.short = true
				return whole, nil
			}
			d.short = d.short || len(some) < len(ways)
			if best == nil {
				for _, way := range some {
					d.plan.Hints = append(d.plan.Hints, d.hints[fmt.Sprint(way)])
				}
			}
			if best != nil {
				proof.Runs, proof.Target, proof.Bound = runs, d.target+int(want-d.want), best.score
				for _, r := range runs {
					proof.Bound = max(proof.Bound, r.Case.Bound)
				}
				if len(some) < len(ways) {
					proof.Bound = max(proof.Bound, want*d.whole.each+d.whole.each/2) // all that such a level may score
				}
				proof.Fewest = max(0, fewest)
				d.plan.Fewest += proof.Fewest
				return best, nil
			}
		}
		if d.p.Cover {
			break
		}
	}
	return whole, nil
}

// waysAtMost are the ways with as many splits that are tried.
const waysAtMost = 64

// tryAll hands the group out with the units of each way split, and returns the best
// that reaches the level, nil where none does.
func (d *divider) tryAll(ways [][]int, want int64) (best *search, runs []Run, err error) {
	for _, way := range ways {
		if d.o.Stop() {
			return best, runs, nil
		}
		units := make([]int, len(way))
		for i, v := range way {
			units[i] = d.whole.regions[0].unit[v]
		}
		e, err := d.estate([]int{d.whole.regions[0].group}, units)
		if err != nil {
			return nil, nil, err
		}
		e.each, e.every = d.whole.each, d.whole.every
		floor := want*d.whole.each - d.whole.each/2
		if best != nil {
			floor = best.score
		}
		found, proof := e.solve(floor)
		if found.best != nil {
			best = found
		}
		runs = append(runs, Run{Divided: units, Screen: e.screen, Case: proof, Ransom: found.ransom})
	}
	return best, runs, nil
}

// ways are all choices of n nodes to split that could do.
func (d *divider) ways(n, target int) (out [][]int) {
	way := make([]int, n)
	var choose func(k, from int)
	choose = func(k, from int) {
		if d.o.Stop() {
			return
		}
		if k == n {
			if d.could(way, target) {
				out = append(out, slices.Clone(way))
			}
			return
		}
		for i := from; i < len(d.apart); i++ {
			way[k] = d.apart[i]
			choose(k+1, i+1)
		}
	}
	choose(0, 0)
	return out
}

// core is the whole part of a set, by weight, and which of the divided nodes it can
// draw on.
type core struct {
	whole set
	w     int64
	on    int // mask of divided nodes
}

// could reports whether so many sets could be in the band (in a cover: hold all
// weight) if the nodes could be divided at will between the sets that reach them. A
// set needs what its whole nodes lack to the band; needs are met if and only if no
// group of divided nodes is asked for more than it weighs (Hall 1935).
func (d *divider) could(divided []int, target int) bool {
	g := d.whole.regions[0]
	cores, all := d.cores(divided)
	if !all {
		return true
	}
	own := make([]int64, len(divided))
	split := set{}
	for i, v := range divided {
		own[i] = g.sum[v].w
		split.add(v)
	}
	f := filling{lower: d.p.Lower, upper: d.p.Upper, cores: cores, own: own, cover: d.p.Cover, whole: g.all.without(split), steps: 2_000_000}
	f.need, f.room = make([]int64, 1<<len(divided)), make([]int64, 1<<len(divided))
	if f.steps < 0 || !f.fill(target, 0, set{}) {
		return f.steps < 0
	}
	d.hints[fmt.Sprint(divided)] = d.hint(divided, f.chosen)
	return true
}

// hint names the sets that would do if some nodes could be divided at will.
func (d *divider) hint(divided []int, chosen []core) Hint {
	unit := d.whole.regions[0].unit
	var h Hint
	for _, v := range divided {
		h.Divided = append(h.Divided, unit[v])
	}
	for _, c := range chosen {
		var whole []int
		c.whole.each(func(v int) { whole = append(whole, unit[v]) })
		h.Sets = append(h.Sets, whole)
	}
	return h
}

// cores are the whole parts of all sets that touch in the band when the divided nodes
// weigh as little or as much as it takes; false where they are too many.
func (d *divider) cores(divided []int) (out []core, all bool) {
	g := *d.whole.regions[0]
	p := *g.p
	p.Lower = 0
	split := set{}
	g.p, g.sum = &p, slices.Clone(g.sum)
	for _, v := range divided {
		split.add(v)
		g.sum[v] = sums{}
	}
	seen := map[set]bool{}
	w := walk{g: &g, steps: 400_000, stop: d.o.Stop}
	w.visit = func(s set, m sums, _ int64) bool {
		whole := s.without(split)
		if whole.empty() && m.w == 0 || !seen[whole] {
			c := core{whole: whole, w: m.w}
			reach := g.flood(s.lowest(), whole.or(split), g.near)
			top := m.w
			for i, v := range divided {
				if reach.has(v) {
					c.on |= 1 << i
					top += d.whole.regions[0].sum[v].w
				}
			}
			if top >= d.p.Lower && (!whole.empty() || !slices.Contains(out, c)) {
				out = append(out, c)
			}
			seen[whole] = true
		}
		return true
	}
	return out, w.run()
}

// filling chooses cores one after the other.
type filling struct {
	lower, upper int64
	cores        []core
	own          []int64 // weight of the divided nodes
	need, room   []int64 // by mask: what cores that draw on just these lack, and could take
	cover        bool
	whole        set
	steps        int
	chosen       []core
}

// fill reports whether so many more sets fit, from the cores at a place on.
func (f *filling) fill(left, from int, taken set) bool {
	if f.steps--; f.steps < 0 {
		return false
	}
	if left == 0 {
		return !f.cover || f.whole.within(taken) && f.absorbs()
	}
	for at := from; at < len(f.cores); at++ {
		c := &f.cores[at]
		if c.whole.meets(taken) {
			continue
		}
		f.need[c.on] += max(0, f.lower-c.w)
		f.room[c.on] += f.upper - c.w
		next := at + 1
		if c.whole.empty() {
			next = at
		}
		f.chosen = append(f.chosen, *c)
		ok := f.served() && f.fill(left-1, next, taken.or(c.whole))
		f.need[c.on] -= max(0, f.lower-c.w)
		f.room[c.on] -= f.upper - c.w
		if ok || f.steps < 0 {
			return ok
		}
		f.chosen = f.chosen[:len(f.chosen)-1]
	}
	return false
}

// served reports whether the divided nodes hold what is needed of them.
func (f *filling) served() bool {
	for q := range f.need {
		need := int64(0)
		for m, n := range f.need {
			if m&^q == 0 {
				need += n
			}
		}
		if need > f.weigh(q) {
			return false
		}
	}
	return true
}

// absorbs reports whether all that the divided nodes weigh finds room.
func (f *filling) absorbs() bool {
	for q := range f.room {
		room := int64(0)
		for m, n := range f.room {
			if m&q != 0 {
				room += n
			}
		}
		if room < f.weigh(q) {
			return false
		}
	}
	return true
}

func (f *filling) weigh(q int) int64 {
	w := int64(0)
	for i, x := range f.own {
		if q>>i&1 != 0 {
			w += x
		}
	}
	return w
}
