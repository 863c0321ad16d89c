package territory

import (
	"cmp"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/parcel"
)

// Evidence is what a division by whole desa was made and proven from: the kernel's
// problem and its answer, and what they are about. It is not stored; Check holds it to
// the input while a plan is fresh.
type Evidence struct {
	Problem parcel.Problem
	Solved  parcel.Plan
	Blocks  [][]planner.BlockKey // by piece
	Kader   []planner.KaderID    // by agent
	Stays   planner.Rupiah       // what it would be worth if every family kept its kader
}

func (e *estate) evidence(solved parcel.Plan, kader []planner.Kader) Evidence {
	out := Evidence{Problem: e.problem, Solved: solved, Stays: planner.Rupiah(e.stays)}
	for _, blocks := range e.parts {
		var keys []planner.BlockKey
		for _, b := range blocks {
			keys = append(keys, e.d.in.Blocks[b].BlockKey)
		}
		out.Blocks = append(out.Blocks, keys)
	}
	for _, k := range kader {
		out.Kader = append(out.Kader, k.ID)
	}
	return out
}

// blocks counts those that are handed out.
func (e *estate) blocks() (n int) {
	for _, part := range e.parts {
		n += len(part)
	}
	return n
}

// evidence holds what was proven to be about this input and this plan. Whether the
// proofs hold is parcel.Check's question.
func (c *checker) evidence() {
	w := c.plan.Certificate.Whole
	if len(w.Evidence) == 0 {
		return // read from the database
	}
	var worth, most planner.Rupiah
	sets, fewest, seen := 0, 0, map[planner.BlockKey]bool{}
	for _, e := range w.Evidence {
		worth, most = worth+planner.Rupiah(e.Solved.Total)-e.Stays, most+planner.Rupiah(e.Solved.Bound)-e.Stays
		sets, fewest = sets+e.Solved.Listed, fewest+e.Solved.Fewest
		c.pieces(e, seen)
		c.holders(e)
		c.touching(e)
		rule := c.in.Rules.Territory
		if p := e.Problem; p.Lower != int64(rule.Lower) || p.Upper != int64(rule.Upper) || p.Prices.Compact != c.shape() || len(p.Agents) != len(e.Kader) {
			c.wrong("evidence: a band of %d to %d, shape for %d, %d agents", p.Lower, p.Upper, p.Prices.Compact, len(p.Agents))
		}
	}
	if w.Worth != worth || w.Most != most || w.Sets != sets || w.Fewest != fewest {
		c.wrong("certificate: %+v; its evidence comes to %v of at most %v, %d sets, %d split", *w, worth, most, sets, fewest)
	}
	c.allShown(seen)
}

// shape is what 1 KK·km² of inertia takes off the value: a fiftieth of what a family of
// average worth brings.
func (c *checker) shape() int64 {
	kk, sum := 0, planner.Rupiah(0)
	for _, b := range c.in.Blocks {
		kk, sum = kk+b.Eligible, sum+c.value(b)
	}
	return int64(math.Round(max(1000, float64(sum)/float64(max(1, kk))) / served))
}

// pieces adds the blocks of every piece up, and holds units to be of one desa.
func (c *checker) pieces(e Evidence, seen map[planner.BlockKey]bool) {
	desa := map[int]geo.AreaCode{}
	group := map[int]geo.AreaCode{}
	for i, keys := range e.Blocks {
		kk, value := 0, planner.Rupiah(0)
		u := e.Problem.Unit[i]
		for _, key := range keys {
			at, there := c.index[key]
			if !there || seen[key] || cmp.Or(desa[u], key.Desa) != key.Desa {
				c.wrong("evidence: block %s %v is foreign, counted twice or of another desa", key.Desa, key.Cell)
				continue
			}
			seen[key], desa[u] = true, key.Desa
			kk, value = kk+c.in.Blocks[at].Eligible, value+c.value(c.in.Blocks[at])
		}
		g := e.Problem.Group[u]
		if group[g] = cmp.Or(group[g], desa[u].Kecamatan()); group[g] != desa[u].Kecamatan() {
			c.wrong("evidence: %s and %s in one group", group[g], desa[u])
		}
		if e.Problem.Weight[i] != int64(kk) || e.Problem.Value[i] != max(0, int64(value)) {
			c.wrong("evidence: a piece of %s of %d KK and %d, its blocks have %d and %v", desa[u], e.Problem.Weight[i], e.Problem.Value[i], kk, value)
		}
	}
}

// holders holds the kernel's sets to be the kader's territories.
func (c *checker) holders(e Evidence) {
	for a, id := range e.Kader {
		var held []planner.BlockKey
		for i, q := range e.Solved.Part {
			if q == a {
				held = append(held, e.Blocks[i]...)
			}
		}
		at := slices.IndexFunc(c.plan.Territories, func(t Territory) bool { return t.Kader == id && !c.kept(t) })
		if at < 0 && len(held) > 0 || at >= 0 && !slices.Equal(sorted(held), sorted(c.plan.Territories[at].Blocks)) {
			c.wrong("evidence: kader %d holds other blocks in the plan", id)
		}
	}
}

// wholeIn are the desa of which every block is among those.
func (c *checker) wholeIn(blocks map[planner.BlockKey]int) map[geo.AreaCode]bool {
	whole := map[geo.AreaCode]bool{}
	for _, b := range c.in.Blocks {
		_, in := blocks[b.BlockKey]
		if seen, known := whole[b.Desa]; !known || seen {
			whole[b.Desa] = in
		}
	}
	return whole
}

// touching holds the edges between units to what the map and the links say: units of
// desa that touch are joined for nothing, others for nothing only where a link joins
// blocks of theirs that are no further apart than neighbours.
func (c *checker) touching(e Evidence) {
	unit, free := map[planner.BlockKey]int{}, map[[2]geo.AreaCode]bool{}
	desa := map[geo.AreaCode]int{} // a unit of it
	for i, keys := range e.Blocks {
		for _, key := range keys {
			unit[key] = e.Problem.Unit[i]
			desa[key.Desa] = e.Problem.Unit[i]
		}
	}
	whole := c.wholeIn(unit) // what a lock left of a desa need not touch what the desa does
	name := func(piece int) geo.AreaCode { return e.Blocks[piece][0].Desa }
	for _, x := range e.Problem.Edges {
		if a, b := name(x.A), name(x.B); x.Price == 0 && a != b {
			free[[2]geo.AreaCode{min(a, b), max(a, b)}] = true
		}
	}
	said := map[[2]geo.AreaCode]bool{}
	for _, l := range c.in.Land {
		for _, n := range l.Near {
			_, here := desa[l.Desa]
			_, there := desa[n]
			if here && there && n.Kecamatan() == l.Desa.Kecamatan() {
				said[[2]geo.AreaCode{min(l.Desa, n), max(l.Desa, n)}] = true
			}
		}
	}
	for pair := range said {
		if !free[pair] && whole[pair[0]] && whole[pair[1]] {
			c.wrong("evidence: %s and %s touch on the map and are not joined", pair[0], pair[1])
		}
	}
	for _, l := range c.in.Links {
		a, b := c.in.Blocks[l.A].Desa, c.in.Blocks[l.B].Desa
		if !l.Gap || geo.Distance(c.in.Blocks[l.A].Centre, c.in.Blocks[l.B].Centre) < 0.5 {
			said[[2]geo.AreaCode{min(a, b), max(a, b)}] = true
		}
	}
	for pair := range free {
		if !said[pair] {
			c.wrong("evidence: %s and %s are joined for nothing and touch nowhere", pair[0], pair[1])
		}
	}
}

// allShown holds the evidence to hand out all free blocks of a kecamatan, or none.
func (c *checker) allShown(seen map[planner.BlockKey]bool) {
	shown := map[geo.AreaCode]bool{}
	for key := range seen {
		shown[key.Desa.Kecamatan()] = true
	}
	for key := range c.index {
		id := c.owner[key]
		if kept := id != 0 && c.kept(c.plan.Territories[id-1]); shown[key.Desa.Kecamatan()] && kept == seen[key] {
			c.wrong("evidence: block %s %v is handed out and kept, or neither", key.Desa, key.Cell)
		}
	}
}

// mutual holds the map to say of both desa that they touch, where both are on it.
func (c *checker) mutual() {
	near := map[geo.AreaCode][]geo.AreaCode{}
	for _, l := range c.in.Land {
		near[l.Desa] = l.Near
	}
	for _, l := range c.in.Land {
		for _, n := range l.Near {
			if back, there := near[n]; there && !slices.Contains(back, l.Desa) {
				c.wrong("map: %s touches %s, which does not touch it", l.Desa, n)
			}
		}
	}
}
