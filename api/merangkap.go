package api

import (
	"context"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/territory"
)

type approveInput struct {
	PlanPath
	Body struct {
		Kader planner.KaderID `json:"kader" minimum:"1" doc:"To whom the second territory is proposed"`
		Note  string          `json:"note,omitempty" maxLength:"200" doc:"Number of the letter or reason; required outside the kecamatan of the contract"`
	}
}

// approveMerangkap makes a proposed second territory one of a draft.
func (s *server) approveMerangkap(ctx context.Context, in *approveInput) (*territoryPlanOutput, error) {
	return s.revise(ctx, in.PlanPath, func(b data.Branch, by data.Account) error {
		approval := territory.Approval{By: by.Login, On: s.today(b), Note: in.Body.Note}
		return s.store.ApproveMerangkap(ctx, b.ID, in.ID, in.Body.Kader, approval, by.ID)
	})
}

type withdrawInput struct {
	PlanPath
	Kader planner.KaderID `path:"kader" minimum:"1"`
}

// withdrawMerangkap takes a second territory out of a draft.
func (s *server) withdrawMerangkap(ctx context.Context, in *withdrawInput) (*territoryPlanOutput, error) {
	return s.revise(ctx, in.PlanPath, func(b data.Branch, by data.Account) error {
		return s.store.WithdrawMerangkap(ctx, b.ID, in.ID, in.Kader, by.ID)
	})
}

// revise changes a plan and shows it as it is then.
func (s *server) revise(ctx context.Context, in PlanPath, change func(data.Branch, data.Account) error) (*territoryPlanOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if err := change(b, by); err != nil {
		return nil, err
	}
	detail, err := s.store.TerritoryDetail(ctx, b.ID, in.ID)
	return &territoryPlanOutput{detail}, err
}
