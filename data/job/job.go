// Package job works off what officers ask for: it takes a unit of a plan from the
// queue, reads one consistent state, asks the planner, has the plan checked and
// saves it. A unit may be worked twice, by a worker that was thought dead and by
// the next one; it is written once.
package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"binaan/data"
)

// Workers take jobs from the queue until they are stopped.
type Workers struct {
	client *river.Client[pgx.Tx]
	life   *life
	run    context.Context // until they are stopped
	end    context.CancelFunc
	ended  chan struct{} // the rescue has ended
}

// Start has n units worked at a time in this process, and every night's look taken.
// Any number of processes may do so on one database.
func Start(ctx context.Context, store *data.Store, n int, log *slog.Logger) (*Workers, error) {
	w, err := start(ctx, store, n, log)
	if err == nil {
		go nights(w.run, store, log)
	}
	return w, err
}

func start(ctx context.Context, store *data.Store, n int, log *slog.Logger) (*Workers, error) {
	id := uuid.NewString()
	life, err := newLife(ctx, store, id, log)
	if err != nil {
		return nil, fmt.Errorf("start workers: %w", err)
	}
	hands := &hands{log: log, pressed: store.Pressed}
	life.hands = hands
	workers := river.NewWorkers()
	river.AddWorker(workers, &unitWorker{store: store, log: log})
	river.AddWorker(workers, &replanWorker{store: store, log: log})
	river.AddWorker(workers, &forgetWorker{store: store, log: log})
	client, err := river.NewClient(riverpgxv5.New(store.Pool()), &river.Config{
		ID: id, Schema: data.RiverSchema, Workers: workers, Logger: log,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: n}},
		// A unit takes as long as its budget says. Units of dead workers are found by
		// their lifeline, not by their age.
		JobTimeout: -1,
		Middleware: []rivertype.Middleware{hands},
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start workers: %w", err), life.close())
	}
	run, end := context.WithCancel(context.WithoutCancel(ctx))
	w := &Workers{client: client, life: life, run: run, end: end, ended: make(chan struct{})}
	if err := client.Start(run); err != nil {
		end()
		return nil, errors.Join(fmt.Errorf("start workers: %w", err), life.close())
	}
	go func() {
		defer close(w.ended)
		life.rescue(run)
	}()
	return w, nil
}

// Stop hands the units in work back to the queue and waits until all workers are
// done with that, or ctx ends.
func (w *Workers) Stop(ctx context.Context) error {
	err := w.client.StopAndCancel(ctx)
	w.end()
	<-w.ended
	return errors.Join(err, w.life.close())
}
