package job_test

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/job"
	"binaan/geo"
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

const kecamatan = geo.AreaCode("99.01.01")

// village fills a branch with one kecamatan of two desa, two kader and enough
// households for both.
func village(t *testing.T, store *data.Store) data.Branch {
	t.Helper()
	b, err := store.AddBranch(t.Context(), "9901", "Cabang Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	homes := households(t, 1300)
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		for k, code := range []geo.AreaCode{kecamatan, kecamatan + ".2001", kecamatan + ".2002"} {
			_, err := tx.Exec(t.Context(), "insert into area (branch_id, code, level, name, lon, lat) values ($1, $2, $3, $4, 110.8, -7.55)",
				b.ID, code, code.Level(), fmt.Sprint("Contoh ", k))
			if err != nil {
				return err
			}
		}
		for k := 1; k <= 2; k++ {
			_, err := tx.Exec(t.Context(), `
				insert into kader (branch_id, id, code, name, lon, lat, kecamatan, valid_from, valid_to, shifts, status)
				values ($1, $2, $3, 'Contoh', 110.8, -7.55, $4, '2026-01-01', '2027-12-31', $5, 'aktif')`, b.ID, k, fmt.Sprint("K", k), kecamatan, shifts())
			if err != nil {
				return err
			}
		}
		if err := insert(t.Context(), tx, b.ID, homes); err != nil {
			return err
		}
		blocks, links, err := planner.BuildBlocks(each(homes), func(planner.Household) bool { return true }, func(h planner.Household) planner.Rupiah { return h.Arrears / 100 })
		if err != nil {
			return err
		}
		return data.ReplaceBlocks(t.Context(), tx, b.ID, blocks, links)
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func each(homes []planner.Household) iter.Seq[planner.Household] { return slices.Values(homes) }

func shifts() []planner.Shift {
	var out []planner.Shift
	for d := time.Monday; d <= time.Friday; d++ {
		out = append(out, planner.Shift{Weekday: d, Open: 16 * 60, Close: 20 * 60})
	}
	return out
}

func households(t *testing.T, n int) []planner.Household {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	out := make([]planner.Household, n)
	for i := range out {
		at := geo.Position{Lon: 110.8 + 0.03*(rng.Float64()-0.5), Lat: -7.55 + 0.03*(rng.Float64()-0.5)}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		desa := kecamatan + ".2001"
		if at.Lon > 110.8 {
			desa = kecamatan + ".2002"
		}
		out[i] = planner.Household{
			ID: planner.HouseholdID(i + 1), Classes: []planner.CareClass{3, 3}, Months: 12 + rng.IntN(13), Arrears: planner.Rupiah(1_000_000 + rng.IntN(2_000_000)),
			ArrearsStatus: planner.ArrearsActive, Desa: desa, At: &at, Cell: cell,
		}
	}
	return out
}

func insert(ctx context.Context, tx pgx.Tx, b data.BranchID, homes []planner.Household) error {
	for _, h := range homes {
		_, err := tx.Exec(ctx, `
			insert into household (branch_id, id, no_kk, head_name, classes, segment, arrears_of, months, arrears, arrears_status, desa,
			  phone_quality, lon, lat, accuracy, cell, as_of)
			values ($1, $2, $3, 'Contoh', $4, 'PBPU', 'PBPU', $5, $6, 'aktif', $7, 'none', $8, $9, 'A', $10, '2026-11-20')`,
			b, h.ID, fmt.Sprintf("99%014d", h.ID), h.Classes, h.Months, h.Arrears, h.Desa, h.At.Lon, h.At.Lat, int64(h.Cell))
		if err != nil {
			return err
		}
	}
	return nil
}

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
