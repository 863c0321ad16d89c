package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

type queueRoutesInput struct {
	BranchPath
	Body struct {
		Name    string            `json:"name,omitempty" maxLength:"80"`
		Seed    uint64            `json:"seed,omitempty"`
		Month   string            `json:"month" pattern:"^[0-9]{4}-[0-9]{2}$" example:"2026-12"`
		Only    []planner.KaderID `json:"only,omitempty" maxItems:"1000" doc:"These kader only"`
		Seconds int               `json:"seconds,omitempty" minimum:"0" maximum:"3600" doc:"Time per kader; 0 for the usual"`
	}
}

func (s *server) queueRoutes(ctx context.Context, in *queueRoutesInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	month, err := planner.ParseMonth(in.Body.Month)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, errInput)
	}
	if month.Last() < s.today(b) {
		return nil, fmt.Errorf("routes of %s: %w", month, errPast)
	}
	if _, err := s.store.PlanInForce(ctx, b.ID, s.today(b)); isNotFound(err) {
		return nil, errNoTerritories
	}
	return s.queue(ctx, b, data.RouteKind, data.PlanRequest{
		Name: in.Body.Name, Seed: in.Body.Seed, Month: in.Body.Month, Only: in.Body.Only, Seconds: in.Body.Seconds,
	})
}

type routePlanOutput struct{ Body data.RouteDetail }

func (s *server) routePlan(ctx context.Context, in *PlanPath) (*routePlanOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	detail, err := s.store.RouteDetail(ctx, b.ID, in.ID)
	return &routePlanOutput{detail}, err
}

type monthInput struct {
	BranchPath
	Month string `query:"month" doc:"2026-12; this month by default"`
}

type monthOutput struct {
	Body struct {
		Kader []data.MonthOfKader `json:"kader"`
	}
}

// routeMonth shows the newest month of every kader, whichever plan made it.
func (s *server) routeMonth(ctx context.Context, in *monthInput) (*monthOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	month, err := s.monthOf(b, in.Month)
	if err != nil {
		return nil, err
	}
	out := &monthOutput{}
	out.Body.Kader, err = s.store.RouteMonth(ctx, b.ID, month)
	return out, err
}

// monthOf reads a month; the present one where none is named.
func (s *server) monthOf(b data.Branch, text string) (planner.Month, error) {
	if text == "" {
		return s.today(b).Month(), nil
	}
	month, err := planner.ParseMonth(text)
	if err != nil {
		return month, fmt.Errorf("%w: %w", err, errInput)
	}
	return month, nil
}
