package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/ledger"
)

// withPayment is an edge over a village where a payment of last month waits for
// somebody, and its number.
func withPayment(t *testing.T, amount planner.Rupiah) *office {
	t.Helper()
	o := openVillage(t)
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		first, err := data.Next(t.Context(), tx, o.own.ID, "money", 1)
		if err != nil {
			return err
		}
		return data.KeepMoney(t.Context(), tx, o.own.ID, []data.MoneyRow{{
			ID: data.MoneyRowID(first), Ref: "R1", KK: "9900000000000001", Day: lastMonth().First() + 9, Amount: amount, State: data.MoneyWaits, Reason: ledger.SharedVA,
			Candidates: []ledger.Candidate{{Household: 1, Evidence: []ledger.Evidence{ledger.ByVAShared}}},
		}})
	})
	if err != nil {
		t.Fatal(err)
	}
	datatest.Record(t, o.store, o.own.ID, datatest.Promise(1, 1, lastMonth().First()+4, planner.Promise{Due: lastMonth().First() + 8, Amount: amount}))
	return o
}

func lastMonth() planner.Month { return datatest.Today().Month().Add(-1) }

func TestAPaymentThatWaitsIsCreditedShownAndUndone(t *testing.T) {
	o := withPayment(t, 400_000)
	officer, kader := o.as(t, data.Officer), o.as(t, data.KaderRole)
	queue := func(state string) string {
		return o.send(t, officer, "GET", "/api/v1/branches/9901/payments?state="+state, "").text
	}
	if got := queue("review"); !strings.Contains(got, `"reason":"SHARED_VA"`) || !strings.Contains(got, `"VA_SHARED"`) || strings.Contains(got, "9900000000000001") {
		t.Errorf("queue %s", got)
	}
	credit := func(amount int) int {
		return o.send(t, officer, "POST", "/api/v1/branches/9901/payments/1/credit", fmt.Sprintf(`{"shares":[{"household":1,"amount":%d}]}`, amount)).StatusCode
	}
	for _, step := range []struct{ amount, want int }{{399_999, http.StatusUnprocessableEntity}, {400_000, http.StatusOK}, {400_000, http.StatusConflict}} {
		if got := credit(step.amount); got != step.want {
			t.Errorf("credit %d: %d, want %d", step.amount, got, step.want)
		}
	}
	own := o.send(t, kader, "GET", "/api/v1/statement?month="+lastMonth().String(), "").text
	if !strings.Contains(own, `"fee":100000`) || !strings.Contains(own, `"ref":"R1"`) {
		t.Errorf("the kader's statement %s", own)
	}
	if got := o.send(t, kader, "POST", "/api/v1/statement/disputes", `{"month":"`+lastMonth().String()+`","line":"collected/R1/1","said":"Ada resi lain"}`); got.StatusCode != http.StatusOK {
		t.Errorf("dispute: %s %s", got.Status, got.text)
	}
	if got := o.send(t, officer, "PUT", "/api/v1/branches/9901/disputes/1", `{"answer":"Sesuai berkas"}`); got.StatusCode != http.StatusNoContent {
		t.Errorf("answer: %s %s", got.Status, got.text)
	}
	if got := o.send(t, kader, "GET", "/api/v1/statement/disputes", "").text; !strings.Contains(got, `"line":"collected/R1/1"`) || !strings.Contains(got, `"answer":"Sesuai berkas"`) {
		t.Errorf("the kader reads of the dispute %s", got)
	}
	if got := o.send(t, officer, "POST", "/api/v1/branches/9901/statements/"+lastMonth().String()+"/close", ""); got.StatusCode != http.StatusOK {
		t.Errorf("close: %s %s", got.Status, got.text)
	}
	if now := o.send(t, kader, "GET", "/api/v1/statement?month="+lastMonth().String(), "").text; !strings.Contains(now, `"closed":true`) {
		t.Errorf("the month that was just closed is told as it was before: %s", now)
	}
	var matched struct {
		Rows []struct{ Shares []struct{ ID int64 } }
	}
	if err := json.Unmarshal([]byte(queue("matched")), &matched); err != nil || len(matched.Rows) != 1 {
		t.Fatalf("matched %+v: %v", matched, err)
	}
	if got := o.send(t, officer, "DELETE", fmt.Sprintf("/api/v1/branches/9901/payment-shares/%d", matched.Rows[0].Shares[0].ID), ""); got.StatusCode != http.StatusNoContent {
		t.Errorf("undo: %s %s", got.Status, got.text)
	}
	if again := o.send(t, kader, "GET", "/api/v1/statement?month="+lastMonth().String(), "").text; !strings.Contains(again, `"fee":100000`) || !strings.Contains(again, `"closed":true`) {
		t.Errorf("the closed month changed: %s", again)
	}
	if now := o.send(t, kader, "GET", "/api/v1/statement", "").text; !strings.Contains(now, `"fee":-100000`) || !strings.Contains(now, `"after":"`+lastMonth().First().String()) {
		t.Errorf("sesudah tutup: %s", now)
	}
}

func TestAnEvaluationNamesNoFamily(t *testing.T) {
	o := withPayment(t, 400_000)
	got := o.send(t, o.as(t, data.Manager), "GET", "/api/v1/branches/9901/evaluation?period="+lastMonth().String(), "")
	if got.StatusCode != http.StatusOK || strings.Contains(got.text, `"household"`) || !strings.Contains(got.text, `"visits":1`) {
		t.Errorf("%s %s", got.Status, got.text)
	}
	datatest.Record(t, o.store, o.own.ID, datatest.Promise(2, 1, lastMonth().First()+5, planner.Promise{Due: lastMonth().First() + 9, Amount: 1}))
	if got := o.send(t, o.as(t, data.Manager), "GET", "/api/v1/branches/9901/evaluation?period="+lastMonth().String(), "").text; !strings.Contains(got, `"visits":2`) {
		t.Errorf("a visit that came in since is not counted: %s", got)
	}
	if bad := o.send(t, o.as(t, data.Officer), "GET", "/api/v1/branches/9901/evaluation?period=2026-13", ""); bad.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no such month: %s", bad.Status)
	}
}
