package data_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/ledger"
)

// Whatever rules a branch sets from today on, one after the other: the board, the
// evaluation and the statements of the months before, read anew from the database, say
// what they said. What holds of pure facts, TestARuleFromADateChangesNothingBefore holds.
func TestARuleSetTodayChangesNoMonthBefore(t *testing.T) {
	const seed = 77
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error { return someDeeds(t.Context(), tx, b.ID, rng, today) })
	if err != nil {
		t.Fatal(err)
	}
	was := toldOfMonths(t, store, b)
	rules := []planner.RuleRow{
		{Key: "fee", Value: json.RawMessage(`{"percent":0,"perReminded":2500,"perRegistrant":5000}`)},
		{Key: "attribution", Value: json.RawMessage(`{"days":3,"waitDays":9}`)},
		{Key: "premium", Value: json.RawMessage(`{"class1":300000,"class2":200000,"class3":70000}`)},
		{Key: "arrears", Value: json.RawMessage(`{"capMonths":6}`)},
		{Key: "target", Value: json.RawMessage(`{"visitsPerDay":9,"rupiahPerMonth":1,"goals":[{"measure":"households","per":"week","value":7}]}`)},
		{Key: "contact", Value: json.RawMessage(`{"daysBetween":1,"perMonth":9,"claimDays":1}`)},
		{Key: "coverage", Value: json.RawMessage(`{"days":5}`)},
	}
	for _, i := range rng.Perm(len(rules)) {
		row := rules[i]
		row.From, row.Source = today, "uji"
		if err := store.SetRule(t.Context(), b.ID, row, "petugas"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(was, toldOfMonths(t, store, b)); diff != "" {
			t.Fatalf("months before %s with another %s (-was +is):\n%s", today, row.Key, diff)
		}
	}
	did(t, store, b, "update rule set valid_from = $1", today.Month().First().AddMonths(-3))
	if cmp.Equal(was, toldOfMonths(t, store, b)) {
		t.Error("the same rules in force in those months change nothing: nothing was proven")
	}
}

// toldOfMonths is what is told of the two months before this one.
func toldOfMonths(t *testing.T, store *data.Store, b data.Branch) (out []string) {
	t.Helper()
	b, err := store.Branch(t.Context(), b.Code) // with its version of now
	if err != nil {
		t.Fatal(err)
	}
	for back := 1; back <= 2; back++ {
		first := datatest.Today().Month().First().AddMonths(-back)
		month, err := ledger.ParsePeriod(first.Month().String())
		if err != nil {
			t.Fatal(err)
		}
		board, err := store.Board(t.Context(), b, month, month.Before())
		if err != nil {
			t.Fatal(err)
		}
		e, _, err := store.Evaluate(t.Context(), b, month)
		if err != nil {
			t.Fatal(err)
		}
		paid, err := store.Statements(t.Context(), b.ID, first, 0)
		if err != nil {
			t.Fatal(err)
		}
		if e.Total.Rupiah == 0 || len(paid) == 0 {
			t.Fatalf("%s has nothing to tell", month.Text)
		}
		out = append(out, fmt.Sprintf("%+v", board.Now)) // of maps, whose keys fmt sorts
		for _, one := range []any{e, paid} {
			text, err := json.MarshalIndent(one, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(text))
		}
	}
	return out
}
