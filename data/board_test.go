package data_test

import (
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner/ledger"
)

// A board reads its months and what belongs to them; the evaluation of each, which reads
// years of visits, money and figures, counts the same, kader by kader: money is credited to
// visits of before the months, and promises of before them are settled in them.
func TestABoardReadsLittleAndCountsAsTheEvaluation(t *testing.T) {
	const seed = 41
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
		e, _, err := store.Evaluate(t.Context(), b, month)
		if err != nil {
			t.Fatal(err)
		}
		all := board.Now.Sum("", 0)
		if all.Collected != e.Total.Rupiah || all.Unsought != e.WithoutVisit || all.Visits != e.Total.Visits || all.Met != e.Total.Contacts || all.Kept != e.Total.Kept || all.Due != e.Total.Kept+e.Total.Broken {
			t.Errorf("%s: the board has %+v, the evaluation %+v and %d without a visit", month.Text, all, e.Total, e.WithoutVisit)
		}
		if back < 2 && (all.Collected == 0 || all.Unsought == 0 || all.Due == 0) {
			t.Errorf("%s has too little to tell: %+v", month.Text, all)
		}
		for _, k := range e.Kader {
			if own := board.Now.Sum("", k.Kader); own.Collected != k.Record.Rupiah || own.Visits != k.Record.Visits || own.Kept != k.Record.Kept {
				t.Errorf("%s, kader %d: the board has %+v, the evaluation %+v", month.Text, k.Kader, own, k.Record)
			}
		}
	}
}

// Money of a month in which nobody promised any is money all the same.
func TestMoneyCountsWherePromisesAreNone(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	datatest.Record(t, store, b.ID, datatest.Payment(3, today, 70_000, "R1"))
	month, err := ledger.ParsePeriod(today.Month().String())
	if err != nil {
		t.Fatal(err)
	}
	board, err := store.Board(t.Context(), b, month, month.Before())
	if err != nil {
		t.Fatal(err)
	}
	if got := board.Now.Sum("", 0).Unsought; got != 70_000 {
		t.Errorf("the board has %d without a visit", got)
	}
	p, err := store.EnsurePartition(t.Context(), b.ID, data.Quarter(today))
	if err != nil {
		t.Fatal(err)
	}
	m, err := store.HeatMonth(t.Context(), b, p, today.Month(), true)
	if err != nil {
		t.Fatal(err)
	}
	if all, err := store.HeatHappened(t.Context(), b, m, false); err != nil || len(all) != 1 || all[0].Paid != 70_000 {
		t.Errorf("on the map: %+v, %v", all, err)
	}
}
