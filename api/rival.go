package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"binaan/planner"
	"binaan/planner/territory"
)

// rivalWithin is how long the solver draws against a drawing; by whole desa it needs
// much less.
const rivalWithin = 20 * time.Second

type rivalOutput struct{ Body territory.Rival }

// rival is the solver's plan around the locks of a drawing, to hold every stroke against.
func (s *server) rival(ctx context.Context, in *PlanPath) (*rivalOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	plan, input, err := s.store.DrawnPlan(ctx, b.ID, in.ID)
	if err != nil {
		return nil, err
	}
	select {
	case asking <- struct{}{}:
		defer func() { <-asking }()
	case <-ctx.Done():
		return nil, fmt.Errorf("rival: %w", ctx.Err())
	}
	limit, stop := context.WithTimeout(ctx, rivalWithin)
	defer stop()
	r, err := input.Rival(limit, plan.Territories, planner.Options{Seed: plan.Certificate.Seed})
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("rival: %w", errTooLong)
	}
	return &rivalOutput{r}, err
}
