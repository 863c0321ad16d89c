package api

import (
	"context"
	"errors"
	"fmt"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/territory"
)

// ProposalQuestion asks what could be made of a draft; exactly one part is there.
type ProposalQuestion struct {
	GiveBack []territory.Change `json:"giveBack,omitempty" maxItems:"20000" doc:"A stroke: what its receiver gives back, so that both stay in the band and hang together"`
	Cut      *territory.Knife   `json:"cut,omitempty" doc:"A rough line that parts a territory along its desa"`
	Solve    *territory.Wish    `json:"solve,omitempty" doc:"How the solver goes on from the drawing"`
}

var errProposal = errors.New("a proposal is one of giveBack, cut and solve")

type proposalInput struct {
	PlanPath
	Body ProposalQuestion
}

type proposalOutput struct{ Body data.Proposal }

// propose works a proposal out and stores nothing; what of it is accepted is drawn as
// a stroke. It ends with the request.
func (s *server) propose(ctx context.Context, in *proposalInput) (*proposalOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	var p data.Proposal
	switch q := in.Body; {
	case len(q.GiveBack) > 0 && q.Cut == nil && q.Solve == nil:
		p, err = s.store.GiveBack(ctx, b.ID, in.ID, q.GiveBack, s.today(b))
	case len(q.GiveBack) == 0 && q.Cut != nil && q.Solve == nil:
		p, err = s.store.Cut(ctx, b.ID, in.ID, *q.Cut, s.today(b))
	case len(q.GiveBack) == 0 && q.Cut == nil && q.Solve != nil:
		p, err = s.solve(ctx, b, in.ID, *q.Solve)
	default:
		err = errProposal
	}
	return &proposalOutput{p}, err
}

// solve asks the solver, which takes a processor.
func (s *server) solve(ctx context.Context, b data.Branch, id data.PlanID, wish territory.Wish) (p data.Proposal, err error) {
	plan, input, err := s.store.DrawnPlan(ctx, b.ID, id)
	if err != nil {
		return p, err
	}
	select {
	case asking <- struct{}{}:
		defer func() { <-asking }()
	case <-ctx.Done():
		return p, fmt.Errorf("proposal: %w", ctx.Err())
	}
	limit, stop := context.WithTimeout(ctx, mostAsking)
	defer stop()
	p.Proposal, err = input.Propose(limit, plan.Territories, wish, planner.Options{Seed: plan.Certificate.Seed})
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("proposal: %w", errTooLong)
	}
	if err != nil {
		return p, err
	}
	p.Moves, err = s.store.Passing(ctx, b.ID, p.Changes, s.today(b))
	return p, err
}
