package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"binaan/data"
	"binaan/data/datatest"
)

// The end of a job could not be written down while the database was away: its own
// worker, which lives, puts it back, and does not touch those that it works.
func TestAJobThatWasPutDownUnseenIsTakenUpAgain(t *testing.T) {
	store, b := datatest.NewVillage(t)
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1, Iterations: 10, Day: datatest.Today()}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	set := func(sql string, args ...any) {
		t.Helper()
		if _, err := store.Pool().Exec(t.Context(), "update river.river_job set "+sql+" where kind = 'plan_unit'", args...); err != nil {
			t.Fatal(err)
		}
	}
	set("scheduled_at = now() + interval '1 hour', state = 'scheduled'") // or it would be worked at once
	w, err := start(t.Context(), store, 1, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	var id int64
	if err := store.Pool().QueryRow(t.Context(), "select id from river.river_job where kind = 'plan_unit'").Scan(&id); err != nil {
		t.Fatal(err)
	}
	w.life.hands.hold(id, time.Time{})
	set("state = 'running', attempt = 1, attempted_at = now() - interval '2 minutes', attempted_by = array[$1]", w.life.id)
	if err := w.life.requeue(t.Context()); err != nil {
		t.Fatal(err)
	}
	var state string
	if err := store.Pool().QueryRow(t.Context(), "select state::text from river.river_job where id = $1", id).Scan(&state); err != nil || state != "running" {
		t.Errorf("a job that is worked is %s: %v", state, err)
	}
	w.life.hands.hold(id, time.Now().Add(-2*lately))
	datatest.Until(t, store, "the plan has ended", func() bool {
		if head, err = store.PlanHead(t.Context(), b.ID, head.ID); err != nil {
			t.Fatal(err)
		}
		return head.State.Ended()
	}, "plan")
	if head.State != data.Done {
		t.Errorf("the plan whose job was put down unseen is %s", head.State)
	}
}

func TestAnOutageIsNoFailureOfAJob(t *testing.T) {
	h := &hands{log: slog.New(slog.DiscardHandler), pressed: func() bool { return false }}
	job := &rivertype.JobRow{ID: 7, Kind: "plan_unit"}
	work := func(result error) error {
		return h.Work(t.Context(), job, func(context.Context) error {
			if !slices.Equal(h.full(), []int64{7}) {
				t.Errorf("in hand are %v", h.full())
			}
			return result
		})
	}
	full := fmt.Errorf("end unit: %w", &pgconn.PgError{Code: "53100"})
	if err := work(full); !errors.As(err, new(*river.JobSnoozeError)) {
		t.Errorf("a full disk: %v, want it to be tried later", err)
	}
	other := errors.New("another fault")
	if err := work(other); !errors.Is(err, other) {
		t.Errorf("another fault: %v", err)
	}
	if err := work(nil); err != nil {
		t.Errorf("no fault: %v", err)
	}
	if got := h.full(); len(got) != 1 {
		t.Errorf("%v were put down lately, want job 7", got)
	}
}
