package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/job"
)

// patience is how long a stopping program waits for what is under way.
const patience = 15 * time.Second

func workCommand() *cobra.Command {
	var c databaseConfig
	var workers int
	cmd := &cobra.Command{
		Use:     "work",
		Short:   "Work off planning jobs, on any number of machines",
		Example: "  binaan work --database-url postgres://owner@db/binaan --workers 8",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if workers < 1 {
				return fmt.Errorf("%w: --workers %d", errUsage, workers)
			}
			logJSON(cmd.ErrOrStderr())
			return c.withDatabase(cmd.Context(), func(db *database) error {
				return db.withStore(cmd.Context(), func(store *data.Store) error {
					return withWorkers(cmd.Context(), store, workers, func() error {
						slog.Info("working", "workers", workers)
						return db.watch(cmd.Context())
					})
				})
			})
		},
	}
	cmd.Flags().IntVar(&workers, "workers", runtime.NumCPU(), "jobs worked at a time")
	c.flags(cmd)
	return cmd
}

// withWorkers runs do while n workers take jobs; what they have not finished
// goes back to the queue.
func withWorkers(ctx context.Context, store *data.Store, n int, do func() error) error {
	if n == 0 {
		return do()
	}
	workers, err := job.Start(ctx, store, n, slog.Default())
	if err != nil {
		return err
	}
	err = do()
	return errors.Join(err, putDown(ctx, workers.Stop, patience))
}

// putDown stops workers. A job that does not end in time is no fault: with the program
// its lifeline ends, and another worker goes on from what was kept of it.
func putDown(ctx context.Context, stop func(context.Context) error, patience time.Duration) error {
	within, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer done()
	err := stop(within)
	if err != nil && within.Err() != nil {
		slog.Warn("jobs were left that did not end; they are taken up again", "after", patience.String())
		return nil
	}
	return err
}

// logJSON has programs that run for long log for machines.
func logJSON(w io.Writer) { slog.SetDefault(slog.New(slog.NewJSONHandler(w, nil))) }
