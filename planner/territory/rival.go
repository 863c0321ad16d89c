package territory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Rival is the solver's plan with the locks of a drawing, to hold the drawing against.
type Rival struct {
	Drawn     Brings         `json:"drawn"`          // of the drawing
	Best      Brings         `json:"best"`           // of the solver's plan
	Proven    bool           `json:"proven"`         // no division by whole desa with as many territories and as few desa divided is worth more
	Most      planner.Rupiah `json:"most,omitempty"` // proven: no division in the band has a greater value; 0: unknown
	InBand    int            `json:"inBand"`         // territories of the solver's plan in the band
	Count     int            `json:"count"`
	Kecamatan []Behind       `json:"kecamatan"` // where the two differ, the drawing's greatest loss first
}

// Behind is by how much a drawing differs from the solver's plan in a kecamatan.
type Behind struct {
	Kecamatan geo.AreaCode `json:"kecamatan"`
	Drawn     Brings       `json:"drawn"`
	Best      Brings       `json:"best"`
}

// Rival divides the branch anew around the locked territories of p, and compares
// what both are expected to bring. in is what the plan was made from; who had a family
// before does not count.
func (p Plan) Rival(ctx context.Context, in Input, o planner.Options) (Rival, error) {
	weights := in.weights()
	weights.Moved = 0
	in.Previous, in.Redraw, in.Kecamatan, in.Weights = p.Territories, true, "", &weights
	best, err := Design(ctx, in, o)
	if err != nil {
		return Rival{}, fmt.Errorf("rival of a drawing: %w", err)
	}
	c := best.Certificate
	r := Rival{Best: Brings{c.Expected, c.Later, c.Value}, Most: c.MostValue, InBand: c.InBand, Count: c.Count, Proven: c.Whole != nil && c.Whole.Proven, Kecamatan: []Behind{}}
	sums := map[geo.AreaCode]*Behind{}
	at := func(code geo.AreaCode) *Behind {
		if sums[code] == nil {
			sums[code] = &Behind{Kecamatan: code}
		}
		return sums[code]
	}
	blocks, by := map[planner.BlockKey]planner.Block{}, in.Rules.Yield.Discount()
	for _, b := range in.Blocks {
		blocks[b.BlockKey] = b
	}
	for _, t := range p.Territories {
		for _, key := range t.Blocks {
			r.Drawn.add(blocks[key], by, 1)
			at(t.Kecamatan).Drawn.add(blocks[key], by, 1)
		}
	}
	for _, t := range best.Territories {
		for _, key := range t.Blocks {
			at(t.Kecamatan).Best.add(blocks[key], by, 1)
		}
	}
	r.rank(sums)
	return r, nil
}

// rank lists the kecamatan in which the two differ.
func (r *Rival) rank(sums map[geo.AreaCode]*Behind) {
	for _, b := range sums {
		if b.Drawn != b.Best {
			r.Kecamatan = append(r.Kecamatan, *b)
		}
	}
	slices.SortFunc(r.Kecamatan, func(a, b Behind) int {
		return cmp.Or(cmp.Compare(b.Best.Value-b.Drawn.Value, a.Best.Value-a.Drawn.Value), cmp.Compare(a.Kecamatan, b.Kecamatan))
	})
}
