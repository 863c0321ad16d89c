package job

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"binaan/data"
)

// hands know which jobs this process works. The queue tries but for seconds to write
// down how a job ended: while the database is away longer, the job stays marked as
// running, by a worker that lives and has long put it down.
type hands struct {
	river.MiddlewareDefaults
	log     *slog.Logger
	pressed func() bool // by phones

	mu   sync.Mutex
	down map[int64]time.Time // by job: when it was put down, zero while it is worked
}

// lately is how long a job that was put down may take to be written down as ended.
const lately = time.Minute

// outagePause is how soon a job is tried again that the machine kept from being done.
const outagePause = 15 * time.Second

// heldPause is how soon it is looked again whether phones still press.
const heldPause = 2 * time.Second

// Work has a job in hand while do works it. One that fails over an outage of the
// machine has not been tried: it waits, as does a young one while phones press.
func (h *hands) Work(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) error {
	if h.pressed() && time.Since(job.CreatedAt) < mostHeld {
		return river.JobSnooze(heldPause)
	}
	h.hold(job.ID, time.Time{})
	defer func() { h.hold(job.ID, time.Now()) }()
	err := do(ctx)
	if data.Outage(err) != nil && ctx.Err() == nil {
		h.log.Warn("job waits for the machine", "kind", job.Kind, "job", job.ID, "error", err)
		return river.JobSnooze(outagePause)
	}
	return err
}

func (h *hands) hold(id int64, down time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.down == nil {
		h.down = map[int64]time.Time{}
	}
	h.down[id] = down
}

// full are the jobs in hand and those put down lately.
func (h *hands) full() []int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	ids := []int64{}
	for id, down := range h.down {
		if !down.IsZero() && time.Since(down) > lately {
			delete(h.down, id)
			continue
		}
		ids = append(ids, id)
	}
	return ids
}
