package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"binaan/data"
	"binaan/data/job"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

type frontierInput struct {
	BranchPath
	Seconds   int          `query:"seconds" minimum:"1" maximum:"600" default:"20" doc:"Time for all the plans compared"`
	Kecamatan geo.AreaCode `query:"kecamatan" doc:"In this kecamatan only"`
	Weights   string       `query:"weights" maxLength:"200" example:"split=50,home=0.1" doc:"As plans take them; those not named are as usual"`
}

// FrontierProgress is an event of a frontier being worked out.
type FrontierProgress struct {
	Share float64 `json:"share" doc:"Done so far, 0 to 1"`
}

// FrontierEnd is the last event: the compromises by KK moved, or why there are none.
type FrontierEnd struct {
	Ways    []territory.Compromise `json:"ways"`
	Failure data.PlanFailure       `json:"failure,omitempty"`
}

// followFrontier compares plans while somebody listens, and stops when nobody
// does: nothing is stored, so there is nothing to lose. One is worked out at a
// time; the next waits.
func (s *server) followFrontier() {
	op := huma.Operation{
		Path:        "/api/v1/branches/{branch}/territory-frontier/events",
		OperationID: "follow-territory-frontier", Summary: "What moving more families would gain",
		Description: "Works for as long as the stream is open.",
	}
	turn := make(chan struct{}, 1)
	events := map[string]any{"progress": FrontierProgress{}, "done": FrontierEnd{}}
	stream(s, op, nil, events, func(ctx context.Context, b data.Branch, in *frontierInput, send sse.Sender) {
		ctx, cancel := context.WithCancel(ctx)
		work, ended := &frontierWork{grant: time.Duration(in.Seconds) * time.Second}, make(chan struct{})
		defer func() { cancel(); <-ended }()
		go func() {
			defer close(ended)
			work.run(ctx, s, b, in, turn)
		}()
		watch(ctx, work.read, func(now frontierState, ended bool) error {
			if ended {
				return send.Data(*now.end)
			}
			return send.Data(FrontierProgress{now.share})
		})
	})
}

// frontierWork is a frontier being worked out beside the stream that tells of it.
type frontierWork struct {
	grant time.Duration
	mu    sync.Mutex
	begun time.Time // zero while it waits for its turn
	now   frontierState
}

type frontierState struct {
	share float64
	end   *FrontierEnd // nil while it goes on
}

func (w *frontierWork) run(ctx context.Context, s *server, b data.Branch, in *frontierInput, turn chan struct{}) {
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return
	}
	w.begin()
	end := &FrontierEnd{Failure: data.FailedOther}
	defer func() {
		if r := recover(); r != nil { // nobody else would, and the server would end
			slog.ErrorContext(ctx, "frontier panicked", "panic", r)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now.end = end
	}()
	ways, err := s.frontier(ctx, b, in, w.tell)
	end.Ways, end.Failure = ways, ""
	if err != nil {
		end.Failure = failureOf(ctx, err)
	}
}

func (w *frontierWork) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begun = time.Now()
}

func (w *frontierWork) tell(share float64, _ string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now.share = max(w.now.share, share)
}

// read takes the time that has passed for progress too: the planner tells of it
// only when it is done with a kecamatan.
func (w *frontierWork) read() (frontierState, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now
	if !w.begun.IsZero() {
		now.share = max(now.share, min(mostByClock, float64(time.Since(w.begun))/float64(w.grant)))
	}
	return now, now.end != nil, nil
}

// mostByClock is as far as work is taken to be for the time it had alone.
const mostByClock = 0.95

func (s *server) frontier(ctx context.Context, b data.Branch, in *frontierInput, tell func(float64, string)) ([]territory.Compromise, error) {
	weights, err := territory.ParseWeights(in.Weights)
	if err != nil {
		return nil, fmt.Errorf("frontier: %w", err)
	}
	return job.Frontier(ctx, s.store, b.ID, data.PlanRequest{
		Day: s.today(b), Seed: 1, Seconds: in.Seconds, Kecamatan: in.Kecamatan, Weights: &weights,
	}, tell)
}

// failureOf is what a client is told of err; the log gets what it cannot mend.
func failureOf(ctx context.Context, err error) data.PlanFailure {
	switch {
	case errors.Is(err, data.ErrNoTerritories):
		return data.FailedTerritories
	case errors.Is(err, planner.ErrInput), errors.Is(err, data.ErrNoHouseholds):
		return data.FailedInput
	}
	if ctx.Err() == nil {
		slog.ErrorContext(ctx, "frontier failed", "error", err)
	}
	return data.FailedOther
}
