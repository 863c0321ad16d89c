package job_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

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
	store, err := data.Open(ctx, dsn, datatest.Clock())
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

// until waits for a plan to satisfy ok; a plan that has ended without waits for
// nothing more.
func until(t *testing.T, store *data.Store, b data.BranchID, id data.PlanID, what string, ok func(data.PlanHead) bool) (head data.PlanHead) {
	t.Helper()
	datatest.Until(t, store, fmt.Sprintf("plan %d is %s", id, what), func() bool {
		var err error
		if head, err = store.PlanHead(t.Context(), b, id); err != nil {
			t.Fatal(err)
		}
		if done := ok(head); done || !ended(head) {
			return done
		}
		t.Fatalf("plan %d is never %s: %+v", id, what, head)
		return false
	}, "plan", "plan_unit")
	return head
}

func ended(h data.PlanHead) bool { return h.State.Ended() }

func queue(t *testing.T, store *data.Store, b data.Branch, kind data.PlanKind, r data.PlanRequest) data.PlanHead {
	t.Helper()
	if r.Day == 0 {
		r.Day = datatest.Today()
	}
	head, err := store.QueuePlan(t.Context(), b.ID, kind, r, "test")
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// months are of a village whose territories are in force and whose next month is planned.
var months struct {
	village       data.Branch
	today, second planner.Day // two days that follow each other, on which both kader have a route
}

var pattern = datatest.Pattern(func(t *testing.T, app string) {
	store := datatest.Open(t, app, datatest.Clock())
	b := datatest.Village(t, store)
	w := start(t, store)
	defer stop(t, w)
	plan := until(t, store, b.ID, queue(t, store, b, data.TerritoryKind, data.PlanRequest{Iterations: 50_000}).ID, "ended", ended)
	if err := store.PublishPlan(t.Context(), b.ID, plan.ID, datatest.Today(), "contoh"); err != nil {
		t.Fatal(err)
	}
	quietNight(t, store, b, datatest.Today())
	routes := until(t, store, b.ID, queue(t, store, b, data.RouteKind, data.PlanRequest{Month: datatest.NextMonth().String(), Seconds: 1}).ID, "ended", ended)
	if routes.State != data.Done {
		t.Fatalf("routes %+v", routes)
	}
	var days [2][]planner.Day
	for k := range days {
		var err error
		if days[k], err = store.PlannedDays(t.Context(), b.ID, planner.KaderID(k+1), datatest.NextMonth().First()+9); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range days[0] {
		if slices.Contains(days[1], d) && slices.Contains(days[0], d+1) && slices.Contains(days[1], d+1) {
			months.village, months.today, months.second = b, d, d+1
			return
		}
	}
	t.Fatalf("no two days follow each other in %v", days)
})

// routed is a village whose next month is planned.
func routed(t *testing.T) (*data.Store, data.Branch) {
	t.Helper()
	_, app := pattern(t)
	return datatest.Open(t, app, datatest.Clock()), months.village
}

// dsn names the database of a store.
func dsn(store *data.Store) string { return store.Pool().Config().ConnString() }

// hurry leaves a plan that nobody has begun, or whose worker is gone, a second in all:
// how good it becomes is no matter.
func hurry(t *testing.T, store *data.Store, b data.Branch, id data.PlanID) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `update plan set request = request || '{"seconds":1}' where id = $1`, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// quietNight takes a day's looks at the routes, so that workers plan nothing but
// what the test asks for.
func quietNight(t *testing.T, store *data.Store, b data.Branch, d planner.Day) {
	t.Helper()
	for _, month := range []planner.Month{d.Month(), (d + 7).Month()} {
		if err := store.QueueNightly(t.Context(), b.ID, month, d, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Pool().Exec(t.Context(), "delete from river.river_job where kind = 'replan'"); err != nil {
		t.Fatal(err)
	}
}

// morning is nine o'clock of a day in the village.
func morning(d planner.Day) time.Time { return d.Time().Add(2 * time.Hour) }
