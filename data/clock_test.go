package data_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func TestRowsBearTheTimeOfTheClock(t *testing.T) {
	_, app := datatest.DSN(t)
	moment := time.Date(2028, 2, 29, 23, 30, 0, 0, time.FixedZone("WIB", 7*3600))
	store := datatest.Open(t, app, data.ClockAt(moment))
	b := datatest.Village(t, store)
	if got := b.Today(store.Now()).String(); got != "2028-02-29" {
		t.Errorf("today is %s", got)
	}
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	if err := store.CancelPlan(t.Context(), b.ID, head.ID, "petugas"); err != nil {
		t.Fatal(err)
	}
	if head, err = store.PlanHead(t.Context(), b.ID, head.ID); err != nil {
		t.Fatal(err)
	}
	for what, at := range map[string]time.Time{"asked for": head.CreatedAt, "cancelled": *head.FinishedAt} {
		if at.Before(moment) || at.Sub(moment) > time.Hour {
			t.Errorf("%s at %v, want about %v", what, at, moment)
		}
	}
	later := time.Now()
	wall := datatest.Open(t, app, data.Clock{})
	if now := wall.Now(); now.Before(later) || now.Sub(later) > time.Hour || wall.Drill() || !store.Drill() {
		t.Errorf("the clock on the wall is at %v", now)
	}
}

func TestAnAbsenceOfADrillIsNotedInTheDrill(t *testing.T) {
	_, app := datatest.DSN(t)
	moment := time.Date(2027, 1, 1, 1, 30, 0, 0, time.UTC)
	store := datatest.Open(t, app, data.ClockAt(moment))
	b := datatest.Village(t, store)
	today := b.Today(store.Now())
	if err := store.AddAway(t.Context(), b.ID, 1, planner.Away{First: today, Last: today, Why: planner.AwayIll}, 1); err != nil {
		t.Fatal(err)
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		for _, column := range []string{"(select created_at from kader_away)", "(select max(at) from audit)"} {
			var at time.Time
			if err := tx.QueryRow(t.Context(), "select "+column).Scan(&at); err != nil {
				return err
			}
			if at.Before(moment) || at.Sub(moment) > time.Hour {
				t.Errorf("%s is %v, want about %v", column, at, moment)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
