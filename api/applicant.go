package api

import (
	"context"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

type addContractInput struct {
	KaderPath
	Body struct {
		Number string      `json:"number" minLength:"1" maxLength:"60"`
		From   planner.Day `json:"from"`
		Until  planner.Day `json:"until" doc:"Included"`
	}
}

type contractOutput struct{ Body data.Contract }

func (s *server) addContract(ctx context.Context, in *addContractInput) (*contractOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	c, err := s.store.AddContract(ctx, b.ID, data.Contract{Kader: in.Kader, Number: in.Body.Number, From: in.Body.From, Until: in.Body.Until}, by(ctx))
	if err != nil {
		return nil, err
	}
	return &contractOutput{c}, nil
}

type candidatesOutput struct {
	Body struct {
		Candidates []data.Applicant `json:"candidates" doc:"Whoever is furthest comes first"`
	}
}

func (s *server) candidates(ctx context.Context, in *BranchPath) (*candidatesOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &candidatesOutput{}
	out.Body.Candidates, err = s.store.Applicants(ctx, b.ID)
	return out, err
}

type addCandidateInput struct {
	BranchPath
	Body struct {
		Name  string `json:"name" minLength:"1" maxLength:"80"`
		Phone string `json:"phone,omitempty" maxLength:"20" pattern:"^(\\+?[0-9 -]*)$"`
		Desa  string `json:"desa" maxLength:"13" doc:"Where they live"`
	}
}

type candidateOutput struct{ Body data.Applicant }

func (s *server) addCandidate(ctx context.Context, in *addCandidateInput) (*candidateOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	c, err := s.store.AddApplicant(ctx, b.ID, data.Applicant{Name: in.Body.Name, Phone: in.Body.Phone, Desa: geo.AreaCode(in.Body.Desa)}, by(ctx))
	if err != nil {
		return nil, err
	}
	return &candidateOutput{c}, nil
}

type moveCandidateInput struct {
	NumberPath
	Body struct {
		Stage data.Stage `json:"stage" enum:"DIUSULKAN,WAWANCARA,DILATIH,DIPILIH,TIDAK_DIPILIH"`
	}
}

func (s *server) moveCandidate(ctx context.Context, in *moveCandidateInput) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.MoveApplicant(ctx, b.ID, in.ID, in.Body.Stage, by(ctx))
}
