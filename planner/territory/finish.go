package territory

import (
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// finish adds the plan up.
func (d *design) finish() Plan {
	p := &d.plan
	for i := range p.Territories {
		p.Territories[i].ID = ID(i + 1)
	}
	for b, owner := range d.owner {
		if owner < 0 {
			p.Unserved = append(p.Unserved, d.in.Blocks[b].BlockKey)
			p.UnservedSum.Add(d.in.Blocks[b])
		}
	}
	p.Capacity = d.capacities()
	c := &p.Certificate
	c.Seed = d.o.Seed
	if !d.proven {
		c.Bound = 0
	}
	for i, t := range p.Territories {
		c.Count++
		if d.connected(i) {
			c.Connected++
		}
		c.Expected += t.Expected
		c.Later += t.Later
		c.Value += d.valueAt(t.Blocks)
		if d.in.Rules.Territory.Lower <= t.Eligible && t.Eligible <= d.in.Rules.Territory.Upper {
			c.InBand++
		}
		if k, works := d.kader(t.Kader); works && !t.Merangkap && k.Kecamatan != t.Kecamatan {
			c.Elsewhere++
		}
	}
	d.countMoved()
	d.countDesa()
	d.describe()
	if d.in.grain() == planner.GrainCell {
		d.outline()
	}
	return *p
}

// connected reports whether territory i hangs together: by links, and where
// territories consist of desa, by what lies in one desa or in desa that touch.
func (d *design) connected(i int) bool {
	part := d.places(d.plan.Territories[i].Blocks)
	in := map[geo.AreaCode][]int{}
	if d.in.grain() == planner.GrainDesa {
		for _, b := range part {
			in[d.in.Blocks[b].Desa] = append(in[d.in.Blocks[b].Desa], b)
		}
	}
	seen := map[int]bool{part[0]: true}
	for queue := part[:1:1]; len(queue) > 0; queue = queue[1:] {
		next := [][]int{d.links[queue[0]], in[d.in.Blocks[queue[0]].Desa]}
		for _, near := range d.land[d.in.Blocks[queue[0]].Desa].Near {
			next = append(next, in[near])
		}
		for _, c := range slices.Concat(next...) {
			if d.owner[c] == i && !seen[c] {
				seen[c] = true
				queue = append(queue, c)
			}
		}
	}
	return len(seen) == len(part)
}

// countMoved counts the families whose kader changes, and how many have to: all
// of a kader who left, and what a kader had beyond the band and has no more; and
// where new kader have territories, what they need beside those and beside what
// nobody served.
func (d *design) countMoved() {
	c := &d.plan.Certificate
	had, free := map[planner.KaderID]int{}, 0
	for b, before := range d.before {
		if before == 0 {
			free += d.in.Blocks[b].Eligible
			continue
		}
		had[before] += d.in.Blocks[b].Eligible
		if owner := d.owner[b]; owner < 0 || d.plan.Territories[owner].Kader != before {
			c.Moved += d.in.Blocks[b].Eligible
		}
	}
	for id, n := range had {
		switch _, works := d.kader(id); {
		case d.locked(id):
		case !works:
			c.MovedBound += n
		default:
			c.MovedBound += max(0, n-max(d.in.Rules.Territory.Upper, d.has(id)))
		}
	}
	need := 0
	for _, t := range d.plan.Territories {
		if _, old := had[t.Kader]; !old && t.Kader != 0 && !t.Merangkap && !t.Locked {
			need += min(t.Eligible, d.in.Rules.Territory.Lower)
		}
	}
	c.MovedBound = max(c.MovedBound, need-free, min(d.least, c.Moved))
}

func (d *design) locked(id planner.KaderID) bool {
	return slices.ContainsFunc(d.plan.Territories, func(t Territory) bool { return t.Kader == id && !t.Merangkap && t.Locked })
}

// has is the eligible KK of the kader's territories.
func (d *design) has(id planner.KaderID) int {
	sum := 0
	for _, t := range d.plan.Territories {
		if t.Kader == id {
			sum += t.Eligible
		}
	}
	return sum
}

// countDesa counts the pairs of a desa and a territory with eligible KK of it, and
// how many there have to be: one for every territory, and for every desa as many
// as its families fill of the largest size.
func (d *design) countDesa() {
	type pair struct {
		desa  geo.AreaCode
		owner int
	}
	seen, served := map[pair]bool{}, map[geo.AreaCode]int{}
	for b, owner := range d.owner {
		if kk := d.in.Blocks[b].Eligible; owner >= 0 && kk > 0 {
			seen[pair{d.in.Blocks[b].Desa, owner}] = true
			served[d.in.Blocks[b].Desa] += kk
		}
	}
	largest, peopled := d.in.Rules.Territory.Upper, 0
	for _, t := range d.plan.Territories {
		largest = max(largest, t.Eligible)
		peopled += min(1, t.Eligible)
	}
	least := 0
	for _, kk := range served {
		least += (kk + largest - 1) / largest
	}
	d.plan.Certificate.DesaPairs, d.plan.Certificate.DesaBound = len(seen), max(least, peopled)
}
