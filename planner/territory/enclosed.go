package territory

import (
	"slices"

	"binaan/geo"
)

// complete gives territories by cells, from a place in the plan on, what nobody serves
// and they enclose, as far as the band holds it; and then, as far as there is room, what
// widens a place where a good piece of them hangs by one block. What one takes may close
// a pocket for another, so it goes round until nothing changes.
func (d *design) complete(k *kecamatan, from int) {
	for more := true; more; {
		more = false
		for i := from; i < len(d.plan.Territories); i++ {
			more = d.inBand(d.plan.Territories[i].Figures) && d.round(k, i) || more
		}
	}
}

// round completes territory i; it reports whether it took anything.
func (d *design) round(k *kecamatan, i int) (took bool) {
	before := d.inertia(d.places(d.plan.Territories[i].Blocks))
	for {
		b := d.choicest(i, d.enclosed(i, k.blocks), nil)
		if lobes := d.lobes(i); b < 0 && len(lobes) > 0 {
			b = d.choicest(i, d.free(k.blocks), lobes)
		}
		if b < 0 {
			break
		}
		d.join(i, b)
		took = true
	}
	d.plan.Certificate.Inertia += d.inertia(d.places(d.plan.Territories[i].Blocks)) - before
	return took
}

// join puts a block that nobody has into territory i.
func (d *design) join(i, b int) {
	t := &d.plan.Territories[i]
	d.owner[b] = i
	t.Blocks = append(t.Blocks, d.in.Blocks[b].BlockKey)
	t.Add(d.in.Blocks[b])
}

// choicest is of some blocks that nobody serves the one that brings most a family, of
// those that touch territory i and for which it has room; where lobes are given, of those
// by which one of them would hang on the rest otherwise as well. -1: none.
func (d *design) choicest(i int, of []int, lobes []map[int]bool) int {
	room, best := d.in.Rules.Territory.Upper-d.plan.Territories[i].Eligible, -1
	for _, b := range of {
		x := &d.in.Blocks[b]
		if x.Eligible > room || !slices.ContainsFunc(d.links[b], func(c int) bool { return d.owner[c] == i }) ||
			lobes != nil && !slices.ContainsFunc(lobes, func(lobe map[int]bool) bool { return d.spans(i, b, lobe) }) {
			continue
		}
		if best < 0 || int64(d.value(b))*int64(max(1, d.in.Blocks[best].Eligible)) > int64(d.value(best))*int64(max(1, x.Eligible)) {
			best = b
		}
	}
	return best
}

// spans reports whether block b touches a lobe of territory i and the rest of it, other
// than by the block that the lobe hangs on.
func (d *design) spans(i, b int, lobe map[int]bool) bool {
	in, out := false, false
	for _, c := range d.links[b] {
		in = in || lobe[c]
		_, hinge := lobe[c]
		out = out || d.owner[c] == i && !hinge
	}
	return in && out
}

// lobes are the good pieces of territory i, each at least a tenth of the band's lower
// end, that hang on the larger rest by one block alone: true for the blocks of the piece,
// false for that one.
func (d *design) lobes(i int) (out []map[int]bool) {
	blocks := d.places(d.plan.Territories[i].Blocks)
	for _, hinge := range blocks {
		near := slices.DeleteFunc(slices.Clone(d.links[hinge]), func(c int) bool { return d.owner[c] != i })
		if d.ringed(near) {
			continue // whatever hangs on one of them hangs on all
		}
		for seen := map[int]bool{hinge: true}; len(near) > 0; near = near[1:] {
			if seen[near[0]] {
				continue
			}
			piece := d.beyond(i, near[0], hinge)
			for b := range piece {
				seen[b] = true
			}
			if kk := d.beyondHinge(piece); 10*kk >= d.in.Rules.Territory.Lower && 2*kk <= d.plan.Territories[i].Eligible && len(piece) < len(blocks) {
				out = append(out, piece)
			}
		}
	}
	return out
}

// ringed reports whether some blocks hang together among themselves.
func (d *design) ringed(blocks []int) bool {
	if len(blocks) < 2 {
		return true
	}
	reached := blocks[:1:1]
	for at := 0; at < len(reached); at++ {
		for _, c := range d.links[reached[at]] {
			if slices.Contains(blocks, c) && !slices.Contains(reached, c) {
				reached = append(reached, c)
			}
		}
	}
	return len(reached) == len(blocks)
}

// beyond is what of territory i is reached from a block without the hinge, which is
// marked as such.
func (d *design) beyond(i, from, hinge int) map[int]bool {
	piece := map[int]bool{hinge: false, from: true}
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for _, c := range d.links[queue[0]] {
			if _, seen := piece[c]; !seen && d.owner[c] == i {
				piece[c] = true
				queue = append(queue, c)
			}
		}
	}
	return piece
}

// outline says of every territory by cells whom it encloses and leaves unserved, and how
// many families hang on the rest of it by one block; and whether any encloses what it has
// room for.
func (d *design) outline() {
	in := map[geo.AreaCode]*kecamatan{}
	for _, k := range d.kecamatan {
		in[k.code] = k
	}
	d.plan.Certificate.Closed = true
	for i := range d.plan.Territories {
		t := &d.plan.Territories[i]
		var blocks []int
		if k := in[t.Kecamatan]; k != nil {
			blocks = k.blocks
		}
		inside := d.enclosed(i, blocks)
		for _, b := range inside {
			t.Skipped += d.in.Blocks[b].Eligible
			t.SkippedCash += d.in.Blocks[b].Expected
		}
		if !t.Locked && !t.Merangkap && d.inBand(t.Figures) && d.choicest(i, inside, nil) >= 0 {
			d.plan.Certificate.Closed = false
		}
		for _, lobe := range d.lobes(i) {
			t.Narrow = max(t.Narrow, d.beyondHinge(lobe))
		}
	}
}

// beyondHinge is the eligible KK of a lobe, without the block that it hangs on.
func (d *design) beyondHinge(lobe map[int]bool) (kk int) {
	for b, beyond := range lobe {
		if beyond {
			kk += d.in.Blocks[b].Eligible
		}
	}
	return kk
}

// enclosed are the unserved blocks of some that only territory i could serve: those that
// touch, over other unserved ones, it and nobody else's land, and are too few families
// for a territory of their own.
func (d *design) enclosed(i int, of []int) (out []int) {
	seen := map[int]bool{}
	for _, b := range d.free(of) {
		if seen[b] {
			continue
		}
		seen[b] = true
		pocket, kk, only := []int{b}, 0, true
		for at := 0; at < len(pocket); at++ {
			kk += d.in.Blocks[pocket[at]].Eligible
			for _, c := range d.touching(pocket[at]) {
				switch {
				case d.owner[c] >= 0:
					only = only && d.owner[c] == i
				case !seen[c]:
					seen[c] = true
					pocket = append(pocket, c)
				}
			}
		}
		touched := slices.ContainsFunc(pocket, func(b int) bool {
			return slices.ContainsFunc(d.touching(b), func(c int) bool { return d.owner[c] == i })
		})
		if only && touched && kk < d.in.Rules.Territory.Lower {
			out = append(out, pocket...)
		}
	}
	return out
}

// touching are the blocks that a block is linked to other than across a gap.
func (d *design) touching(b int) []int {
	return slices.DeleteFunc(slices.Clone(d.links[b]), func(c int) bool { return d.gap[[2]int{min(b, c), max(b, c)}] })
}
