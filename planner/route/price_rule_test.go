package route

import "binaan/planner"

// Price is what an order of visits comes to, or costs against another.
type Price struct {
	Minutes int            `json:"minutes"` // from now to the end of the last visit
	Late    int            `json:"late"`    // visits that begin after their window has closed
	Worth   planner.Rupiah `json:"worth"`   // of those that do not
}

// Walk is what the visits of an order come to, positions in r.Errands, when they are made
// one after another: who comes too late is visited all the same, and brings nothing.
func (r Rest) Walk(order []int) (p Price) {
	at, row := int(r.Now), 0
	for _, i := range order {
		e := r.Errands[i]
		begin := max(at+r.Rides[row][i], int(e.Open))
		if begin > int(e.Close) {
			p.Late++
		} else {
			p.Worth += e.Worth
		}
		at, row = begin+e.Minutes, i+1
	}
	p.Minutes = at - int(r.Now)
	return p
}

// PriceOf is what a kader's own order costs against another: minutes and late visits
// more, worth less than that; negative where the own order is better. The phone does the
// same (web/src/features/round/price.ts), held to testdata/price.json.
func (r Rest) PriceOf(own, other []int) Price {
	a, b := r.Walk(own), r.Walk(other)
	return Price{Minutes: a.Minutes - b.Minutes, Late: a.Late - b.Late, Worth: b.Worth - a.Worth}
}
