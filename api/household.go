package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

type householdsInput struct {
	BranchPath
	Desa      string       `query:"desa" maxLength:"13"`
	Cell      string       `query:"cell" pattern:"^[0-9a-f]*$" maxLength:"16"`
	Plan      data.PlanID  `query:"plan" minimum:"0"`
	Territory territory.ID `query:"territory" minimum:"0"`
	Offset    int          `query:"offset" minimum:"0" maximum:"10000000"`
}

type householdsOutput struct {
	Body struct {
		Households []data.HouseholdRow `json:"households"`
		Total      int                 `json:"total"`
	}
}

func (s *server) households(ctx context.Context, in *householdsInput) (*householdsOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	filter := data.HouseholdFilter{Desa: geo.AreaCode(in.Desa), Plan: in.Plan, Territory: in.Territory, Offset: in.Offset}
	if in.Cell != "" {
		if err := filter.Cell.UnmarshalText([]byte(in.Cell)); err != nil {
			return nil, fmt.Errorf("cell %q: %w", in.Cell, errInput)
		}
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	out := &householdsOutput{}
	out.Body.Households, out.Body.Total, err = s.store.Households(ctx, b.ID, filter, reader.ID)
	return out, err
}

type revealInput struct {
	BranchPath
	ID   planner.HouseholdID `path:"id"`
	Body struct {
		Reason string `json:"reason" minLength:"3" maxLength:"140"`
	}
}

type revealOutput struct{ Body data.Identity }

func (s *server) reveal(ctx context.Context, in *revealInput) (*revealOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	out := &revealOutput{}
	out.Body, err = s.store.Reveal(ctx, b.ID, in.ID, reader.ID, in.Body.Reason)
	return out, err
}
