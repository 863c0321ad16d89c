package territory

import (
	"cmp"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// describe says of every territory what it consists of and how it lies.
func (d *design) describe() {
	blocks := map[geo.AreaCode]int{}
	for _, b := range d.in.Blocks {
		blocks[b.Desa]++
	}
	moments := d.in.Moments()
	for i := range d.plan.Territories {
		t := &d.plan.Territories[i]
		t.Lie = Lie{Desa: d.parts(t.Blocks, blocks), Gaps: d.gaps(i)}
		sum := Moments{}
		for _, b := range d.places(t.Blocks) {
			sum = sum.Plus(moments[b])
		}
		t.Spread = sum.Spread(t.Eligible)
		if k, ok := d.kader(t.Kader); ok {
			for _, key := range t.Blocks {
				t.Ride = max(t.Ride, geo.Metres(geo.Distance(d.in.Blocks[d.at[key]].Centre, k.Home)))
			}
		}
	}
}

func (d *design) parts(keys []planner.BlockKey, all map[geo.AreaCode]int) (out []Part) {
	have := map[geo.AreaCode]int{}
	for _, key := range keys {
		at := slices.IndexFunc(out, func(p Part) bool { return p.Code == key.Desa })
		if at < 0 {
			at = len(out)
			out = append(out, Part{Code: key.Desa})
		}
		out[at].Eligible += d.in.Blocks[d.at[key]].Eligible
		have[key.Desa]++
	}
	for i := range out {
		out[i].Whole = have[out[i].Code] == all[out[i].Code]
	}
	slices.SortStableFunc(out, func(a, b Part) int { return cmp.Or(cmp.Compare(b.Eligible, a.Eligible), cmp.Compare(a.Code, b.Code)) })
	return out
}

// gaps are the shortest links across gaps by which a territory hangs together, and
// the gaps within its desa.
func (d *design) gaps(i int) (out []Gap) {
	group := map[geo.AreaCode]geo.AreaCode{}
	var find func(a geo.AreaCode) geo.AreaCode
	find = func(a geo.AreaCode) geo.AreaCode {
		if group[a] == "" || group[a] == a {
			return a
		}
		return find(group[a])
	}
	joints := slices.Clone(d.joints)
	slices.SortStableFunc(joints, func(a, b joint) int { return cmp.Compare(a.gap, b.gap) })
	for _, j := range joints {
		if d.owner[j.a] != i || d.owner[j.b] != i {
			continue
		}
		a, b := d.in.Blocks[j.a].Desa, d.in.Blocks[j.b].Desa
		if x, y := find(a), find(b); x != y {
			group[x] = y
			if j.gap > 0 {
				out = append(out, Gap{From: min(a, b), To: max(a, b), Metres: j.gap})
			}
		}
	}
	for _, p := range d.plan.Territories[i].Desa {
		if apart := d.land[p.Code].Apart; p.Whole && apart > 0 {
			out = append(out, Gap{From: p.Code, To: p.Code, Metres: apart})
		}
	}
	return out
}
