package api

import (
	"context"

	"binaan/data"
)

type branchSumsOutput struct{ Body BranchSums }

// BranchSums are the branches that an account may see, a line for each.
type BranchSums struct {
	Branches []data.BranchSum `json:"branches"`
}

// branchSums shows what the branches granted add up to: no family, no cell of one. One
// with few families has no numbers for those without rights to households.
func (s *server) branchSums(ctx context.Context, _ *struct{}) (*branchSumsOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	ids := []data.BranchID{}
	for _, b := range a.Branches {
		ids = append(ids, b.ID)
	}
	sums, err := s.store.BranchSums(ctx, ids)
	for i, b := range sums {
		if !fine(a) && b.Households < fewHouseholds {
			sums[i] = data.BranchSum{Code: b.Code, Name: b.Name, AsOf: b.AsOf, Few: b.Households > 0}
		}
	}
	return &branchSumsOutput{BranchSums{sums}}, err
}
