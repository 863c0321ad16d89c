package job_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/job"
	"binaan/planner"
)

// workHere makes this test program a worker on the database it names, so that a
// test can kill one.
const workHere = "BINAAN_TEST_WORK_DSN"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(workHere); dsn != "" {
		if err := workForever(dsn); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func workForever(dsn string) error {
	ctx := context.Background()
	store, err := data.Open(ctx, dsn)
	if err != nil {
		return err
	}
	if _, err := job.Start(ctx, store, 1, quiet); err != nil {
		return err
	}
	select {}
}

var quiet = slog.New(slog.DiscardHandler)

// start has one worker work in this process until the test ends.
func start(t *testing.T, store *data.Store) *job.Workers {
	t.Helper()
	w, err := job.Start(t.Context(), store, 1, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func stop(t *testing.T, w *job.Workers) {
	t.Helper()
	if err := w.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

// until waits for a plan to satisfy ok.
func until(t *testing.T, store *data.Store, b data.BranchID, id data.PlanID, what string, ok func(data.PlanHead) bool) data.PlanHead {
	t.Helper()
	for range 1200 {
		head, err := store.PlanHead(t.Context(), b, id)
		if err != nil {
			t.Fatal(err)
		}
		if ok(head) {
			return head
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("plan %d is never %s", id, what)
	return data.PlanHead{}
}

func ended(h data.PlanHead) bool { return h.State.Ended() }

func queue(t *testing.T, store *data.Store, b data.Branch, kind data.PlanKind, r data.PlanRequest) data.PlanHead {
	t.Helper()
	r.Day = day(t, "2026-11-23")
	head, err := store.QueuePlan(t.Context(), b.ID, kind, r, "test")
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func day(t *testing.T, s string) planner.Day {
	t.Helper()
	d, err := planner.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func newStore(t *testing.T) (*data.Store, string) {
	t.Helper()
	_, app := datatest.DSN(t)
	store, err := data.Open(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store, app
}
