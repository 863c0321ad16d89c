package territory

import (
	"context"
	"errors"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/parcel"
)

// WholePrice is what keeping desa whole costs in a kecamatan: at most the difference
// between what no division of cells exceeds and what is expected, both in present
// value; and the desa that would add most to that if it, alone, were divided, of those
// that the budget sufficed for. Plans from before they were made by present value have
// cash in its place.
type WholePrice struct {
	Kecamatan geo.AreaCode   `json:"kecamatan"`
	Brings                   // by whole desa
	Cells     planner.Rupiah `json:"cells"` // no division of cells is worth more
	Desa      geo.AreaCode   `json:"desa,omitempty"`
	Gain      planner.Rupiah `json:"gain,omitempty"`      // in value, if that desa were divided
	GainCash  planner.Rupiah `json:"gainCash,omitempty"`  // cash of a month
	GainLater planner.Rupiah `json:"gainLater,omitempty"` // what comes later
}

// Most is what keeping desa whole costs at most.
func (p WholePrice) Most() planner.Rupiah {
	if p.Value == 0 {
		return p.Cells - p.Expected
	}
	return p.Cells - p.Value
}

// weighWhole prices wholeness in a kecamatan that was handed out.
func (e *estate) weighWhole(ctx context.Context, k *kecamatan, solved parcel.Plan) error {
	price := WholePrice{Kecamatan: k.code, Brings: e.brings(solved), Cells: k.most}
	w := e.d.plan.Certificate.Whole
	if e.all(solved) || len(solved.Split) > 0 {
		w.Prices = append(w.Prices, price)
		return nil
	}
	stop := e.d.stop(ctx, e.blocks()/8) // a small share of the budget for all desa together
	for u := range e.desa {
		if stop() {
			break
		}
		p := e.problem
		p.Apart = []int{u}
		divided, err := parcel.Solve(p, parcel.Options{Split: -1, Stop: stop})
		if err != nil {
			return errors.Join(err, planner.ErrInput)
		}
		if gain := planner.Rupiah(divided.Terms.Value - solved.Terms.Value); divided.Total > solved.Total && gain > price.Gain {
			more := e.brings(divided)
			price.Desa, price.Gain, price.GainCash, price.GainLater = e.desa[u], gain, more.Expected-price.Expected, more.Later-price.Later
		}
	}
	w.Prices = append(w.Prices, price)
	return nil
}

// brings adds up what the kader of a division serve.
func (e *estate) brings(solved parcel.Plan) (out Brings) {
	for piece, agent := range solved.Part {
		if agent < 0 {
			continue
		}
		for _, b := range e.parts[piece] {
			out.add(e.d.in.Blocks[b], e.d.discount, 1)
		}
	}
	return out
}

// all reports whether every family is served: then no division brings more.
func (e *estate) all(solved parcel.Plan) bool {
	left := -solved.Terms.Weight
	for _, w := range e.problem.Weight {
		left += w
	}
	return left == 0
}
