package api

import (
	"context"

	"binaan/data"
	"binaan/planner"
)

type leftInput struct {
	BranchPath
	Kader planner.KaderID `query:"kader" required:"true" minimum:"1"`
	Month string          `query:"month" doc:"2026-12; this month by default"`
}

type leftOutput struct{ Body data.LeftOut }

func (s *server) leftOut(ctx context.Context, in *leftInput) (*leftOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	month, err := s.monthOf(b, in.Month)
	if err != nil {
		return nil, err
	}
	out, err := s.store.LeftOut(ctx, b.ID, in.Kader, month, reader.ID)
	return &leftOutput{out}, err
}
