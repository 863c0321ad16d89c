package parcel

import (
	"cmp"
	"math"
	"slices"
)

// estate is a number of groups that have to be handed out together, since some
// agents may serve any of them; most often one group.
type estate struct {
	p       *Problem
	regions []*region
	classes []class
	members []int // classes concerned

	pool   [][]holding // by region: the sets known
	listed []bool      // by region: they are all, or all that the screen lets through
	walked []bool      // by region: a walk over all sets comes to its end
	screen *Screen     // nil: none
	known  []map[set]bool
	pay    [][][]int64 // by region, class, holding
	charts map[int]*chart
	vast   []bool      // by region: walks do not come to their end
	hasty  bool        // charts are not asked for
	unseen [][]float64 // by region, class: what a set that is not known may gain; infinite where nothing says
	rows   []int       // by region: its first row; classes come before
	height int

	each, every int64 // reward of a set, and of a unit of weight in it
	active      []choice
	isActive    map[choice]bool
	stop        func() bool
}

// choice is a set for an agent of a class.
type choice struct{ region, class, at int }

// Limits: sets listed in a region, and new sets that one round of prices finds.
const (
	listAtMost  = 150_000
	findAtMost  = 400
	offersARow  = 8
	roundsAMost = 400
)

func newEstate(p *Problem, regions []*region, classes []class, members []int, o Options) *estate {
	e := &estate{p: p, regions: regions, classes: classes, members: members, isActive: map[choice]bool{}, stop: o.Stop}
	e.height = len(classes)
	for _, g := range regions {
		list, all, walked := g.list(cmp.Or(o.List, listAtMost), o.Stop)
		e.listed, e.walked, e.vast = append(e.listed, all), append(e.walked, walked), append(e.vast, false)
		e.pool, e.known = append(e.pool, nil), append(e.known, map[set]bool{})
		e.pay, e.unseen = append(e.pay, make([][]int64, len(classes))), append(e.unseen, make([]float64, len(classes)))
		e.rows = append(e.rows, e.height)
		e.height += len(g.pieces)
		for _, h := range list {
			e.learn(len(e.pool)-1, h)
		}
		if !all {
			e.seed(len(e.pool) - 1)
		}
	}
	e.reward()
	return e
}

// learn adds a set to those known.
func (e *estate) learn(r int, h holding) {
	if !e.listed[r] {
		if e.known[r][h.in] {
			return
		}
		e.known[r][h.in] = true
	}
	e.pool[r] = append(e.pool[r], h)
	for _, c := range e.members {
		if price := e.regions[r].price[c]; price != nil {
			sum := int64(0)
			h.in.each(func(i int) { sum += price[i] })
			e.pay[r][c] = append(e.pay[r][c], sum)
		}
	}
}

// reward makes a set for one more agent, and in a cover one more unit of weight in
// sets, count more than all that value and prices can differ by.
func (e *estate) reward() {
	agents, range_ := int64(0), int64(1)
	for _, c := range e.members {
		agents += int64(len(e.classes[c].agents))
	}
	for _, g := range e.regions {
		all, value, paid := sums{}, int64(0), int64(0)
		for i := range g.pieces {
			all = all.plus(g.sum[i])
			value += max(0, g.value[i])
		}
		for _, price := range g.price {
			dear := int64(0)
			for _, x := range price {
				dear += max(x, -x)
			}
			paid = max(paid, dear)
		}
		for _, l := range g.links {
			paid += l.price
		}
		uneven := max(g.p.Prices.even(g.group, 0), g.p.Prices.even(g.group, min(value, g.richest())))
		range_ += value + min(agents, int64(len(g.pieces)))*(g.p.Prices.compact(all)+uneven+paid)
	}
	e.each = 2 * range_
	if e.p.Cover {
		e.every = e.each * (agents + 1)
	}
}

// richest is a value that no set in the band exceeds.
func (g *region) richest() int64 {
	most, free := 0.0, int64(0)
	for i, v := range g.value {
		if w := g.sum[i].w; w > 0 {
			most = max(most, float64(v)/float64(w))
		} else {
			free += max(0, v)
		}
	}
	return free + int64(math.Ceil(most*float64(g.p.Upper)))
}

// gain is what a choice adds to the score.
func (e *estate) gain(c choice) int64 {
	h := &e.pool[c.region][c.at]
	return h.worth - e.pay[c.region][c.class][c.at] + e.each + e.every*h.weight
}

// Prices of agents and nodes, in 2^-shift of a unit of value.
type rates struct {
	shift uint
	class []int64
	node  [][]int64 // by region
}

// relaxed is what the linear programme of a case comes to.
type relaxed struct {
	rates
	dual   []float64
	bound  int64 // no division of the case scores more
	sure   bool  // whether that is proven: all sets were looked at, or bounded
	shares []share
}

type share struct {
	choice
	by float64
}

// relax solves the linear programme over all sets that a case allows.
func (e *estate) relax(forks []Fork, ransom int64) relaxed {
	lp := newSimplex(e.limits())
	var place []choice
	put := func(c choice) {
		place = append(place, c)
		lp.add(e.column(c, forks, ransom))
	}
	for _, c := range e.active {
		if allows(forks, e, c) {
			put(c)
		}
	}
	slack := 0.01
	var best relaxed // of regions that are not listed: the lowest bound so far
	for round := 0; ; round++ {
		lp.solve(slack, e.stop)
		fresh, looked := e.offers(lp.dual, forks, ransom, slack)
		last := len(fresh) == 0 || round > roundsAMost || e.stop()
		if looked && !e.blind() || last {
			out := relaxed{dual: slices.Clone(lp.dual), rates: e.fix(lp.dual, ransom*int64(1+len(forks))), sure: looked && !e.blind() || e.complete()}
			out.bound = e.bound(&out.rates, forks, ransom)
			if !best.sure || out.sure && out.bound < best.bound {
				best = out
			}
		}
		if last {
			out := best
			lp.shares(func(k int, by float64) { out.shares = append(out.shares, share{place[k], by}) })
			slices.SortStableFunc(out.shares, func(a, b share) int { return cmp.Compare(b.by, a.by) })
			return out
		}
		for _, c := range fresh {
			if !e.isActive[c] {
				e.isActive[c] = true
				e.active = append(e.active, c)
				put(c)
			}
		}
	}
}

// blind reports whether nothing says what some sets that are not known may gain.
func (e *estate) blind() bool {
	for r, g := range e.regions {
		for _, c := range e.members {
			if !e.listed[r] && g.price[c] != nil && math.IsInf(e.unseen[r][c], 1) {
				return true
			}
		}
	}
	return false
}

// complete reports whether all sets of all regions are known.
func (e *estate) complete() bool { return !slices.Contains(e.listed, false) }

func (e *estate) limits() []float64 {
	limit := slices.Repeat([]float64{1}, e.height)
	for c := range e.classes {
		limit[c] = 0
	}
	for _, c := range e.members {
		limit[c] = float64(len(e.classes[c].agents))
	}
	return limit
}

func (e *estate) column(c choice, forks []Fork, ransom int64) column {
	rows := []int32{int32(c.class)}
	e.pool[c.region][c.at].in.each(func(i int) { rows = append(rows, int32(e.rows[c.region]+i)) })
	return column{gain: float64(e.gain(c) + e.ransom(c, forks, ransom)), rows: rows}
}

// offers are known sets, and where not all are known new ones, that gain at the
// prices of the rows, the best of each region and class; looked: all sets were looked
// at, and what is not known now gains no more than unseen says.
func (e *estate) offers(dual []float64, forks []Fork, ransom int64, slack float64) (out []choice, looked bool) {
	if out = e.promising(dual, forks, ransom, slack); len(out) > 0 || len(forks) > 0 || e.complete() {
		return out, len(out) == 0
	}
	for r := range e.regions {
		if !e.listed[r] {
			e.find(r, dual, slack)
		}
	}
	return e.promising(dual, forks, ransom, slack), true
}

// promising are known sets that gain, the best of each region and class.
func (e *estate) promising(dual []float64, forks []Fork, ransom int64, slack float64) (out []choice) {
	for r := range e.regions {
		for _, c := range e.members {
			if e.pay[r][c] != nil {
				out = append(out, e.best(r, c, dual, forks, ransom, slack)...)
			}
		}
	}
	return out
}

// best are the choices of a region and class that gain most.
func (e *estate) best(r, c int, dual []float64, forks []Fork, ransom int64, slack float64) []choice {
	type offer struct {
		at   int
		gain float64
	}
	var top []offer
	price := dual[e.rows[r]:]
	for at := range e.pool[r] {
		k := choice{r, c, at}
		g := float64(e.gain(k)) - dual[c]
		for w, word := range e.pool[r][at].in {
			for ; word != 0; word &= word - 1 {
				g -= price[w<<6+trailing(word)]
			}
		}
		if len(forks) > 0 {
			g += float64(e.ransom(k, forks, ransom))
		}
		if g <= slack || len(top) == offersARow && g <= top[len(top)-1].gain || e.isActive[k] || !allows(forks, e, k) {
			continue
		}
		if len(top) < offersARow {
			top = append(top, offer{})
		}
		i := len(top) - 1
		for ; i > 0 && top[i-1].gain < g; i-- {
			top[i] = top[i-1]
		}
		top[i] = offer{at, g}
	}
	out := make([]choice, len(top))
	for i, o := range top {
		out[i] = choice{r, c, o.at}
	}
	return out
}

// fix rounds duals to whole prices, so fine that all sums still fit.
func (e *estate) fix(dual []float64, reach int64) rates {
	total := 0.0
	for r, l := range e.limits() {
		total += math.Abs(dual[r]) * l
	}
	total += float64(reach) + float64(e.each) + float64(e.every)*float64(e.p.Upper)
	out := rates{shift: 16, class: make([]int64, len(e.classes))}
	for ; out.shift > 0 && total*float64(int64(1)<<out.shift) > 1<<60; out.shift-- {
	}
	scale := float64(int64(1) << out.shift)
	whole := func(r int) int64 { return max(0, int64(math.Round(dual[r]*scale))) }
	for c := range e.classes {
		out.class[c] = whole(c)
	}
	for r, g := range e.regions {
		out.node = append(out.node, make([]int64, len(g.pieces)))
		for i := range g.pieces {
			out.node[r][i] = whole(e.rows[r] + i)
		}
	}
	return out
}

// bound raises the prices of classes until no set that the case allows gains, and
// adds all prices up: no division scores more.
func (e *estate) bound(rate *rates, forks []Fork, ransom int64) int64 {
	rise := make([]int64, len(e.classes))
	for r := range e.regions {
		for _, c := range e.members {
			if e.pay[r][c] == nil {
				continue
			}
			for at := range e.pool[r] {
				k := choice{r, c, at}
				g := (e.gain(k)+e.ransom(k, forks, ransom))<<rate.shift - rate.class[c]
				for w, word := range e.pool[r][at].in {
					for ; word != 0; word &= word - 1 {
						g -= rate.node[r][w<<6+trailing(word)]
					}
				}
				if g > rise[c] && allows(forks, e, k) {
					rise[c] = g
				}
			}
		}
		if !e.listed[r] && !e.blind() { // what the walk left out gains less than the least that counts, and rounding
			for _, c := range e.members {
				rounding := int64(1+len(e.regions[r].pieces)) << rate.shift / 50
				rise[c] = max(rise[c], rounding+int64(math.Ceil(e.unseen[r][c]*float64(int64(1)<<rate.shift))))
			}
		}
	}
	sum := int64(0)
	for _, c := range e.members {
		rate.class[c] += rise[c]
		sum += int64(len(e.classes[c].agents)) * rate.class[c]
	}
	for _, prices := range rate.node {
		for _, x := range prices {
			sum += x
		}
	}
	return sum>>rate.shift - ransom*int64(ransomed(forks))
}
