package api

import (
	"context"

	"binaan/data"
	"binaan/planner"
)

type handoverInput struct {
	PlanPath
	From planner.KaderID `query:"from" minimum:"0"`
	To   planner.KaderID `query:"to" minimum:"0"`
}

type handoverOutput struct {
	Cache string `header:"Cache-Control"`
	Body  data.Handover
}

// handover is read by a person, who may print it; no browser keeps it.
func (s *server) handover(ctx context.Context, in *handoverInput) (*handoverOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	h, err := s.store.Handover(ctx, b.ID, in.ID, in.From, in.To, s.today(b), reader.ID)
	return &handoverOutput{"no-store", h}, err
}
