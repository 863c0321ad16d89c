package job

import (
	"context"
	"log/slog"

	"github.com/riverqueue/river"

	"binaan/data"
)

// forgetWorker removes what a branch need not keep any longer.
type forgetWorker struct {
	river.WorkerDefaults[data.ForgetJob]
	store *data.Store
	log   *slog.Logger
}

// Work removes in parts. One that is stopped goes on where it was.
func (w *forgetWorker) Work(ctx context.Context, job *river.Job[data.ForgetJob]) error {
	gone, err := w.store.Forget(ctx, job.Args.Branch, job.Args.Day)
	if err == nil {
		_, err = w.store.ForgetAccess(ctx, job.Args.Day)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return river.JobSnooze(0)
	case err != nil && job.Attempt >= job.MaxAttempts:
		w.log.Error("retention failed", "branch", job.Args.Branch, "error", err)
	case err == nil:
		w.log.Info("retention", "branch", job.Args.Branch, "gone", gone.String())
	}
	return err
}
