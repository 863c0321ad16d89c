package job

import (
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
)

// Every night what need not be kept goes, once, and whoever works does it.
func TestTheNightRemovesWhatNeedNotBeKept(t *testing.T) {
	store, b := datatest.NewVillage(t)
	head, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, data.PlanRequest{Month: datatest.NextMonth().String()}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update plan set state = 'cancelled', finished_at = moment() - interval '15 days' where id = $1", head.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tomorrow := store.Now().AddDate(0, 0, 1)
	for range 2 {
		for _, now := range []time.Time{store.Now(), tomorrow} {
			if err := night(t.Context(), store, now); err != nil {
				t.Fatal(err)
			}
		}
	}
	var asked int
	if err := store.Pool().QueryRow(t.Context(), "select count(*) from river.river_job where kind = 'forget'").Scan(&asked); err != nil {
		t.Fatal(err)
	}
	if want := 1 + min(1, b.Hour(store.Now())/nightFrom); asked != want {
		t.Errorf("%d removals were asked for, want %d", asked, want)
	}
	w, err := start(t.Context(), store, 1, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	datatest.Until(t, store, "the cancelled plan is gone", func() bool {
		_, err := store.PlanHead(t.Context(), b.ID, head.ID)
		return data.IsOver(err)
	}, "plan")
}
