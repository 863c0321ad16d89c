package territory

import (
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// grain holds territories to whole desa where the plan says that they consist of
// such: a desa lies in one place unless the certificate names it as divided, or a
// territory that was kept holds some of it; and no territory encloses families whom
// nobody serves, who could belong to it, and to no other.
func (c *checker) grain() {
	cert := c.plan.Certificate
	if cert.Grain != planner.GrainDesa {
		return
	}
	if cert.Whole == nil || cert.Whole.Most < cert.Whole.Worth || cert.Whole.Proven && (cert.Whole.Most != cert.Whole.Worth || cert.Whole.Fewest != len(cert.Whole.Split)) {
		c.wrong("certificate: what was proven of whole desa: %+v", cert.Whole)
		return
	}
	places, excused := map[geo.AreaCode][]ID{}, map[geo.AreaCode]bool{}
	for _, desa := range slices.Concat(cert.Whole.Split, cert.Whole.Above) {
		excused[desa] = true
	}
	for key, id := range c.owner {
		if !slices.Contains(places[key.Desa], id) {
			places[key.Desa] = append(places[key.Desa], id)
		}
		if id != 0 && c.kept(c.plan.Territories[id-1]) {
			excused[key.Desa] = true
		}
	}
	for desa, ids := range places {
		if len(ids) > 1 && !excused[desa] && (c.in.Kecamatan == "" || desa.Kecamatan() == c.in.Kecamatan) {
			c.wrong("desa %s lies in %d places and nothing says why", desa, len(ids))
		}
	}
	c.enclosed(places)
	c.mutual()
	c.evidence()
}

// enclosed looks for desa that nobody serves in the hole of one territory.
func (c *checker) enclosed(places map[geo.AreaCode][]ID) {
	near, inside := map[geo.AreaCode][]geo.AreaCode{}, map[geo.AreaCode]bool{}
	for _, l := range c.in.Land {
		inside[l.Desa] = l.Inside
		for _, n := range l.Near {
			if n.Kecamatan() == l.Desa.Kecamatan() {
				near[l.Desa] = append(near[l.Desa], n)
			}
		}
	}
	eligible := map[geo.AreaCode]int{}
	for _, b := range c.in.Blocks {
		eligible[b.Desa] += b.Eligible
	}
	for desa, ids := range places {
		if !inside[desa] || !slices.Equal(ids, []ID{0}) {
			continue
		}
		hole, around, edge := []geo.AreaCode{desa}, []ID{}, false
		for at := 0; at < len(hole); at++ {
			edge = edge || !inside[hole[at]]
			for _, n := range near[hole[at]] {
				for _, id := range places[n] {
					switch {
					case id == 0 && !slices.Contains(hole, n):
						hole = append(hole, n)
					case id != 0 && !slices.Contains(around, id):
						around = append(around, id)
					}
				}
			}
		}
		sum := 0
		for _, h := range hole {
			sum += eligible[h]
		}
		if edge || len(around) != 1 || sum >= c.in.Rules.Territory.Lower {
			continue
		}
		t := c.plan.Territories[around[0]-1]
		beside := slices.ContainsFunc(near[desa], func(n geo.AreaCode) bool { return slices.Contains(places[n], t.ID) })
		if beside && !c.kept(t) && t.Eligible+eligible[desa] <= c.in.Rules.Territory.Upper {
			c.wrong("territory %d encloses desa %s, which could belong to it", t.ID, desa)
		}
	}
}

// tooWide reports whether a link joins desa across a wider gap than the rule allows.
func (c *checker) tooWide(l planner.Link) bool {
	x, y := c.in.Blocks[l.A], c.in.Blocks[l.B]
	return c.plan.Certificate.Grain == planner.GrainDesa && l.Gap && x.Desa != y.Desa &&
		geo.Metres(geo.Distance(x.Centre, y.Centre)) > widestGap(c.in.Rules.Territory)
}

// spreadByDesa gives the blocks of a desa, and of desa whose areas touch, the lowest
// of their labels, where territories consist of desa.
func (c *checker) spreadByDesa(label map[int]int) (changed bool) {
	if c.plan.Certificate.Grain != planner.GrainDesa {
		return false
	}
	least := map[geo.AreaCode]int{}
	for b, n := range label {
		desa := c.in.Blocks[b].Desa
		if old, known := least[desa]; !known || n < old {
			least[desa] = n
		}
	}
	for _, l := range c.in.Land {
		n, here := least[l.Desa]
		for _, code := range l.Near {
			if m, there := least[code]; here && there && m < n {
				n = m
			}
		}
		if here {
			least[l.Desa] = n
		}
	}
	for b, n := range label {
		if m := least[c.in.Blocks[b].Desa]; m < n {
			label[b], changed = m, true
		}
	}
	return changed
}
