package data_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/ledger"
)

// lastMonth is the first day of the month before the tests' today.
func lastMonth() planner.Day { return datatest.Today().Month().First().AddMonths(-1) }

// did runs statements of SQL in a branch.
func did(t *testing.T, store *data.Store, b data.Branch, sql string, args ...any) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// visited and received write down what happened.
func visited(t *testing.T, store *data.Store, b data.Branch, h, k int, d planner.Day) {
	t.Helper()
	datatest.Record(t, store, b.ID, planner.Event{Household: planner.HouseholdID(h), Kader: planner.KaderID(k), Type: planner.Code(planner.Unable), At: datatest.At(d, 1000)})
}

func received(t *testing.T, store *data.Store, b data.Branch, h int, d planner.Day, amount int, ref string) planner.EventID {
	t.Helper()
	e := datatest.Payment(planner.HouseholdID(h), d, planner.Rupiah(amount), ref)
	e.ID = planner.EventID(uuid.NewString())
	datatest.Record(t, store, b.ID, e)
	return e.ID
}

func fees(t *testing.T, store *data.Store, b data.Branch, month planner.Day) map[planner.KaderID]planner.Rupiah {
	t.Helper()
	statements, err := store.Statements(t.Context(), b.ID, month, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[planner.KaderID]planner.Rupiah{}
	for _, s := range statements {
		out[s.Kader] = s.Totals.Verified + s.Totals.Estimate
	}
	return out
}

func TestAMonthThatIsClosedStaysInTheDatabaseToo(t *testing.T) {
	store, b := datatest.NewVillage(t)
	month := lastMonth()
	visited(t, store, b, 1, 1, month+4)
	visited(t, store, b, 2, 2, month+5)
	received(t, store, b, 1, month+9, 400_000, "R1")
	want := map[planner.KaderID]planner.Rupiah{1: 100_000}
	if diff := cmp.Diff(want, fees(t, store, b, month)); diff != "" {
		t.Fatalf("open (-want +got):\n%s", diff)
	}
	if err := store.CloseMonth(t.Context(), b, month, "contoh"); err != nil {
		t.Fatal(err)
	}
	received(t, store, b, 2, month+9, 200_000, "R2")
	if diff := cmp.Diff(want, fees(t, store, b, month)); diff != "" {
		t.Errorf("closed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[planner.KaderID]planner.Rupiah{2: 50_000}, fees(t, store, b, month.AddMonths(1))); diff != "" {
		t.Errorf("sesudah tutup (-want +got):\n%s", diff)
	}
	for name, again := range map[string]planner.Day{"twice": month, "one that is not over": month.AddMonths(1), "one before": month.AddMonths(-1)} {
		if err := store.CloseMonth(t.Context(), b, again, "contoh"); !errors.Is(err, data.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update ledger_month set lines = '[]'")
		return err
	})
	if err == nil {
		t.Error("a closed month can be changed")
	}
}

func TestAStatementOfOneKaderIsThatKadersAlone(t *testing.T) {
	store, b := datatest.NewVillage(t)
	month := lastMonth()
	for h := 1; h <= 6; h++ {
		visited(t, store, b, h, 1+h%2, month+4)
		received(t, store, b, h, month+9, 100_000*h, fmt.Sprint("R", h))
	}
	got, err := store.Statements(t.Context(), b.ID, month, 2)
	if err != nil || len(got) != 1 || got[0].Kader != 2 || len(got[0].Lines) != 3 {
		t.Errorf("%+v: %v", got, err)
	}
}

func TestArrearsOfAMonthAreKeptOnce(t *testing.T) {
	store, b := datatest.NewVillage(t)
	asOf := datatest.Today() - 3
	keep := func() int64 {
		t.Helper()
		n, err := store.KeepArrears(t.Context(), b.ID)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := keep(); n != 0 {
		t.Errorf("%d kept before a file of households came in", n)
	}
	set := func(d planner.Day) {
		t.Helper()
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			return data.SetFigures(t.Context(), tx, b.ID, data.Figures{AsOf: d, Basis: []byte{}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	set(asOf)
	if n, again := keep(), keep(); n != 1300 || again != 0 {
		t.Errorf("%d kept, then %d; want 1300, then none", n, again)
	}
	did(t, store, b, "update household set arrears = arrears + 1000, months = months + 1 where id <= 10")
	set(asOf.AddMonths(1))
	if n := keep(); n != 1300 {
		t.Errorf("%d kept of the next month", n)
	}
	trend, err := store.ArrearsTrends(t.Context(), b.ID)
	if err != nil || len(trend) != 2 || trend[1].Arrears-trend[0].Arrears != 10_000 || trend[0].Households != 1300 {
		t.Errorf("trend %+v: %v", trend, err)
	}
	set(asOf.AddMonths(30))
	keep()
	if trend, err = store.ArrearsTrends(t.Context(), b.ID); err != nil || len(trend) != 1 {
		t.Errorf("months of long ago are kept: %+v: %v", trend, err)
	}
}

func TestAnEvaluationReadsWhatHappened(t *testing.T) {
	store, b := datatest.NewVillage(t)
	month := lastMonth()
	visited(t, store, b, 1, 1, month+4)
	first := received(t, store, b, 1, month+9, 400_000, "R1")
	received(t, store, b, 3, month+9, 70_000, "R2")
	back := month + 12
	datatest.Record(t, store, b.ID, planner.Event{Household: 1, Type: planner.PaidBack, Of: first, At: datatest.At(back, 720), Payload: planner.Payload{Day: &back, Receipt: "B1"}})
	received(t, store, b, 1, month+14, 300_000, "R3")
	p, err := ledger.ParsePeriod(month.Month().String())
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := store.Evaluate(t.Context(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	if e.Total.Visits != 1 || e.Total.Rupiah != 300_000 || e.Total.Fee != 75_000 || e.WithoutVisit != 70_000 || len(e.Kader) != 2 || e.Partial {
		t.Errorf("evaluation %+v, without a visit %v", e.Total, e.WithoutVisit)
	}
}

// Registrations and talks count as they stand after they were mended, on the branch's
// own day: half past midnight is the next day's in WIB.
func TestOtherWorkOfKaderIsEvaluatedToo(t *testing.T) {
	store, b := datatest.NewVillage(t)
	month := lastMonth()
	talk := func(at planner.Minute, d planner.Day, heads int) planner.Event {
		return planner.Event{ID: planner.EventID(uuid.NewString()), Kader: 1, Type: planner.Education, At: datatest.At(d, at), Payload: planner.Payload{Heads: heads}}
	}
	wrong := talk(600, month+3, 500)
	undone := planner.Event{Kader: 2, ID: planner.EventID(uuid.NewString()), Type: planner.Registered, At: datatest.At(month+5, 600), Payload: planner.Payload{Heads: 4}}
	datatest.Record(t, store, b.ID,
		wrong, planner.Event{Kader: 1, Type: planner.Correction, Of: wrong.ID, At: datatest.At(month+4, 600), Payload: planner.Payload{Event: &planner.Corrected{Type: planner.Education, Payload: planner.Payload{Heads: 50}}}},
		talk(30, month, 20), talk(23*60+30, month-1, 7),
		planner.Event{Kader: 2, Type: planner.Registered, At: datatest.At(month+5, 600), Payload: planner.Payload{Heads: 3}},
		planner.Event{Kader: 2, Type: planner.Reported, At: datatest.At(month+6, 540), Payload: planner.Payload{Place: "Balai Desa Contoh"}},
		undone, planner.Event{Kader: 2, Type: planner.Cancelled, Of: undone.ID, At: datatest.At(month+6, 600)},
	)
	did(t, store, b, `insert into rule (branch_id, key, valid_from, value, source_note) values ($1, 'fee', $2, '{"perRegistration":10000,"perRegistrant":1000}', 'uji')`, b.ID, month-60)
	p, err := ledger.ParsePeriod(month.Month().String())
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := store.Evaluate(t.Context(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	if e.Total.Reports != 1 || e.Total.Talks != 2 || e.Total.Heads != 70 || e.Total.Registrations != 1 {
		t.Errorf("%d reports, %d talks to %d people, %d registrations; want 1, 2, 70, 1", e.Total.Reports, e.Total.Talks, e.Total.Heads, e.Total.Registrations)
	}
	if got := fees(t, store, b, month); got[2] != 13_000 {
		t.Errorf("fees %v, want Rp13.000 for a family of three", got)
	}
}
