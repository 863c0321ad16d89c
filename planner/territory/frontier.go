package territory

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"binaan/planner"
)

// Compromise is one way to go on from the territories in force: fewer families
// moved, or more even and compact territories.
type Compromise struct {
	Stay       float64        `json:"stay"`       // weight of a KK that changes its kader; 0: drawn anew
	Moved      int            `json:"moved"`      // KK
	MovedBound int            `json:"movedBound"` // the least possible
	InBand     int            `json:"inBand"`
	Count      int            `json:"count"`
	Widest     float64        `json:"widest"`   // how far the territory furthest from the target is off, as a share of it
	Inertia    float64        `json:"inertia"`  // KK·km²
	Expected   planner.Rupiah `json:"expected"` // cash of a month
	Later      planner.Rupiah `json:"later"`    // what that month's visits set going beside it
}

// frontierStays are the weights tried, beside drawing anew.
var frontierStays = []float64{100, 20, 4, 1}

// Frontier is what moving more families would gain: the branch adapted with less
// and less weight on staying, and drawn anew, by the KK moved.
func (in Input) Frontier(ctx context.Context, o planner.Options) ([]Compromise, error) {
	var out []Compromise
	for k, stay := range append(slices.Clone(frontierStays), 0) {
		next, weights := in, in.weights()
		next.Redraw = stay == 0
		if !next.Redraw {
			weights.Stay = stay
		}
		next.Weights = &weights
		plan, err := Design(ctx, next, o.Part(k, len(frontierStays)+1))
		if err != nil {
			return nil, fmt.Errorf("frontier: %w", err)
		}
		out = append(out, plan.compromise(in.Rules.Territory, stay))
	}
	slices.SortStableFunc(out, func(a, b Compromise) int { return cmp.Compare(a.Moved, b.Moved) })
	return out, nil
}

func (p *Plan) compromise(rule planner.TerritoryRule, stay float64) Compromise {
	c := p.Certificate
	widest := 0.0
	for _, t := range p.Territories {
		widest = max(widest, math.Abs(float64(t.Eligible)/float64(rule.Target)-1))
	}
	return Compromise{Stay: stay, Moved: c.Moved, MovedBound: c.MovedBound, InBand: c.InBand, Count: c.Count, Widest: widest, Inertia: c.Inertia, Expected: c.Expected, Later: c.Later}
}
