package importer

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"binaan/data"
)

// reportEvery is how often the progress of an import is written down, and looked
// whether somebody cancelled it.
const reportEvery = 500 * time.Millisecond

// watch carries the progress of an import out of the transaction that does the
// work, and a wish to cancel into it.
type watch struct {
	store  *data.Store
	branch data.BranchID
	id     data.ImportID

	mu          sync.Mutex
	stage       string
	since       time.Time
	done, total int64

	quiet func() // ends reporting
}

// enter names what is being done now; a total of 0 is not known.
func (w *watch) enter(stage string, total int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if w.stage != "" {
		slog.Debug("import", "stage", w.stage, "took", now.Sub(w.since))
	}
	w.stage, w.since, w.done, w.total = stage, now, 0, total
}

func (w *watch) reach(done int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done = done
}

func (w *watch) report(ctx context.Context) error {
	w.mu.Lock()
	stage, done, total := w.stage, w.done, w.total
	w.mu.Unlock()
	return w.store.ReportImport(ctx, w.branch, w.id, stage, done, total)
}

// follow reports until the watch is told to be quiet; stop hears why it could not.
func (w *watch) follow(ctx context.Context, stop context.CancelCauseFunc) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			if fault := recover(); fault != nil {
				stop(fmt.Errorf("panic: %v", fault))
			}
		}()
		tick := time.NewTicker(reportEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := w.report(ctx); err != nil && ctx.Err() == nil {
				stop(err)
				return
			}
		}
	}()
	w.quiet = func() {
		cancel()
		<-ended
	}
}
