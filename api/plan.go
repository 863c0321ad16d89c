package api

import (
	"context"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"binaan/data"
)

type planHeadOutput struct{ Body data.PlanHead }

type planHeadsOutput struct {
	Body struct {
		Plans []data.PlanHead `json:"plans"`
	}
}

type PlanPath struct {
	BranchPath
	ID data.PlanID `path:"id" minimum:"1"`
}

func (s *server) queue(ctx context.Context, b data.Branch, kind data.PlanKind, request data.PlanRequest) (*planHeadOutput, error) {
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	now := s.store.Now()
	request.Day, request.Now = b.Today(now), b.Minute(now)
	if request.Seed == 0 {
		request.Seed = uint64(now.UnixNano()) & (1<<53 - 1) // exact in JavaScript
	}
	head, err := s.store.QueuePlan(ctx, b.ID, kind, request, by.Login)
	return &planHeadOutput{head}, err
}

// listPlans answers with the plans of one kind.
func (s *server) listPlans(kind data.PlanKind) func(context.Context, *BranchPath) (*planHeadsOutput, error) {
	return func(ctx context.Context, in *BranchPath) (*planHeadsOutput, error) {
		b, err := s.branch(ctx, *in)
		if err != nil {
			return nil, err
		}
		out := &planHeadsOutput{}
		out.Body.Plans, err = s.store.PlanHeads(ctx, b.ID, kind)
		return out, err
	}
}

func (s *server) cancelPlan(ctx context.Context, in *PlanPath) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if _, err := s.store.PlanHead(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.store.CancelPlan(ctx, b.ID, in.ID, by.Login); err != nil {
		return nil, err
	}
	head, err := s.store.PlanHead(ctx, b.ID, in.ID)
	return &planHeadOutput{head}, err
}

type publishInput struct {
	PlanPath
	Body data.Publication
}

func (s *server) publish(ctx context.Context, in *publishInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if in.Body.From < s.today(b) {
		return nil, fmt.Errorf("publish from %s: %w", in.Body.From, errPast)
	}
	if err := s.store.NotBegun(ctx, b.ID, in.ID, s.today(b)); err != nil {
		return nil, fmt.Errorf("publish plan %d: %w", in.ID, err)
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.store.Publish(ctx, b.ID, in.ID, in.Body, by.Login); err != nil {
		return nil, err
	}
	head, err := s.store.PlanHead(ctx, b.ID, in.ID)
	return &planHeadOutput{head}, err
}

// watchEvery is how often a watched plan or import is read again.
const watchEvery = 500 * time.Millisecond

// PlanProgress is an event of a plan that is being worked on.
type PlanProgress struct{ data.PlanHead }

// PlanEnd is the last event of a plan.
type PlanEnd struct{ data.PlanHead }

// watchPlan sends a plan's progress whenever it changes, until it has ended.
// It reads the stored state, so it does not matter which machine works.
func (s *server) watchPlan(kind string) {
	op := huma.Operation{
		Path:        "/api/v1/branches/{branch}/" + kind + "-plans/{id}/events",
		OperationID: "watch-" + kind + "-plan", Summary: "Follow a plan being made",
	}
	there := func(ctx context.Context, b data.Branch, id int64) error {
		_, err := s.store.PlanHead(ctx, b.ID, data.PlanID(id))
		return err
	}
	events := map[string]any{"progress": PlanProgress{}, "done": PlanEnd{}}
	stream(s, op, there, events, func(ctx context.Context, b data.Branch, in *PlanPath, send sse.Sender) {
		watchShared(ctx, &s.planWatch, fmt.Sprint(b.ID, in.ID), func() (data.PlanHead, bool, error) {
			head, err := s.store.PlanHead(ctx, b.ID, in.ID)
			return head, head.State.Ended(), err
		}, func(head data.PlanHead, ended bool) error {
			if ended {
				return send.Data(PlanEnd{head})
			}
			return send.Data(PlanProgress{head})
		})
	})
}

// watch reads a state again and again and tells it when it has changed, or when
// nothing was told for a while, until it has ended or nobody listens.
func watch[T any](ctx context.Context, read func() (T, bool, error), tell func(T, bool) error) {
	var alone glances[T]
	watchShared(ctx, &alone, "", read, tell)
}

// watchShared is watch of a thing, by its key, that others watch too.
func watchShared[T any](ctx context.Context, all *glances[T], key string, read func() (T, bool, error), tell func(T, bool) error) {
	look, done := all.open(key)
	defer done()
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	last, quiet := "", 0
	for {
		state, ended, err := look(time.Now().UnixNano()/int64(watchEvery), read)
		if err != nil {
			return
		}
		if text := fmt.Sprintf("%+v", state); text != last || quiet > 20 || ended {
			if tell(state, ended) != nil || ended {
				return
			}
			last, quiet = text, 0
		}
		quiet++
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
