package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/planner/territory"
)

func TestAScenarioIsComparedApprovedPublishedAndTakenBack(t *testing.T) {
	o, cookie := village(t)
	first, second := o.design(t), o.design(t)
	n := data.NewAccount{Login: string(data.Admin), Name: "Contoh", Role: data.Admin, Password: password, Branches: []data.BranchID{o.own.ID}}
	if _, err := o.store.AddAccount(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	admin := o.as(t, data.Admin)
	plan := func(id data.PlanID, rest string) string {
		return fmt.Sprintf("/branches/9901/territory-plans/%d%s", id, rest)
	}
	var c data.PlanComparison
	if err := json.Unmarshal([]byte(o.want(t, http.StatusOK, cookie, "GET", plan(first, fmt.Sprint("/compare/", second)), "").text), &c); err != nil {
		t.Fatal(err)
	}
	if c.Plans[0].ID != first || c.Plans[1].ID != second || c.Moved.Eligible != 0 || len(c.Kader) != 2 || len(c.Desa) != 2 || c.Plans[0].Served != c.Plans[1].Served {
		t.Errorf("two equal plans: %+v", c)
	}
	o.want(t, http.StatusUnprocessableEntity, cookie, "GET", plan(first, fmt.Sprint("/compare/", first)), "")
	o.want(t, http.StatusNotFound, cookie, "GET", plan(first, "/compare/77"), "")

	const ask, approve = `{"kind":"ask","revision":0,"text":"tolong dilihat"}`, `{"kind":"approve","revision":0}`
	if got := o.want(t, http.StatusConflict, cookie, "POST", plan(first, "/acts"), approve); !strings.Contains(got.text, "Tidak ada permintaan persetujuan") {
		t.Errorf("unasked: %s", got.text)
	}
	o.want(t, http.StatusOK, cookie, "POST", plan(first, "/acts"), ask)
	o.want(t, http.StatusForbidden, cookie, "POST", plan(first, "/acts"), approve)
	if got := o.want(t, http.StatusOK, admin, "POST", plan(first, "/acts"), approve); !strings.Contains(got.text, `"word":"approved"`) {
		t.Errorf("approved: %s", got.text)
	}
	o.want(t, http.StatusUnprocessableEntity, cookie, "POST", plan(first, "/acts"), `{"kind":"publish","revision":0}`)
	o.want(t, http.StatusOK, cookie, "POST", plan(first, "/publish"), fmt.Sprintf(`{"from":%q,"why":"rapat cabang"}`, day(9)))
	if got := o.want(t, http.StatusUnprocessableEntity, cookie, "POST", plan(first, "/unpublish"), `{"why":"x"}`); !strings.Contains(got.text, "dua kata") {
		t.Errorf("without a reason: %s", got.text)
	}
	o.want(t, http.StatusOK, cookie, "POST", plan(first, "/unpublish"), `{"why":"salah tanggal"}`)
	o.want(t, http.StatusOK, cookie, "POST", plan(first, "/publish"), fmt.Sprintf(`{"from":%q}`, day(0)))
	if got := o.want(t, http.StatusConflict, cookie, "POST", plan(first, "/unpublish"), `{"why":"salah tanggal"}`); !strings.Contains(got.text, "tidak dapat ditarik") {
		t.Errorf("in force: %s", got.text)
	}
	o.want(t, http.StatusUnprocessableEntity, cookie, "POST", plan(second, "/acts"), fmt.Sprintf(`{"kind":"rename","revision":0,"text":%q}`, strings.Repeat("a", 81)))
	o.want(t, http.StatusOK, cookie, "POST", plan(second, "/acts"), `{"kind":"rename","revision":0,"text":"Usul Januari"}`)
	if got := o.want(t, http.StatusOK, cookie, "POST", plan(second, "/acts"), `{"kind":"bin","revision":0}`); !strings.Contains(got.text, `"binnedAt"`) || !strings.Contains(got.text, "Usul Januari") {
		t.Errorf("thrown away: %s", got.text)
	}
	if got := o.want(t, http.StatusConflict, cookie, "POST", plan(second, "/publish"), fmt.Sprintf(`{"from":%q}`, day(9))); !strings.Contains(got.text, "tempat sampah") {
		t.Errorf("published from the bin: %s", got.text)
	}
	var told struct{ Acts []territory.Act }
	if err := json.Unmarshal([]byte(o.want(t, http.StatusOK, cookie, "GET", plan(first, "/acts"), "").text), &told); err != nil {
		t.Fatal(err)
	}
	if len(told.Acts) != 5 || told.Acts[2].Text != "rapat cabang" || told.Acts[1].By != "admin" {
		t.Errorf("history %+v", told.Acts)
	}
}
