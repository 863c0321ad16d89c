package api

import (
	"context"

	"binaan/data"
	"binaan/planner"
)

type leavingOutput struct{ Body data.Leaving }

// leaving is what travels with the families when a kader goes.
func (s *server) leaving(ctx context.Context, in *KaderPath) (*leavingOutput, error) {
	b, reader, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	l, err := s.store.Leaving(ctx, b.ID, in.Kader, reader.ID)
	return &leavingOutput{l}, err
}

type setStatusInput struct {
	KaderPath
	Body struct {
		Status planner.KaderStatus `json:"status" enum:"aktif,cuti,berhenti"`
		Why    string              `json:"why" minLength:"3" maxLength:"200"`
	}
}

// setStatus says that a kader works, is on hold or has left.
func (s *server) setStatus(ctx context.Context, in *setStatusInput) (*kaderOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if err := s.store.SetStatus(ctx, b.ID, in.Kader, in.Body.Status, in.Body.Why, by.ID); err != nil {
		return nil, err
	}
	return s.listKader(ctx, &in.BranchPath)
}
