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
)

// told reads an answer that is as it should be.
func told[T any](t *testing.T, got answer) (body T) {
	t.Helper()
	if got.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", got.Status, got.text)
	}
	if err := json.Unmarshal([]byte(got.text), &body); err != nil {
		t.Fatal(err)
	}
	return body
}

func TestAnOfficerSeesWhatARulingDoesThenRulesThenTakesItBack(t *testing.T) {
	o, cookie := village(t)
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		return data.SetFigures(t.Context(), tx, o.own.ID, data.Figures{AsOf: datatest.Today() - 3, Basis: []byte{}})
	})
	if err != nil {
		t.Fatal(err)
	}
	const at = "/api/v1/branches/9901/"
	rule := func(body string) answer { return o.send(t, cookie, "POST", at+"rulings", body) }
	before := told[data.Exceptions](t, o.send(t, cookie, "GET", at+"exceptions", ""))
	if len(before.NoShape) != 2 || before.NoShape[0].Households+before.NoShape[1].Households != 1300 || before.Excluded.Households != 0 {
		t.Errorf("before: %+v", before)
	}
	would := told[data.RulingEffect](t, rule(`{"kind":"exclude","households":[5],"reason":"","dry":true}`))
	if would.Unserved.Before.Households-would.Unserved.After.Households != 1 {
		t.Errorf("would come to %+v", would)
	}
	for _, reason := range []string{"", "x", "aaaa"} {
		if got := rule(fmt.Sprintf(`{"kind":"exclude","households":[5],"reason":%q}`, reason)); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("for the reason %q: %s", reason, got.Status)
		}
	}
	if did := told[data.RulingEffect](t, rule(`{"kind":"exclude","households":[5],"reason":"rumah sudah lama kosong"}`)); fmt.Sprint(did) != fmt.Sprint(would) {
		t.Errorf("came to %+v, told was %+v", did, would)
	}
	list := told[data.ExceptionList](t, o.send(t, cookie, "GET", at+"exceptions/excluded", ""))
	if list.Total != 1 || list.Rows[0].ID != 5 || list.Rows[0].By != "officer" || list.Rows[0].Reason != "rumah sudah lama kosong" || list.Rows[0].On == nil {
		t.Errorf("excluded are %+v", list)
	}
	if !strings.Contains(list.Rows[0].NoKKMasked, "•") {
		t.Errorf("a whole number is listed: %s", list.Rows[0].NoKKMasked)
	}
	if got := rule(`{"kind":"place","households":[5],"reason":"","at":{"lon":110.8,"lat":-7.55}}`); got.StatusCode != http.StatusConflict {
		t.Errorf("to place who is excluded: %s", got.Status)
	}
	told[data.RulingEffect](t, rule(`{"kind":"undo","households":[5],"reason":"masih dihuni"}`))
	after := told[data.Exceptions](t, o.send(t, cookie, "GET", at+"exceptions", ""))
	if fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("after taking back: %+v", after)
	}
	log := told[data.RulingList](t, o.send(t, cookie, "GET", at+"rulings", ""))
	if len(log.Rulings) != 2 || log.Rulings[0].Kind != data.RuleUndo || !log.Rulings[1].Undone || log.Rulings[1].Holds {
		t.Errorf("the log is %+v", log)
	}
	if got := rule(`{"kind":"undo","households":[5],"reason":""}`); got.StatusCode != http.StatusConflict {
		t.Errorf("to take back what does not hold: %s", got.Status)
	}
	if got := rule(`{"kind":"exclude","households":[4444444],"reason":"rumah sudah kosong"}`); got.StatusCode != http.StatusNotFound {
		t.Errorf("a family that there is not: %s", got.Status)
	}
}

func TestRefusedRowsComePageByPage(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	var rejects []data.Reject
	for line := range int64(230) {
		rejects = append(rejects, data.Reject{Line: line + 1, Field: "no_kk", Value: "9901010611990001", Reason: "nomor KK"})
	}
	id := o.imported(t, rejects)
	seen, after, field := 0, int64(0), ""
	for {
		page := told[data.RejectList](t, o.send(t, cookie, "GET", fmt.Sprintf("/api/v1/branches/9901/imports/%d/rejects?after=%d&field=%s", id, after, field), ""))
		for _, r := range page.Rejects {
			if seen++; r.Line != int64(seen) {
				t.Fatalf("line %d comes as the %dth", r.Line, seen)
			}
			if strings.Contains(r.Value, "9901010611990001") {
				t.Error("a whole number is shown")
			}
		}
		if after, field = page.Next, page.NextField; after == 0 {
			break
		}
	}
	if seen != 230 {
		t.Errorf("%d rows on all pages", seen)
	}
	e := told[data.Exceptions](t, o.send(t, cookie, "GET", "/api/v1/branches/9901/exceptions", ""))
	if len(e.Refused) != 1 || e.Refused[0].ID != id || e.Refused[0].Rows != 230 {
		t.Errorf("the inbox tells of %+v", e.Refused)
	}
}
