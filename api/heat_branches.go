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
			sums[i] = data.BranchSum{Code: b.Code, Name: b.Name, Kedeputian: b.Kedeputian, AsOf: b.AsOf, Few: b.Households > 0}
		}
	}
	return &branchSumsOutput{BranchSums{sums}}, err
}

type kedeputianInput struct {
	BranchPath
	Body struct {
		Code string `json:"code" pattern:"^([0-9A-Za-z][0-9A-Za-z-]{0,11})?$" doc:"Empty: none looks after it"`
		Name string `json:"name" maxLength:"80" doc:"Of the kedeputian, for all its branches; empty: as it is called already"`
	}
}

func (s *server) setKedeputian(ctx context.Context, in *kedeputianInput) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.SetKedeputian(ctx, b, data.Kedeputian{Code: in.Body.Code, Name: in.Body.Name}, by(ctx))
}
