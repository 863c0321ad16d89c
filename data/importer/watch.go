package importer

import (
	"context"
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
	done, total int64
}

// enter names what is being done now; a total of 0 is not known.
func (w *watch) enter(stage string, total int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stage, w.done, w.total = stage, 0, total
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

// follow reports until end is called; stop hears why it could not.
func (w *watch) follow(ctx context.Context, stop context.CancelCauseFunc) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
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
	return func() {
		cancel()
		<-ended
	}
}
