package data_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/ledger"
)

// transfers keeps payments of one account that is nobody's, one a day from a day on, and
// returns their numbers.
func transfers(t *testing.T, store *data.Store, b data.Branch, va string, first planner.Day, amounts ...planner.Rupiah) (ids []data.MoneyRowID) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		id, err := data.Next(t.Context(), tx, b.ID, "money", len(amounts))
		var rows []data.MoneyRow
		for i, amount := range amounts {
			ids = append(ids, data.MoneyRowID(id)+data.MoneyRowID(i))
			rows = append(rows, data.MoneyRow{ID: ids[i], Ref: fmt.Sprint("T", ids[i]), VA: va, Day: first + planner.Day(i), Amount: amount, State: data.MoneyWaits, Reason: ledger.UnknownNumber})
		}
		return errors.Join(err, data.KeepMoney(t.Context(), tx, b.ID, rows))
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func credit(t *testing.T, store *data.Store, b data.Branch, id data.MoneyRowID, shares ...ledger.Portion) {
	t.Helper()
	if err := store.CreditMoney(t.Context(), b.ID, id, shares, "petugas"); err != nil {
		t.Fatal(err)
	}
}

// A treasurer's transfer is divided once; beside the next one from the same account the
// division stands as a proposal, without what this payment gave or took back since.
func TestADivisionIsProposedForTheNextPaymentOfTheSameNumbers(t *testing.T) {
	store := datatest.New(t)
	b := datatest.Village(t, store)
	ids := transfers(t, store, b, "8888877777777777", lastMonth(), 300_000, 300_000)
	other := transfers(t, store, b, "8888866666666666", lastMonth(), 300_000)[0]
	if rows := queue(t, store, b, data.MoneyWaits); rows[0].Before != nil {
		t.Fatalf("proposed before anything was decided: %+v", rows[0].Before)
	}
	shares := []ledger.Portion{{Household: 4, Amount: 100_000}, {Household: 2, Amount: 150_000}, {Household: 9, Amount: 50_000}}
	credit(t, store, b, ids[0], shares...)
	said := func(id data.MoneyRowID) string {
		for _, r := range queue(t, store, b, data.MoneyWaits) {
			if r.ID == id && r.Before != nil {
				return fmt.Sprint(r.Before.By, r.Before.Shares, len(r.Families), r.Families[0].Evidence, r.Families[0].HeadName != "")
			}
		}
		return ""
	}
	if got, want := said(ids[1]), "petugas[{4 Rp100.000} {2 Rp150.000} {9 Rp50.000}] 3 [BEFORE] true"; got != want {
		t.Errorf("proposed %q, want %q", got, want)
	}
	if got := said(other); got != "" {
		t.Errorf("another account's payment is divided like it: %s", got)
	}
	if len(paidIn(t, store, b)) != 3 {
		t.Error("a proposal has credited somebody")
	}
	credit(t, store, b, ids[1], shares...)
	rows := queue(t, store, b, data.MoneyMatched)
	if rows[0].ID != ids[1] {
		t.Fatalf("the newest decision is not first: %d", rows[0].ID)
	}
	if err := store.UncreditMoney(t.Context(), b.ID, rows[0].Shares[1].ID, "petugas"); err != nil {
		t.Fatal(err)
	}
	if got, want := said(ids[1]), "petugas[{2 Rp150.000}] 1 [BEFORE] true"; got != want {
		t.Errorf("what was undone for one family is proposed as %q, want %q", got, want)
	}
}

// Whoever divides a payment names families by a whole number of theirs.
func TestAFamilyIsPutBesideAPaymentByItsNumber(t *testing.T) {
	store := datatest.New(t)
	b := datatest.Village(t, store)
	id := transfers(t, store, b, "8888877777777777", lastMonth(), 300_000)[0]
	const kk = "9900000000000007"
	for range 2 {
		if err := store.NameMoney(t.Context(), b.ID, id, kk, "petugas"); err != nil {
			t.Fatal(err)
		}
	}
	if r := queue(t, store, b, data.MoneyWaits)[0]; len(r.Families) != 1 || r.Families[0].Household != 7 || fmt.Sprint(r.Families[0].Evidence) != "[SAID]" {
		t.Errorf("beside it stand %+v", r.Families)
	}
	if err := store.NameMoney(t.Context(), b.ID, id, "9999999999999999", "petugas"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("nobody's number: %v", err)
	}
	credit(t, store, b, id, ledger.Portion{Household: 7, Amount: 300_000})
	if err := store.NameMoney(t.Context(), b.ID, id, kk, "petugas"); !errors.Is(err, data.ErrDecided) {
		t.Errorf("beside one that is decided: %v", err)
	}
}

// A decision becomes a rule from today on, after it was rehearsed on three months; what
// contradicts it, or is of several families, becomes none. It ends with its decision.
func TestADecisionBecomesARuleThatWasRehearsed(t *testing.T) {
	store := datatest.New(t)
	b := datatest.Village(t, store)
	today := b.Today(store.Now())
	ids := transfers(t, store, b, "8888877777777777", today-10, 50_000, 60_000, 70_000)
	old := transfers(t, store, b, "8888877777777777", today.AddMonths(-3)-1, 10_000)[0]
	whole := func(id data.MoneyRowID, home planner.HouseholdID, amount planner.Rupiah) {
		credit(t, store, b, id, ledger.Portion{Household: home, Amount: amount})
	}
	rehearsed := func(want data.MoneyRule) {
		t.Helper()
		want.From, want.Since = today, today.AddMonths(-3)
		if got, err := store.RehearseMoney(t.Context(), b.ID, ids[0]); err != nil || got != want {
			t.Errorf("rehearsed %+v, want %+v: %v", got, want, err)
		}
	}
	payers := func() (out []ledger.Payer) {
		t.Helper()
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) (err error) {
			out, err = data.PayersIn(t.Context(), tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	rehearsed(data.MoneyRule{Waits: 3}) // nobody's yet
	whole(ids[0], 1, 50_000)
	whole(old, 2, 10_000) // too long ago to contradict
	rehearsed(data.MoneyRule{Fits: true, Same: 1, Waits: 2})
	whole(ids[1], 2, 60_000)
	rehearsed(data.MoneyRule{Fits: true, Same: 1, Other: 1, Waits: 1})
	if err := store.RuleMoney(t.Context(), b.ID, ids[0], "petugas"); !errors.Is(err, data.ErrMoneyRule) || len(payers()) != 0 {
		t.Errorf("a rule that would have been wrong: %v", err)
	}
	share := queue(t, store, b, data.MoneyMatched)[0].Shares[0].ID
	if err := store.UncreditMoney(t.Context(), b.ID, share, "petugas"); err != nil {
		t.Fatal(err)
	}
	whole(ids[1], 1, 60_000)
	if err := store.RuleMoney(t.Context(), b.ID, ids[0], "petugas"); err != nil {
		t.Fatal(err)
	}
	if err := store.RuleMoney(t.Context(), b.ID, ids[0], "petugas"); !errors.Is(err, data.ErrConflict) {
		t.Errorf("a rule already: %v", err)
	}
	if got := payers(); len(got) != 1 || got[0].VA != "8888877777777777" || got[0].Household != 1 || got[0].From != today || got[0].Until < today+10_000 {
		t.Errorf("rules %+v", got)
	}
	if got := queue(t, store, b, data.MoneyRules); len(got) != 1 || got[0].ID != ids[0] || got[0].RuleFrom == nil {
		t.Errorf("listed %+v", got)
	}
	if err := store.EndMoneyRule(t.Context(), b.ID, ids[0], "petugas"); err != nil || payers()[0].Until != today-1 {
		t.Errorf("ended: %v %+v", err, payers())
	}
	if err := store.EndMoneyRule(t.Context(), b.ID, ids[0], "petugas"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("ended twice: %v", err)
	}
	if err := store.RuleMoney(t.Context(), b.ID, ids[0], "petugas"); err != nil || payers()[0].Until < today {
		t.Errorf("taken up again: %v", err)
	}
	at := slices.IndexFunc(queue(t, store, b, data.MoneyMatched), func(r data.MoneyReview) bool { return r.ID == ids[0] })
	if err := store.UncreditMoney(t.Context(), b.ID, queue(t, store, b, data.MoneyMatched)[at].Shares[0].ID, "petugas"); err != nil {
		t.Fatal(err)
	}
	if got := payers(); len(got) != 0 {
		t.Errorf("the decision was taken back, the rule stays: %+v", got)
	}
}
