package territory

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// joint joins two blocks: 0 metres where they, or the desa they lie in, touch.
type joint struct {
	a, b int
	gap  geo.Metres
}

// widestGap is how far apart desa that do not touch may lie and still be linked.
func widestGap(rule planner.TerritoryRule) geo.Metres { return geo.Metres(cmp.Or(rule.Gap, 5000)) }

// joinDesa makes the joints of whole desa: blocks that touch; the blocks of a desa
// among each other; those nearest to each other of desa whose areas touch; and links
// across gaps no wider than the rule allows.
func (d *design) joinDesa() {
	d.land = map[geo.AreaCode]planner.Land{}
	for _, l := range d.in.Land {
		d.land[l.Desa] = l
	}
	for _, l := range d.in.Links {
		x, y := d.in.Blocks[l.A], d.in.Blocks[l.B]
		j := joint{a: l.A, b: l.B}
		if l.Gap && x.Desa != y.Desa && !slices.Contains(d.land[x.Desa].Near, y.Desa) {
			j.gap = geo.Metres(math.Round(geo.Distance(x.Centre, y.Centre)))
		}
		if j.gap <= widestGap(d.in.Rules.Territory) {
			d.joints = append(d.joints, j)
		}
	}
	members := map[geo.AreaCode][]int{}
	for b, block := range d.in.Blocks {
		members[block.Desa] = append(members[block.Desa], b)
	}
	for _, desa := range slices.Sorted(maps.Keys(members)) {
		d.joinPieces(members[desa]) // on the map or not
	}
	for _, l := range d.in.Land {
		for _, near := range l.Near {
			if l.Desa < near && near.Kecamatan() == l.Desa.Kecamatan() && members[l.Desa] != nil && members[near] != nil {
				d.joinNearest(members[l.Desa], members[near])
			}
		}
	}
	clear(d.links)
	for _, j := range d.joints {
		d.links[j.a] = append(d.links[j.a], j.b)
		d.links[j.b] = append(d.links[j.b], j.a)
	}
	for _, near := range d.links {
		slices.Sort(near)
	}
}

// joinNearest joins the nearest two of some blocks and others.
func (d *design) joinNearest(some, others []int) {
	a, b := geo.Nearest(d.centres(some), d.centres(others))
	d.joints = append(d.joints, joint{a: some[a], b: others[b]})
}

func (d *design) centres(blocks []int) []geo.Position {
	out := make([]geo.Position, len(blocks))
	for i, b := range blocks {
		out[i] = d.in.Blocks[b].Centre
	}
	return out
}

// joinPieces joins the blocks of a desa that do not hang together, always the piece
// begun to the nearest block of another.
func (d *design) joinPieces(blocks []int) {
	own := map[int]bool{}
	for _, b := range blocks {
		own[b] = true
	}
	first, rest := d.hangs(blocks[0], own)
	for len(rest) > 0 {
		d.joinNearest(first, rest)
		last := d.joints[len(d.joints)-1]
		d.links[last.a], d.links[last.b] = append(d.links[last.a], last.b), append(d.links[last.b], last.a)
		first, rest = d.hangs(blocks[0], own)
	}
}

// hangs parts some blocks into those that hang together with one of them, and the
// others.
func (d *design) hangs(from int, own map[int]bool) (in, out []int) {
	seen := map[int]bool{from: true}
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		in = append(in, queue[0])
		for _, c := range d.links[queue[0]] {
			if own[c] && !seen[c] {
				seen[c] = true
				queue = append(queue, c)
			}
		}
	}
	for b := range own {
		if !seen[b] {
			out = append(out, b)
		}
	}
	slices.Sort(in)
	slices.Sort(out)
	return in, out
}
