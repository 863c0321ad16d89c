package territory

import (
	"context"
	"errors"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/parcel"
)

// WholePrice is what keeping desa whole costs in a kecamatan: at most the difference
// between what no division of cells exceeds and what is expected; and the desa that
// would bring most if it, alone, were divided, of those that the budget sufficed for.
type WholePrice struct {
	Kecamatan geo.AreaCode   `json:"kecamatan"`
	Expected  planner.Rupiah `json:"expected"` // a month, by whole desa
	Cells     planner.Rupiah `json:"cells"`    // no division of cells brings more
	Desa      geo.AreaCode   `json:"desa,omitempty"`
	Gain      planner.Rupiah `json:"gain,omitempty"` // a month, if that desa were divided
}

// weighWhole prices wholeness in a kecamatan that was handed out.
func (e *estate) weighWhole(ctx context.Context, k *kecamatan, solved parcel.Plan) error {
	price := WholePrice{Kecamatan: k.code, Expected: planner.Rupiah(solved.Terms.Value), Cells: k.most}
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
			price.Desa, price.Gain = e.desa[u], gain
		}
	}
	w.Prices = append(w.Prices, price)
	return nil
}

// all reports whether every family is served: then no division brings more.
func (e *estate) all(solved parcel.Plan) bool {
	left := -solved.Terms.Weight
	for _, w := range e.problem.Weight {
		left += w
	}
	return left == 0
}
