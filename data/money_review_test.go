package data_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/ledger"
)

// waiting keeps payments of so many rupiah that wait for somebody, numbered from 1.
func waiting(t *testing.T, store *data.Store, b data.Branch, amounts ...planner.Rupiah) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		first, err := data.Next(t.Context(), tx, b.ID, "money", len(amounts))
		if err != nil {
			return err
		}
		var rows []data.MoneyRow
		for i, amount := range amounts {
			rows = append(rows, data.MoneyRow{
				ID: data.MoneyRowID(first + int64(i)), Ref: fmt.Sprint("R", i+1), Day: lastMonth() + 9, Amount: amount, State: data.MoneyWaits, Reason: ledger.SharedVA,
				Candidates: []ledger.Candidate{{Household: 1, Evidence: []ledger.Evidence{ledger.ByVAShared}}},
			})
		}
		return data.KeepMoney(t.Context(), tx, b.ID, rows)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func paidIn(t *testing.T, store *data.Store, b data.Branch) (out []string) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		payments, err := data.PaymentsIn(t.Context(), tx, nil)
		for _, p := range payments {
			out = append(out, fmt.Sprintf("%d %d %s", p.Household, p.Amount, p.Ref))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func queue(t *testing.T, store *data.Store, b data.Branch, state data.MoneyState) []data.MoneyReview {
	t.Helper()
	rows, total, err := store.MoneyQueue(t.Context(), b.ID, state, 0, 100, 7)
	if err != nil || total != int64(len(rows)) {
		t.Fatalf("%d of %d rows: %v", len(rows), total, err)
	}
	return rows
}

func TestOneTransferIsSplitOverManyFamiliesAndUndonePerFamily(t *testing.T) {
	store, b := datatest.NewVillage(t)
	waiting(t, store, b, 1_000_000)
	if rows := queue(t, store, b, data.MoneyWaits); len(rows) != 1 || rows[0].Families[0].HeadName != "Contoh" || !strings.Contains(rows[0].Families[0].NoKK, "•") {
		t.Fatalf("queue %+v", rows)
	}
	for name, bad := range map[string][]ledger.Portion{
		"less than all": {{Household: 1, Amount: 999_999}}, "more than all": {{Household: 1, Amount: 1_000_001}}, "nobody's": {{Household: 99_999, Amount: 1_000_000}},
	} {
		if err := store.CreditMoney(t.Context(), b.ID, 1, bad, "petugas"); !errors.Is(err, ledger.ErrSplit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	shares := []ledger.Portion{{Household: 1, Amount: 333_333}, {Household: 2, Amount: 333_333}, {Household: 3, Amount: 333_334}}
	if err := store.CreditMoney(t.Context(), b.ID, 1, shares, "petugas"); err != nil {
		t.Fatal(err)
	}
	if err := store.CreditMoney(t.Context(), b.ID, 1, shares, "petugas"); !errors.Is(err, data.ErrConflict) {
		t.Errorf("credited twice: %v", err)
	}
	if got, want := paidIn(t, store, b), []string{"1 333333 R1", "2 333333 R1", "3 333334 R1"}; !slices.Equal(got, want) {
		t.Errorf("payments %v, want %v", got, want)
	}
	second := queue(t, store, b, data.MoneyMatched)[0].Shares[1]
	if err := store.UncreditMoney(t.Context(), b.ID, second.ID, "petugas"); err != nil {
		t.Fatal(err)
	}
	if err := store.UncreditMoney(t.Context(), b.ID, second.ID, "petugas"); !errors.Is(err, data.ErrConflict) {
		t.Errorf("undone twice: %v", err)
	}
	if got, want := paidIn(t, store, b), []string{"1 333333 R1", "3 333334 R1"}; !slices.Equal(got, want) {
		t.Errorf("payments after the undo %v, want %v", got, want)
	}
	if rows := queue(t, store, b, data.MoneyWaits); len(rows) != 1 || rows[0].Credited != 666_667 {
		t.Errorf("the rest does not wait: %+v", rows)
	}
	if err := store.RefuseMoney(t.Context(), b.ID, 1, "petugas"); !errors.Is(err, data.ErrConflict) {
		t.Errorf("refused while it is credited: %v", err)
	}
	if err := store.CreditMoney(t.Context(), b.ID, 1, []ledger.Portion{{Household: 2, Amount: 333_333}}, "petugas"); err != nil {
		t.Fatalf("the same family again: %v", err)
	}
	if got := paidIn(t, store, b); len(got) != 3 {
		t.Errorf("payments at last %v", got)
	}
}

func TestTwoOfficersCreditOnePaymentOnce(t *testing.T) {
	store, b := datatest.NewVillage(t)
	waiting(t, store, b, 100_000, 50_000)
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() {
			errs[i] = store.CreditMoney(t.Context(), b.ID, 1, []ledger.Portion{{Household: planner.HouseholdID(1 + i), Amount: 100_000}}, fmt.Sprint("petugas", i))
		})
	}
	group.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, data.ErrConflict) {
			t.Errorf("who came late is told: %v", err)
		}
	}
	if won != 1 || len(paidIn(t, store, b)) != 1 {
		t.Errorf("%d officers credited it, payments %v", won, paidIn(t, store, b))
	}
	if err := store.RefuseMoney(t.Context(), b.ID, 2, "petugas"); err != nil {
		t.Error(err)
	}
	if err := store.CreditMoney(t.Context(), b.ID, 2, []ledger.Portion{{Household: 1, Amount: 50_000}}, "petugas"); !errors.Is(err, data.ErrConflict) {
		t.Errorf("credited after it was refused: %v", err)
	}
	if err := store.CreditMoney(t.Context(), b.ID, 99, nil, "petugas"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("no such payment: %v", err)
	}
}

// Somebody finds after the month was closed that a payment was another family's.
func TestUnmatchingLeavesAClosedMonthAsItWas(t *testing.T) {
	store, b := datatest.NewVillage(t)
	datatest.Record(t, store, b.ID, datatest.Promise(1, 1, lastMonth()+4, planner.Promise{Due: lastMonth() + 8, Amount: 400_000}))
	waiting(t, store, b, 400_000)
	if err := store.CreditMoney(t.Context(), b.ID, 1, []ledger.Portion{{Household: 1, Amount: 400_000}}, "petugas"); err != nil {
		t.Fatal(err)
	}
	before := fees(t, store, b, lastMonth())
	if before[1] != 100_000 {
		t.Fatalf("fees %v", before)
	}
	if err := store.CloseMonth(t.Context(), b, lastMonth(), "petugas"); err != nil {
		t.Fatal(err)
	}
	if err := store.UncreditMoney(t.Context(), b.ID, queue(t, store, b, data.MoneyMatched)[0].Shares[0].ID, "petugas"); err != nil {
		t.Fatal(err)
	}
	if after := fees(t, store, b, lastMonth()); after[1] != before[1] {
		t.Errorf("the closed month says %v, said %v", after, before)
	}
	if next := fees(t, store, b, lastMonth().AddMonths(1)); next[1] != -100_000 {
		t.Errorf("the next month says %v", next)
	}
}

func TestAKadersDisputeHasOneAnswer(t *testing.T) {
	store, b := datatest.NewVillage(t)
	visited(t, store, b, 1, 1, lastMonth()+4)
	received(t, store, b, 1, lastMonth()+9, 400_000, "R1")
	d := data.Dispute{Kader: 1, Month: lastMonth(), Line: "collected/R1/1", Said: "Jumlahnya kurang", SaidBy: "kader"}
	got, err := store.AddDispute(t.Context(), b.ID, d)
	if err != nil || got.ID == 0 || got.AnsweredAt != nil {
		t.Fatalf("%+v: %v", got, err)
	}
	for name, wrong := range map[string]data.Dispute{"another's line": {Kader: 2, Month: lastMonth(), Line: d.Line, Said: d.Said}, "no line": {Kader: 1, Month: lastMonth(), Line: "collected/R9/1", Said: d.Said}} {
		if _, err := store.AddDispute(t.Context(), b.ID, wrong); !errors.Is(err, data.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := store.AnswerDispute(t.Context(), b.ID, got.ID, "Sesuai berkas bank", "petugas"); err != nil {
		t.Fatal(err)
	}
	if err := store.AnswerDispute(t.Context(), b.ID, got.ID, "Lain lagi", "petugas"); !errors.Is(err, data.ErrConflict) {
		t.Errorf("answered twice: %v", err)
	}
	if others, err := store.Disputes(t.Context(), b.ID, 2); err != nil || len(others) != 0 {
		t.Errorf("another kader reads %+v: %v", others, err)
	}
	all, err := store.Disputes(t.Context(), b.ID, 1)
	if err != nil || len(all) != 1 || all[0].Answer != "Sesuai berkas bank" || fees(t, store, b, lastMonth())[1] != 100_000 {
		t.Errorf("disputes %+v: %v", all, err)
	}
}

// Whoever decides whose a payment is sees what kader noted of the family about its day,
// and the pictures of receipts that came; nothing of another time.
func TestReceiptsStandBesideThePaymentThatWaits(t *testing.T) {
	store, b := datatest.NewVillage(t)
	paid := lastMonth() + 9
	picture := append([]byte{0xff, 0xd8, 0xff, 0xe0}, strings.Repeat("resi", 50)...)
	name := data.PictureName{Event: "01930000-0000-7000-8000-00000000f071", Hash: sha256.Sum256(picture)}
	hash := hex.EncodeToString(name.Hash[:])
	note := func(id planner.EventID, day planner.Day, receipt string, photos ...string) planner.Event {
		return planner.Event{ID: id, Household: 1, Kader: 1, Type: planner.Code(planner.PaidPart), At: datatest.At(day, 1000), Payload: planner.Payload{Amount: 400_000, Receipt: receipt, Photos: photos}}
	}
	datatest.Record(t, store, b.ID, note(name.Event, paid-2, "R-77", hash, strings.Repeat("0", 64)), note("01930000-0000-7000-8000-00000000f072", paid-31, "R-55"))
	waiting(t, store, b, 400_000)
	noted := func() []data.NotedPayment { return queue(t, store, b, data.MoneyWaits)[0].Families[0].Noted }
	if got := noted(); len(got) != 1 || got[0].Receipt != "R-77" || got[0].Amount != 400_000 || got[0].Day != paid-2 || got[0].KaderName == "" || len(got[0].Photos) != 0 {
		t.Fatalf("before the picture came: %+v", got)
	}
	key, err := store.SealKey(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	sealed := datatest.SealTo(t, key, picture)
	if _, err := store.TakePicture(t.Context(), b.ID, 1, data.Piece{PictureName: name, Size: len(sealed), Bytes: sealed}); err != nil {
		t.Fatal(err)
	}
	if got := noted(); len(got) != 1 || !slices.Equal(got[0].Photos, []string{hash}) {
		t.Errorf("the picture came: %+v", got)
	}
}

// A reference that a kader noted at another family's door speaks for that family, though
// no number of the file does; one noted long before is not of this payment, and who is a
// candidate already is one once.
func TestAReceiptNotedElsewhereStandsBesideADoubt(t *testing.T) {
	store, b := datatest.NewVillage(t)
	waiting(t, store, b, 70_000, 35_000)
	noted := func(home planner.HouseholdID, day planner.Day, receipt string) planner.Event {
		return planner.Event{Household: home, Kader: 1, Type: planner.Code(planner.PaidPart), At: datatest.At(day, 600), Payload: planner.Payload{Amount: 35_000, Channel: "PPOB", Receipt: receipt}}
	}
	day := lastMonth() + 9
	datatest.Record(t, store, b.ID, noted(5, day-1, "R1"), noted(1, day, "R1"), noted(6, day-1, "R9"), noted(7, day-40, "R2"))
	want := map[string]string{"R1": "[1 [VA_SHARED RECEIPT] 5 [RECEIPT]]", "R2": "[1 [VA_SHARED]]"}
	for _, r := range queue(t, store, b, data.MoneyWaits) {
		var said []any
		for _, f := range r.Families {
			said = append(said, f.Household, f.Evidence)
			if f.Household == 5 && (len(f.Noted) != 1 || f.HeadName == "") {
				t.Errorf("the family of the receipt: %+v", f)
			}
		}
		if got := fmt.Sprint(said); got != want[r.Ref] {
			t.Errorf("%s: beside it stand %s, want %s", r.Ref, got, want[r.Ref])
		}
	}
}
