package territory

import (
	"context"
	"slices"

	"binaan/geo"
	"binaan/planner/district"
	"binaan/planner/parcel"
)

// recut divides desa anew, block by block, where that could keep others whole: so that
// the sets of a hint reach the band, each with its share of them. It reports whether
// it found such a division, which then are the pieces of the desa.
func (e *estate) recut(ctx context.Context, hints []parcel.Hint) bool {
	for _, h := range hints {
		if shares := e.share(ctx, h); shares != nil {
			e.replace(h.Divided, shares)
			return true
		}
	}
	return false
}

// share divides the blocks of the hint's units among its sets, the last share nobody's;
// nil where no division was found.
func (e *estate) share(ctx context.Context, h parcel.Hint) [][]int {
	lower, upper := e.d.band()
	p := district.Problem{Lower: lower, Upper: upper, Parts: len(h.Sets)}
	plane := geo.PlaneAt(e.d.in.Blocks[e.parts[0][0]].Centre)
	place := map[int]int{}
	node := func(blocks []int, fixed int) {
		x, y := plane.XY(e.d.in.Blocks[blocks[0]].Centre)
		for _, b := range blocks {
			place[b] = len(p.Weight)
		}
		p.X, p.Y = append(p.X, x), append(p.Y, y)
		p.Weight, p.Fixed = append(p.Weight, e.d.eligible(blocks)), append(p.Fixed, fixed)
	}
	for q, units := range h.Sets {
		for _, u := range units {
			node(e.blocksOfUnit(u), q)
		}
	}
	var loose []int
	for _, u := range h.Divided {
		for _, b := range e.blocksOfUnit(u) {
			loose = append(loose, b)
			node([]int{b}, -1)
		}
	}
	for _, j := range e.d.joints {
		a, inA := place[j.a]
		b, inB := place[j.b]
		if inA && inB && a != b {
			p.Edges = append(p.Edges, [2]int{a, b})
		}
	}
	solved, err := district.Choose(p, district.Options{Seed: e.d.o.Seed, Iterations: 400_000, Stop: func() bool { return ctx.Err() != nil }})
	if err != nil || len(solved.Reasons) > 0 {
		return nil
	}
	shares := make([][]int, len(h.Sets)+1)
	for _, b := range loose {
		q := solved.Part[place[b]]
		if q < 0 {
			q = len(h.Sets)
		}
		shares[q] = append(shares[q], b)
	}
	return shares
}

func (e *estate) blocksOfUnit(u int) (out []int) {
	for piece, of := range e.unit {
		if of == u {
			out = append(out, e.parts[piece]...)
		}
	}
	return out
}

// replace makes the pieces of some units anew: the blocks of each share.
func (e *estate) replace(units []int, shares [][]int) {
	of := map[int]int{}
	for _, u := range units {
		for _, b := range e.blocksOfUnit(u) {
			of[b] = u
		}
	}
	var parts [][]int
	var unit []int
	for piece, blocks := range e.parts {
		if !slices.Contains(units, e.unit[piece]) {
			parts, unit = append(parts, blocks), append(unit, e.unit[piece])
		}
	}
	for _, share := range shares {
		for _, u := range units {
			var piece []int
			for _, b := range share {
				if of[b] == u {
					piece = append(piece, b)
				}
			}
			if len(piece) > 0 {
				parts, unit = append(parts, piece), append(unit, u)
			}
		}
	}
	e.parts, e.unit = parts, unit
	e.measure()
	e.link()
}
