package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

type crewInput struct {
	BranchPath
	Day string `query:"day" doc:"YYYY-MM-DD; today by default"`
}

type crewOutput struct {
	Cache string `header:"Cache-Control"`
	Body  data.Crew
}

// crew is how a supervisor's kader are getting on with a day. The phone keeps it itself;
// no cache does.
func (s *server) crew(ctx context.Context, in *crewInput) (*crewOutput, error) {
	b, a, err := s.leading(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	day := s.today(b)
	if in.Day != "" {
		if day, err = planner.ParseDay(in.Day); err != nil {
			return nil, fmt.Errorf("%w: %w", errInput, err)
		}
	}
	c, err := s.store.Crew(ctx, b, a, day)
	return &crewOutput{"no-store", c}, err
}

func (s *server) leading(ctx context.Context, in BranchPath) (b data.Branch, a data.Account, err error) {
	if b, err = s.branch(ctx, in); err != nil {
		return b, a, err
	}
	a, err = who(ctx)
	return b, a, err
}

// KaderDayPath is a day of a kader.
type KaderDayPath struct {
	KaderPath
	Day string `path:"day" doc:"YYYY-MM-DD"`
}

type handOverInput struct {
	KaderDayPath
	Body struct {
		To planner.KaderID `json:"to" minimum:"1" doc:"Who makes the visits"`
	}
}

// mostAhead is how many days ahead a route is handed over: what phones see.
const mostAhead = 6

// handOverRoute gives what is left of a kader's day to another.
func (s *server) handOverRoute(ctx context.Context, in *handOverInput) (*crewOutput, error) {
	b, a, err := s.leading(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	day, err := s.dayOf(b, in.Day)
	if err != nil {
		return nil, err
	}
	switch today := s.today(b); {
	case day < today:
		return nil, fmt.Errorf("hand over %s: %w", day, errPast)
	case day > today+mostAhead:
		return nil, fmt.Errorf("hand over %s: %w", day, errNotYet)
	}
	if err := s.store.HandOverRoute(ctx, b, a, in.Kader, in.Body.To, day); err != nil {
		return nil, err
	}
	return s.crew(ctx, &crewInput{in.BranchPath, in.Day})
}

// takeRouteBack gives a kader's day back to them.
func (s *server) takeRouteBack(ctx context.Context, in *KaderDayPath) (*crewOutput, error) {
	b, a, err := s.leading(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	day, err := s.dayOf(b, in.Day)
	if err != nil {
		return nil, err
	}
	if err := s.store.TakeRouteBack(ctx, b, a, in.Kader, day); err != nil {
		return nil, err
	}
	return s.crew(ctx, &crewInput{in.BranchPath, in.Day})
}

type rideAlongInput struct {
	KaderDayPath
	Body struct {
		Said string `json:"said" minLength:"5" maxLength:"600"`
	}
}

type rideAlongsOutput struct {
	Body struct {
		Notes []data.RideAlong `json:"notes"`
	}
}

// noteRideAlong keeps what somebody saw who went along with a kader.
func (s *server) noteRideAlong(ctx context.Context, in *rideAlongInput) (*rideAlongsOutput, error) {
	b, a, err := s.leading(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	day, err := s.dayOf(b, in.Day)
	if err != nil {
		return nil, err
	}
	if day > s.today(b) {
		return nil, fmt.Errorf("ride-along on %s: %w", day, errNotYet)
	}
	if err := s.store.NoteRideAlong(ctx, b.ID, a, in.Kader, day, in.Body.Said); err != nil {
		return nil, err
	}
	return s.rideAlongs(ctx, &in.KaderPath)
}

func (s *server) rideAlongs(ctx context.Context, in *KaderPath) (*rideAlongsOutput, error) {
	b, a, err := s.leading(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	out := &rideAlongsOutput{}
	out.Body.Notes, err = s.store.RideAlongs(ctx, b.ID, a, in.Kader)
	return out, err
}
