package data_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/ledger"
)

// What the map tells of a month, read the short way, adds up to the board, which folds two
// years of visits and payments: also where promises of an earlier month are due in it, and
// where money goes back.
func TestWhatHappenedOnTheMapIsTheBoards(t *testing.T) {
	const seed = 14
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	store := datatest.New(t)
	b := datatest.Village(t, store)
	today := datatest.Today()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error { return someDeeds(t.Context(), tx, b.ID, rng, today) })
	if err != nil {
		t.Fatal(err)
	}
	p, err := store.EnsurePartition(t.Context(), b.ID, data.Quarter(today))
	if err != nil {
		t.Fatal(err)
	}
	for back := range 3 {
		month, err := ledger.ParsePeriod(today.Month().First().AddMonths(-back).Month().String())
		if err != nil {
			t.Fatal(err)
		}
		board, err := store.Board(t.Context(), b, month, month)
		if err != nil {
			t.Fatal(err)
		}
		all, err := store.HeatHappened(t.Context(), b, p, month)
		if err != nil {
			t.Fatal(err)
		}
		var got heat.Happening
		for _, one := range all {
			got.Visits, got.Met, got.Kept, got.Settled, got.Paid = got.Visits+one.Visits, got.Met+one.Met, got.Kept+one.Kept, got.Settled+one.Settled, got.Paid+one.Paid
		}
		sum := board.Now.Sum("", 0)
		want := heat.Happening{Visits: int32(sum.Visits), Met: int32(sum.Met), Kept: int32(sum.Kept), Settled: int32(sum.Due), Paid: sum.Collected + sum.Unsought}
		if got != want || got.Visits == 0 && back < 2 {
			t.Errorf("%s: the map has %+v, the board %+v", month.Text, got, want)
		}
	}
}

// someDeeds writes down visits of the 75 days up to one, promises in every state, and money of
// which some went back.
func someDeeds(ctx context.Context, tx pgx.Tx, b data.BranchID, rng *rand.Rand, today planner.Day) error {
	states := []string{"pending", "kept", "broken", "cancelled"}
	outcomes := []planner.Outcome{planner.Promised, planner.NotHome, planner.PaidPart, planner.Refused, planner.Skipped}
	for i := range 240 {
		h, d := 1+rng.IntN(60), today-planner.Day(rng.IntN(75))
		var promise any
		outcome := outcomes[rng.IntN(len(outcomes))]
		if outcome == planner.Promised {
			promise = map[string]any{"due": d + planner.Day(rng.IntN(25)), "amount": 50_000, "state": states[rng.IntN(4)]}
		}
		_, err := tx.Exec(ctx, `insert into visit (branch_id, household_id, kader_id, day, at, outcome, promise, event_id)
			values ($1, $2, $3, $4, $5, $6, $7, gen_random_uuid())`, b, h, 1+rng.IntN(2), d, i, outcome, promise)
		if err != nil {
			return err
		}
		if rng.IntN(3) > 0 {
			continue
		}
		var back *planner.Day
		if rng.IntN(4) == 0 {
			back = new(d + planner.Day(rng.IntN(40)))
		}
		_, err = tx.Exec(ctx, `insert into payment (branch_id, household_id, day, amount, ref, reversed_on, event_id)
			values ($1, $2, $3, $4, $5, $6, gen_random_uuid())`, b, h, d, 10_000*(1+rng.IntN(9)), fmt.Sprint("R", i), back)
		if err != nil {
			return err
		}
	}
	return nil
}
