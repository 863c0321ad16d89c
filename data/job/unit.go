package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/route"
	"binaan/planner/territory"
)

// unitWorker plans one unit of a plan.
type unitWorker struct {
	river.WorkerDefaults[data.UnitJob]
	store *data.Store
	log   *slog.Logger
}

// errCancelled ends the planning of a unit whose plan was cancelled meanwhile.
var errCancelled = errors.New("plan was cancelled")

// Work plans the unit and saves it. A unit that has ended is left alone; one
// that is interrupted goes back to the queue; one that fails for the last time,
// or for a reason that no retry mends, is marked as failed.
func (w *unitWorker) Work(ctx context.Context, job *river.Job[data.UnitJob]) error {
	head, err := w.store.BeginUnit(ctx, job.Args)
	if data.IsOver(err) {
		return nil
	}
	if err == nil && job.Attempt > job.MaxAttempts {
		err = errWorkers
	}
	if err == nil {
		err = w.plan(ctx, head, job.Args)
	}
	switch {
	case err == nil || errors.Is(err, errCancelled):
		return nil
	case ctx.Err() != nil:
		return river.JobSnooze(0)
	case data.Outage(err) != nil: // not the unit's fault: it waits
		return fmt.Errorf("unit %s of plan %d: %w", job.Args.Unit, job.Args.Plan, err)
	}
	failure := failureOf(err)
	if failure != data.FailedOther || job.Attempt >= job.MaxAttempts {
		w.log.Error("unit failed", "branch", job.Args.Branch, "plan", job.Args.Plan, "unit", job.Args.Unit, "failure", failure, "error", err)
		return w.store.FailUnit(ctx, job.Args, failure)
	}
	return fmt.Errorf("unit %s of plan %d: %w", job.Args.Unit, job.Args.Plan, err)
}

// errWrongPlan marks a plan that its own check refused, errWorkers a unit whose
// workers died each time.
var (
	errWrongPlan = errors.New("plan does not pass its check")
	errWorkers   = errors.New("its workers died again and again")
)

// failureOf is the code of an error; no retry mends any but data.FailedOther.
func failureOf(err error) data.PlanFailure {
	switch {
	case errors.Is(err, data.ErrNoTerritories):
		return data.FailedTerritories
	case errors.Is(err, planner.ErrInput), errors.Is(err, data.ErrNotFound):
		return data.FailedInput
	case errors.Is(err, errWrongPlan):
		return data.FailedCheck
	case errors.Is(err, errWorkers):
		return data.FailedWorkers
	}
	return data.FailedOther
}

// plan reads, plans, checks and saves.
func (w *unitWorker) plan(ctx context.Context, head data.PlanHead, unit data.UnitJob) error {
	watch := startWatch(ctx, w.store, unit)
	plan := w.routes
	if head.Kind == data.TerritoryKind {
		plan = w.territories
	}
	save, err := plan(watch.ctx, head, unit, watch)
	watch.stop() // else it would take the saved unit for a cancelled one
	if err != nil {
		return err
	}
	return save(ctx)
}

// saving writes what a unit came to; it leaves a cancelled plan alone.
type saving func(context.Context) error

// Options are a request's seed and budget. A budget of seconds runs from now on.
func Options(r data.PlanRequest, tell func(float64, string)) planner.Options {
	return rest(r, 0, tell)
}

// rest are the Options of a request whose budget is spent to a share.
func rest(r data.PlanRequest, spent float64, tell func(float64, string)) planner.Options {
	o := planner.Options{Seed: r.Seed, Progress: tell}
	if r.Iterations > 0 {
		o.Iterations = max(1, int((1-spent)*float64(r.Iterations)))
	}
	if r.Seconds > 0 {
		start, grant := time.Now(), time.Duration(r.Seconds)*time.Second
		o.Clock = func() float64 { return spent + float64(time.Since(start))/float64(grant) }
	}
	return o
}

func (w *unitWorker) territories(ctx context.Context, head data.PlanHead, unit data.UnitJob, watch *watch) (saving, error) {
	in, err := w.store.TerritoryInput(ctx, unit.Branch, head.Request)
	if err != nil {
		return nil, err
	}
	plan, err := leave(ctx, func() (territory.Plan, error) {
		return territory.Design(ctx, in, yielding(ctx, Options(head.Request, watch.tell), w.store.Pressed))
	})
	if err != nil {
		return nil, err
	}
	if err := plan.Check(in); err != nil {
		return nil, fmt.Errorf("%w: %w", errWrongPlan, err)
	}
	return func(ctx context.Context) error { return w.store.FinishTerritories(ctx, unit, plan) }, nil
}

// routes plans a kader's month, from where a worker that was stopped or killed had
// come to.
func (w *unitWorker) routes(ctx context.Context, head data.PlanHead, unit data.UnitJob, watch *watch) (saving, error) {
	kader, err := strconv.ParseInt(unit.Unit, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("unit %q is no kader: %w", unit.Unit, planner.ErrInput)
	}
	in, err := RouteInput(ctx, w.store, unit.Branch, planner.KaderID(kader), head.Request)
	if err != nil {
		return nil, err
	}
	draft, err := w.store.Draft(ctx, unit)
	if err != nil {
		return nil, err
	}
	if len(draft.Routes) > 0 {
		resume(&in, draft.Routes)
	}
	watch.tell(draft.Share, "")
	plan, err := leave(ctx, func() (route.Plan, error) {
		return route.Follow(ctx, in, yielding(ctx, rest(head.Request, draft.Share, watch.tell), w.store.Pressed), watch.hold)
	})
	if ctx.Err() != nil {
		return nil, w.breakOff(ctx, unit, watch)
	}
	if err != nil {
		return nil, err
	}
	if err := plan.Check(in); err != nil {
		return nil, fmt.Errorf("%w: %w", errWrongPlan, err)
	}
	return func(ctx context.Context) error { return w.store.FinishRoutes(ctx, unit, plan) }, nil
}

// resume has the search begin with the days of a draft, but for those announced.
func resume(in *route.Input, days []route.Route) {
	in.Planned = nil
	for _, r := range days {
		if !slices.ContainsFunc(in.Published, func(p route.Route) bool { return p.Day == r.Day }) {
			in.Planned = append(in.Planned, r)
		}
	}
}

// leave has a plan made, and goes when ctx ends. A planner looks up from its work only
// now and then, and then proves what it has, which takes seconds and is of use to
// nobody any more: it is pure, so what it still comes to is lost without a trace.
func leave[T any](ctx context.Context, make func() (T, error)) (plan T, err error) {
	var made T
	done := beside(func() (err error) {
		made, err = make()
		return err
	})
	select {
	case err = <-done:
		if ctx.Err() == nil {
			return made, err
		}
	case <-ctx.Done():
	}
	return plan, context.Cause(ctx)
}

// beside does something and tells how it ended.
func beside(do func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- data.Calmly(do) }()
	return done
}

// breakOff keeps what is not kept yet of a unit whose worker is stopped, and says why
// it is.
func (w *unitWorker) breakOff(ctx context.Context, unit data.UnitJob, watch *watch) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, errCancelled) {
		return cause
	}
	share, _, draft := watch.take()
	if draft == nil {
		return cause
	}
	return errors.Join(cause, w.store.KeepDraft(context.WithoutCancel(ctx), unit, data.Draft{Share: share, Routes: draft}))
}

// watch tells the store now and then how far a unit is, keeps what it has come to,
// and ends the planning when the plan is cancelled.
type watch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	done   chan struct{}

	mu    sync.Mutex
	share float64
	note  string
	draft []route.Route // to be kept
}

// tellEvery is how often progress and a better draft are kept and a cancellation
// seen: a killed worker loses no more than that.
const tellEvery = time.Second

func startWatch(ctx context.Context, store *data.Store, unit data.UnitJob) *watch {
	w := &watch{done: make(chan struct{})}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	go func() {
		defer close(w.done)
		tick := time.NewTicker(tellEvery)
		defer tick.Stop()
		for {
			select {
			case <-w.ctx.Done():
				return
			case <-tick.C:
			}
			if err := data.Calmly(func() error { return w.report(store, unit) }); errors.Is(err, data.ErrConflict) {
				w.cancel(errCancelled)
			}
		}
	}()
	return w
}

func (w *watch) report(store *data.Store, unit data.UnitJob) error {
	share, note, draft := w.take()
	if draft != nil {
		if err := store.KeepDraft(w.ctx, unit, data.Draft{Share: share, Routes: draft}); err != nil {
			return err
		}
	}
	return store.ReportUnit(w.ctx, unit, share, note)
}

// take is how far the unit is, and what of it is to be kept, once.
func (w *watch) take() (share float64, note string, draft []route.Route) {
	w.mu.Lock()
	defer w.mu.Unlock()
	share, note, draft, w.draft = w.share, w.note, w.draft, nil
	return share, note, draft
}

// hold has a better month kept the next time.
func (w *watch) hold(days []route.Route) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.draft = days
}

func (w *watch) tell(share float64, note string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.share, w.note = max(w.share, min(share, 0.99)), note
}

func (w *watch) stop() {
	w.cancel(nil)
	<-w.done
}
