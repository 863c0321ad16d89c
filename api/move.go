package api

import (
	"context"

	"binaan/data"
)

type movesOutput struct{ Body data.Moves }

// moves holds counts alone, so nobody's household was read by a person.
func (s *server) moves(ctx context.Context, in *PlanPath) (*movesOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	m, err := s.store.Moves(ctx, b.ID, in.ID, s.today(b))
	return &movesOutput{m}, err
}
