package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

type signsInput struct {
	BranchPath
	Day string `query:"day" doc:"YYYY-MM-DD; today by default"`
}

type signsOutput struct {
	Body struct {
		Day    planner.Day        `json:"day"`
		Visits []data.SignedVisit `json:"visits"`
	}
}

// signs are a day's visits of the branch that a supervisor may want to ask about.
func (s *server) signs(ctx context.Context, in *signsInput) (*signsOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return s.signsOf(ctx, b, 0, in.Day)
}

type ownSignsInput struct {
	Day string `query:"day" doc:"YYYY-MM-DD; today by default"`
}

// ownSigns are a kader's own.
func (s *server) ownSigns(ctx context.Context, in *ownSignsInput) (*signsOutput, error) {
	b, kader, err := ownKader(ctx)
	if err != nil {
		return nil, err
	}
	return s.signsOf(ctx, b, kader, in.Day)
}

func (s *server) signsOf(ctx context.Context, b data.Branch, kader planner.KaderID, text string) (*signsOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	day := s.today(b)
	if text != "" {
		if day, err = planner.ParseDay(text); err != nil {
			return nil, fmt.Errorf("%w: %w", errInput, err)
		}
	}
	out := &signsOutput{}
	out.Body.Day = day
	out.Body.Visits, err = s.store.SignedVisits(ctx, b, kader, day, a.ID)
	return out, err
}

type replyInput struct {
	Event string `path:"event" format:"uuid"`
	Body  struct {
		Said string `json:"said" minLength:"5" maxLength:"280"`
	}
}

// replyToSigns keeps what a kader says of an own visit.
func (s *server) replyToSigns(ctx context.Context, in *replyInput) (*struct{}, error) {
	b, kader, err := ownKader(ctx)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	return nil, s.store.ReplyToSigns(ctx, b.ID, kader, planner.EventID(in.Event), in.Body.Said, a.ID)
}

// ownKader is the kader that the session speaks for, and the branch.
func ownKader(ctx context.Context) (b data.Branch, kader planner.KaderID, err error) {
	a, err := who(ctx)
	if err != nil {
		return b, 0, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return b, 0, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	return a.Branches[0], *a.Kader, nil
}
