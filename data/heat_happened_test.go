package data_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error { return someDeeds(t.Context(), tx, b.ID, rng, today) })
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
		p, err := store.EnsurePartition(t.Context(), b.ID, data.Quarter(month.From))
		if err != nil {
			t.Fatal(err)
		}
		m, err := store.HeatMonth(t.Context(), b, p, month.From.Month(), true)
		if err != nil {
			t.Fatal(err)
		}
		all, err := store.HeatHappened(t.Context(), b, m, false)
		if err != nil {
			t.Fatal(err)
		}
		var got heat.Happening
		for _, one := range all {
			got.Visits, got.Met, got.Kept, got.Settled, got.Paid = got.Visits+one.Visits, got.Met+one.Met, got.Kept+one.Kept, got.Settled+one.Settled, got.Paid+one.Paid
		}
		toldApart(t, store, b, m)
		sum := board.Now.Sum("", 0)
		want := heat.Happening{Visits: int32(sum.Visits), Met: int32(sum.Met), Kept: int32(sum.Kept), Settled: int32(sum.Due), Paid: sum.Collected + sum.Unsought}
		if got != want || got.Visits == 0 && back < 2 {
			t.Errorf("%s: the map has %+v, the board %+v", month.Text, got, want)
		}
	}
}

// toldApart holds the categories of whoever was visited to a count of them.
func toldApart(t *testing.T, store *data.Store, b data.Branch, m *data.HeatMonth) {
	t.Helper()
	all, err := store.HeatHappened(t.Context(), b, m, true)
	if err != nil {
		t.Fatal(err)
	}
	got, want := map[[2]uint16]int{}, map[[2]uint16]int{}
	for _, one := range all {
		if one.Visits > 0 {
			got[[2]uint16{one.Category[heat.Class], one.Category[heat.Status]}]++
		}
	}
	until := min(datatest.Today(), m.Month.Last())
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		rows, err := tx.Query(t.Context(), `
			select h.classes[1] - 1, case when h.rehab is not null then 3 when p.promised then 2 else 1 end, count(*)
			from household h
			join (
			  select household_id, bool_or(promise->>'state' = 'pending' and (promise->>'due')::date >= $2) as promised, bool_or(day >= $1) as visited
			  from visit
			  where day <= $2 and outcome <> 'DILEWATI'
			  group by 1) p on p.household_id = h.id and p.visited
			group by 1, 2`, m.Month.First(), until)
		if err != nil {
			return err
		}
		var class, status uint16
		var n int
		_, err = pgx.ForEachRow(rows, []any{&class, &status, &n}, func() error {
			want[[2]uint16{class, status}] = n
			return nil
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: visited families by class and status (-counted +told)\n%s", m.Month, diff)
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
