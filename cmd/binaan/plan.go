package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/job"
)

func planCommand() *cobra.Command {
	return group("plan", "Plans, made and stored as officers have them made", planTerritoriesCommand(), planRoutesCommand(), planWhatIfCommand())
}

// planFlags are what every plan may be told.
type planFlags struct {
	database databaseConfig
	branch   string
	out      string
	request  data.PlanRequest
}

func (p *planFlags) add(cmd *cobra.Command, unit, out string) {
	f := cmd.Flags()
	f.StringVar(&p.branch, "branch", "", "code of the branch")
	f.Uint64Var(&p.request.Seed, "seed", 1, "the same seed and iterations give the same plan")
	f.IntVar(&p.request.Seconds, "seconds", 0, "time for "+unit+" (default: so many iterations as usual)")
	f.IntVar(&p.request.Iterations, "iterations", 0, "iterations for "+unit)
	f.StringVar(&p.out, "out", "", out+" to write")
	mustRequire(cmd, "branch")
	p.database.flags(cmd)
}

func (p *planFlags) check() error {
	if p.request.Seconds < 0 || p.request.Iterations < 0 {
		return fmt.Errorf("%w: --seconds and --iterations are positive", errUsage)
	}
	if p.request.Seconds > 0 && p.request.Iterations > 0 {
		return fmt.Errorf("%w: --seconds and --iterations do not go together", errUsage)
	}
	return nil
}

// make queues a plan, works it in this process and returns its head. Its units
// may be worked elsewhere as well, and are planned there in the very same way.
func (p *planFlags) make(cmd *cobra.Command, store *data.Store, b data.Branch, kind data.PlanKind) (data.PlanHead, error) {
	head, err := store.QueuePlan(cmd.Context(), b.ID, kind, p.request, "binaan plan")
	if errors.Is(err, data.ErrNoHouseholds) {
		err = fmt.Errorf("%w: %w", errUsage, err)
	}
	if err != nil {
		return head, err
	}
	log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	show := newProgress(cmd.ErrOrStderr())
	head, err = job.Follow(cmd.Context(), store, b.ID, head.ID, runtime.GOMAXPROCS(0), log, func(h data.PlanHead) {
		if h.Place != nil {
			show.tell(fmt.Sprintf("plan %d: queued, %d jobs come first,", h.ID, h.Place.Ahead), 0)
			return
		}
		show.tell(fmt.Sprintf("plan %d: %d of %d units done,", h.ID, h.UnitsDone, h.Units), h.Progress)
	})
	show.say(fmt.Sprintf("plan %d: %s", head.ID, head.State))
	switch {
	case err != nil:
		return head, err
	case cmd.Context().Err() != nil:
		return head, fmt.Errorf("plan %d was interrupted", head.ID)
	case head.State == data.Done:
		return head, nil
	case head.Failure == "":
		return head, fmt.Errorf("plan %d is %s", head.ID, head.State)
	}
	return head, fmt.Errorf("plan %d is %s: %s", head.ID, head.State, failed(head.Failure))
}

// failed is a failure in words; the worker that met it has logged the detail.
func failed(f data.PlanFailure) string {
	switch f {
	case data.FailedInput:
		return "what was asked for makes no sense"
	case data.FailedTerritories:
		return "no territories are in force"
	case data.FailedCheck:
		return "the plan does not pass its check; please report this"
	case data.FailedWorkers:
		return "its workers died again and again"
	case data.FailedOther:
		return "something went wrong"
	}
	return string(f) // of a time before the codes
}

// begin finds the branch and what day it is there.
func (p *planFlags) begin(ctx context.Context, store *data.Store) (data.Branch, error) {
	b, err := store.Branch(ctx, p.branch)
	if err != nil {
		return b, err
	}
	now := store.Now()
	p.request.Day, p.request.Now = b.Today(now), b.Minute(now)
	return b, nil
}

// writeOut writes the file asked for, if one was.
func (p *planFlags) writeOut(write func(io.Writer) error) (err error) {
	if p.out == "" {
		return nil
	}
	f, err := os.Create(p.out)
	if err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := write(f); err != nil {
		return fmt.Errorf("write plan %s: %w", p.out, err)
	}
	return nil
}
