package api

import (
	"context"

	"binaan/data"
)

type uncoveredOutput struct {
	Body struct {
		Desa []data.Uncovered `json:"desa"`
	}
}

// uncovered lists what a plan leaves without kader, by desa.
func (s *server) uncovered(ctx context.Context, in *PlanPath) (*uncoveredOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	out := &uncoveredOutput{}
	out.Body.Desa, err = s.store.Uncovered(ctx, b.ID, in.ID)
	return out, err
}
