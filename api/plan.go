package api

import (
	"context"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
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

type queueTerritoriesInput struct {
	BranchPath
	Body struct {
		Name      string             `json:"name,omitempty" maxLength:"80"`
		Seed      uint64             `json:"seed,omitempty" doc:"The same seed gives the same plan; 0 draws one"`
		Kecamatan geo.AreaCode       `json:"kecamatan,omitempty" doc:"Plan this kecamatan only"`
		Seconds   int                `json:"seconds,omitempty" minimum:"0" maximum:"3600" doc:"Time the planner may take; 0 for the usual"`
		Redraw    bool               `json:"redraw,omitempty" doc:"Draw anew; otherwise territories in force change as little as they can"`
		Weights   *territory.Weights `json:"weights,omitempty" doc:"What counts beside compactness; without it the usual. All zero: compactness alone"`
	}
}

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

func (s *server) queueTerritories(ctx context.Context, in *queueTerritoriesInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if w := in.Body.Weights; w != nil {
		if err := w.Check(); err != nil {
			return nil, fmt.Errorf("%w: %w", err, errInput)
		}
	}
	return s.queue(ctx, b, data.TerritoryKind, data.PlanRequest{
		Name: in.Body.Name, Seed: in.Body.Seed, Kecamatan: in.Body.Kecamatan, Seconds: in.Body.Seconds, Redraw: in.Body.Redraw, Weights: in.Body.Weights,
	})
}

type weightsOutput struct {
	Body struct {
		Usual territory.Weights `json:"usual"`
		Most  territory.Weights `json:"most"`
	}
}

func (s *server) weights(ctx context.Context, in *BranchPath) (*weightsOutput, error) {
	out := &weightsOutput{}
	out.Body.Usual, out.Body.Most = territory.UsualWeights, territory.MostWeights
	_, err := s.branch(ctx, *in)
	return out, err
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

type territoryPlanOutput struct{ Body data.TerritoryDetail }

func (s *server) territoryPlan(ctx context.Context, in *PlanPath) (*territoryPlanOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	detail, err := s.store.TerritoryDetail(ctx, b.ID, in.ID)
	return &territoryPlanOutput{detail}, err
}

type movesOutput struct{ Body data.Moves }

// moves holds counts alone, so nobody's household was read by a person.
func (s *server) moves(ctx context.Context, in *PlanPath) (*movesOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	m, err := s.store.Moves(ctx, b.ID, in.ID, s.today(b))
	return &movesOutput{m}, err
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

func (s *server) cancelPlan(ctx context.Context, in *PlanPath) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if _, err := s.store.PlanHead(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	if err := s.store.CancelPlan(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	head, err := s.store.PlanHead(ctx, b.ID, in.ID)
	return &planHeadOutput{head}, err
}

type publishInput struct {
	PlanPath
	Body struct {
		From planner.Day `json:"from" doc:"First day on which the plan holds"`
	}
}

func (s *server) publish(ctx context.Context, in *publishInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if in.Body.From < s.today(b) {
		return nil, fmt.Errorf("publish from %s: %w", in.Body.From, errPast)
	}
	head, err := s.store.PlanHead(ctx, b.ID, in.ID)
	if err != nil {
		return nil, err
	}
	if from := head.PublishedFrom; from != nil && *from <= s.today(b) {
		return nil, fmt.Errorf("publish plan %d: %w", in.ID, errInForce)
	}
	if err := s.store.PublishPlan(ctx, b.ID, in.ID, in.Body.From); err != nil {
		return nil, err
	}
	head, err = s.store.PlanHead(ctx, b.ID, in.ID)
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
		watch(ctx, func() (data.PlanHead, bool, error) {
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
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	last, quiet := "", 0
	for {
		state, ended, err := read()
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
