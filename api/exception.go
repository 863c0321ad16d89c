package api

import (
	"context"
	"strings"

	"binaan/data"
	"binaan/data/importer"
	"binaan/geo"
	"binaan/planner"
)

type exceptionsOutput struct{ Body data.Exceptions }

// exceptions are counted once a version: files, rulings and what undoes them make one.
func (s *server) exceptions(ctx context.Context, in *BranchPath) (*exceptionsOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	e, err := s.exceptional.of(ctx, b, "", func(ctx context.Context) (data.Exceptions, error) { return s.store.Exceptions(ctx, b.ID) })
	return &exceptionsOutput{e}, err
}

type exceptionRowsInput struct {
	BranchPath
	Kind  string              `path:"kind" enum:"unplaced,outside,pile,excluded"`
	Desa  string              `query:"desa" maxLength:"13"`
	After planner.HouseholdID `query:"after" minimum:"0" doc:"Where the page before ended: its next"`
}

type exceptionRowsOutput struct{ Body data.ExceptionList }

func (s *server) exceptionRows(ctx context.Context, in *exceptionRowsInput) (*exceptionRowsOutput, error) {
	b, reader, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	list, err := s.store.ExceptionRows(ctx, b.ID, data.ExceptionFilter{Kind: in.Kind, Desa: geo.AreaCode(in.Desa), After: in.After}, reader.ID)
	return &exceptionRowsOutput{list}, err
}

type rulingsInput struct {
	BranchPath
	Before int64 `query:"before" minimum:"0" maximum:"2147483647" doc:"Where the page before ended: its next"`
}

type rulingsOutput struct{ Body data.RulingList }

func (s *server) rulings(ctx context.Context, in *rulingsInput) (*rulingsOutput, error) {
	b, reader, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Rulings(ctx, b.ID, in.Before, reader.ID)
	return &rulingsOutput{list}, err
}

type addRulingInput struct {
	BranchPath
	Body struct {
		data.Ruling
		Plan data.PlanID `json:"plan,omitempty" minimum:"0" doc:"Of whose territories the figures are told"`
		Dry  bool        `json:"dry,omitempty" doc:"Tell what would become of them, and do nothing"`
	}
}

type rulingOutput struct{ Body data.RulingEffect }

// addRuling wants a reason for whom nobody is to plan for.
func (s *server) addRuling(ctx context.Context, in *addRulingInput) (*rulingOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	r := in.Body.Ruling
	r.Reason = strings.TrimSpace(r.Reason)
	if r.Kind == data.RuleExclude && !in.Body.Dry && !says(r.Reason) {
		return nil, errNoReason
	}
	effect, err := importer.Rule(ctx, s.store, b, r, in.Body.Plan, in.Body.Dry, by)
	return &rulingOutput{effect}, err
}
