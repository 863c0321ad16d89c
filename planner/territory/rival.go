package territory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Rival is the solver's plan around what a drawing may not change, to hold the drawing
// against. No stroke changes it: it is asked for anew when a lock or the branch does.
type Rival struct {
	Best      Brings         `json:"best"`
	Proven    bool           `json:"proven"`         // no division by whole desa with as many territories and as few desa divided is worth more
	Most      planner.Rupiah `json:"most,omitempty"` // proven: no division in the band has a greater value; 0: unknown
	InBand    int            `json:"inBand"`         // territories in the band
	Count     int            `json:"count"`
	Kecamatan []BestOf       `json:"kecamatan"` // all with a territory, by their codes
}

// BestOf is what the solver's territories in a kecamatan are expected to bring.
type BestOf struct {
	Kecamatan geo.AreaCode `json:"kecamatan"`
	Best      Brings       `json:"best"`
}

// Rival divides the branch anew around the locked and the second territories among
// drawn. Who has a family now does not count.
func (in Input) Rival(ctx context.Context, drawn []Territory, o planner.Options) (Rival, error) {
	weights := in.weights()
	weights.Moved = 0
	in.Previous = slices.DeleteFunc(slices.Clone(drawn), func(t Territory) bool { return !t.Locked && !t.Merangkap })
	in.Redraw, in.Kecamatan, in.Weights = true, "", &weights
	best, err := Design(ctx, in, o)
	if err != nil {
		return Rival{}, fmt.Errorf("rival of a drawing: %w", err)
	}
	c := best.Certificate
	return Rival{
		Best: Brings{c.Expected, c.Later, c.Value}, Most: c.MostValue, InBand: c.InBand, Count: c.Count,
		Proven: c.Whole != nil && c.Whole.Proven, Kecamatan: in.bestOf(best.Territories),
	}, nil
}

// bestOf adds up territories by the kecamatan in which their blocks lie.
func (in Input) bestOf(territories []Territory) []BestOf {
	blocks, by := make(map[planner.BlockKey]planner.Block, len(in.Blocks)), in.Rules.Yield.Discount()
	for _, b := range in.Blocks {
		blocks[b.BlockKey] = b
	}
	sums := map[geo.AreaCode]*Brings{}
	for _, t := range territories {
		for _, key := range t.Blocks {
			code := key.Desa.Kecamatan()
			if sums[code] == nil {
				sums[code] = &Brings{}
			}
			sums[code].add(blocks[key], by, 1)
		}
	}
	out := make([]BestOf, 0, len(sums))
	for code, sum := range sums {
		out = append(out, BestOf{code, *sum})
	}
	slices.SortFunc(out, func(a, b BestOf) int { return cmp.Compare(a.Kecamatan, b.Kecamatan) })
	return out
}
