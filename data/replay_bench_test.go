package data_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

var (
	replayHouseholds = flag.Int("replay-households", 10_000, "households of the replay's benchmark")
	replayEvents     = flag.Int("replay-events", 50_000, "events of the replay's benchmark")
)

// BenchmarkReplay folds all events of a branch from zero and compares them with what
// is stored.
func BenchmarkReplay(b *testing.B) {
	store := datatest.New(b)
	branch := datatest.Village(b, store)
	err := store.InBranch(b.Context(), []data.BranchID{branch.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(b.Context(), `
			insert into household (branch_id, id, no_kk, head_name, classes, segment, arrears_of, months, arrears, arrears_status, desa, phone_quality, accuracy, cell, as_of)
			select branch_id, n, '99' || lpad(n::text, 14, '0'), 'Contoh', classes, segment, arrears_of, months, arrears, arrears_status, desa, phone_quality, 'E', cell, as_of
			from household, generate_series(2001, $1::int + 2000) n where id = 1`, *replayHouseholds)
		if err != nil {
			return err
		}
		return happen(b.Context(), tx, branch.ID)
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := store.ReplayEvents(context.Background(), branch.ID, true)
		if err != nil || r.Different != 0 || r.Events != int64(*replayEvents) {
			b.Fatalf("%+v (%v)", r, err)
		}
	}
}

// happen writes the events of a year for the households.
func happen(ctx context.Context, tx pgx.Tx, b data.BranchID) error {
	rng := rand.New(rand.NewPCG(1, 1))
	var all []data.Recorded
	var homes []planner.HouseholdID
	for n := 0; n < *replayEvents; {
		for _, e := range doings(rng, min(100, *replayEvents-n)) {
			e.ID = planner.EventID(fmt.Sprintf("00000000-0000-7000-8000-%012x", n))
			if e.Of != "" {
				e.Of = planner.EventID(fmt.Sprintf("00000000-0000-7000-8000-%012x", n-1-rng.IntN(min(n, 90))))
			}
			if e.Household != 0 {
				e.Household = planner.HouseholdID(2001 + rng.IntN(*replayHouseholds))
				homes = append(homes, e.Household)
			}
			all = append(all, data.Recorded{Event: e})
			n++
		}
	}
	if _, err := data.AppendEvents(ctx, tx, b, all); err != nil {
		return err
	}
	_, err := data.FoldIn(ctx, tx, b, homes)
	return err
}
