package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

type KaderPath struct {
	BranchPath
	Kader planner.KaderID `path:"kader" minimum:"1"`
}

type addAwayInput struct {
	KaderPath
	Body struct {
		First planner.Day       `json:"first"`
		Last  planner.Day       `json:"last" doc:"Included"`
		Why   planner.AwayCause `json:"why" enum:"sakit,cuti,izin,lain"`
	}
}

// addAway notes that a kader is away; the routes concerned are planned anew.
func (s *server) addAway(ctx context.Context, in *addAwayInput) (*kaderOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	switch away := in.Body; {
	case away.Last < away.First || !away.Why.Valid():
		return nil, fmt.Errorf("away from %s to %s: %w", away.First, away.Last, errInput)
	case away.Last < s.today(b):
		return nil, fmt.Errorf("away until %s: %w", away.Last, errPast)
	}
	err = s.store.AddAway(ctx, b.ID, in.Kader, planner.Away{First: in.Body.First, Last: in.Body.Last, Why: in.Body.Why}, by.ID)
	if err != nil {
		return nil, err
	}
	return s.listKader(ctx, &in.BranchPath)
}

type removeAwayInput struct {
	KaderPath
	First string `path:"first" doc:"First day of the absence, YYYY-MM-DD"`
}

// removeAway takes an absence back.
func (s *server) removeAway(ctx context.Context, in *removeAwayInput) (*kaderOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	first, err := s.dayOf(b, in.First)
	if err != nil {
		return nil, err
	}
	if err := s.store.RemoveAway(ctx, b.ID, in.Kader, first, by.ID); err != nil {
		return nil, err
	}
	return s.listKader(ctx, &in.BranchPath)
}

// changing is the branch of a request that changes something, and who asks.
func (s *server) changing(ctx context.Context, in BranchPath) (data.Branch, data.Account, error) {
	by, err := who(ctx)
	if err != nil {
		return data.Branch{}, by, err
	}
	b, err := s.branch(ctx, in)
	return b, by, err
}
