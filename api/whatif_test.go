package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

// village is an office whose branch has families and two kader, and an officer's
// cookie.
func village(t *testing.T) (o *office, cookie string) {
	t.Helper()
	o = &office{}
	o.store, o.own = datatest.NewVillage(t)
	n := data.NewAccount{Login: string(data.Officer), Name: "Contoh", Role: data.Officer, Password: password, Branches: []data.BranchID{o.own.ID}}
	if _, err := o.store.AddAccount(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	handler := api.New(t.Context(), o.store, fstest.MapFS{}, api.Config{Uploads: t.TempDir(), Import: importNothing})
	o.Server = httptest.NewServer(handler)
	t.Cleanup(o.Close)
	return o, o.as(t, data.Officer)
}

// design stores a finished territory plan as a worker would.
func (o *office) design(t *testing.T) data.PlanID {
	t.Helper()
	request := data.PlanRequest{Seed: 3, Day: datatest.Today()}
	head, err := o.store.QueuePlan(t.Context(), o.own.ID, data.TerritoryKind, request, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	in, err := o.store.TerritoryInput(t.Context(), o.own.ID, request)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := territory.Design(t.Context(), in, planner.Options{Seed: 3, Iterations: 50_000})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.store.FinishTerritories(t.Context(), data.UnitJob{Branch: o.own.ID, Plan: head.ID, Unit: data.WholeBranch}, plan); err != nil {
		t.Fatal(err)
	}
	return head.ID
}

func TestWhatIfsAreAnsweredFromTheTerritoriesInForce(t *testing.T) {
	o, cookie := village(t)
	const path = "/api/v1/branches/9901/territory-what-if"
	if got := o.send(t, cookie, "POST", path, `{"leave":{"kader":1}}`); got.StatusCode != http.StatusConflict || !strings.Contains(got.text, "Belum ada wilayah yang berlaku") {
		t.Errorf("without territories: %s %s", got.Status, got.text)
	}
	if err := o.store.PublishPlan(t.Context(), o.own.ID, o.design(t), datatest.Today(), "contoh"); err != nil {
		t.Fatal(err)
	}
	ask := func(question string) (a api.Answer) {
		t.Helper()
		got := o.send(t, cookie, "POST", path, question)
		if err := json.Unmarshal([]byte(got.text), &a); err != nil || got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s", question, got.Status, got.text)
		}
		return a
	}
	if c := ask(`{"leave":{"kader":1}}`).Change; c == nil || c.Moved < c.MovedBound || c.MovedBound == 0 || c.Before <= c.After {
		t.Errorf("a kader leaves: %+v", c)
	}
	if c := ask(`{"join":{"kecamatan":"99.01.01","desa":"99.01.01.2002"}}`).Change; c == nil || c.Kader != 3 || c.Before == 0 {
		t.Errorf("a kader joins: %+v", c)
	}
	if a := ask(`{"ill":{"kader":2,"days":15}}`).Absence; a == nil || a.Lost != a.Unserved.Expected*15/30 || a.Later != a.Unserved.Later*15/30 || a.Cover != 1 {
		t.Errorf("a kader is ill: %+v", a)
	}
	hires := ask(`{"choose":{"places":2,"candidates":[{"name":"A","kecamatan":"99.01.01"},{"name":"B","kecamatan":"99.01.01"},{"name":"C","kecamatan":"99.01.01"}]}}`).Hires
	if len(hires) != 2 || hires[0].Name != "A" || hires[0].Gain.Value < hires[1].Gain.Value {
		t.Errorf("2 of 3 candidates: %+v", hires)
	}
	plans := o.send(t, cookie, "GET", "/api/v1/branches/9901/territory-plans", "")
	if n := strings.Count(plans.text, `"kind":"territory"`); n != 1 {
		t.Errorf("questions left %d plans", n)
	}
}

func TestQuestionsThatMakeNoSenseAreRefused(t *testing.T) {
	o, cookie := village(t)
	if err := o.store.PublishPlan(t.Context(), o.own.ID, o.design(t), datatest.Today(), "contoh"); err != nil {
		t.Fatal(err)
	}
	one := `{"name":"A","kecamatan":"99.01.01"}`
	for question, want := range map[string]string{
		`{}`: "satu pertanyaan saja",
		`{"leave":{"kader":1},"ill":{"kader":1,"days":3}}`:                                 "satu pertanyaan saja",
		`{"leave":{"kader":77}}`:                                                           "tidak ada di cabang ini",
		`{"ill":{"kader":77,"days":3}}`:                                                    "tidak ada di cabang ini",
		`{"ill":{"kader":1,"days":0}}`:                                                     "Isian belum benar",
		`{"ill":{"kader":1,"days":367}}`:                                                   "Isian belum benar",
		`{"join":{"kecamatan":"99.07.07"}}`:                                                "Tidak ada KK menunggak",
		`{"join":{"kecamatan":"99.01.01","desa":"99.02.01.2001"}}`:                         "Tidak ada KK menunggak",
		`{"join":{"kecamatan":""}}`:                                                        "Tidak ada KK menunggak",
		`{"choose":{"places":2,"candidates":[` + one + `]}}`:                               "Tempat lebih banyak",
		`{"choose":{"places":1,"candidates":[]}}`:                                          "Isian belum benar",
		`{"choose":{"places":1,"candidates":[` + strings.Repeat(one+",", 20) + one + `]}}`: "Isian belum benar",
	} {
		got := o.send(t, cookie, "POST", "/api/v1/branches/9901/territory-what-if", question)
		if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text, want) {
			t.Errorf("%.60s: %s %s", question, got.Status, got.text)
		}
	}
}

func TestLocksAndSecondTerritoriesAreChangedByOfficers(t *testing.T) {
	o, cookie := village(t)
	first := o.design(t)
	if err := o.store.PublishPlan(t.Context(), o.own.ID, first, datatest.Today()-1, "contoh"); err != nil {
		t.Fatal(err)
	}
	leave(t, o.store, o.own, 2)
	draft := o.design(t)
	change := func(method, path, body string) (d data.TerritoryDetail, got answer) {
		t.Helper()
		got = o.send(t, cookie, method, fmt.Sprintf("/api/v1/branches/9901/territory-plans/%s", path), body)
		_ = json.Unmarshal([]byte(got.text), &d)
		return d, got
	}
	if d, got := change("PUT", "1/territories/1/lock", `{"locked":true}`); len(d.Territories) == 0 || !d.Territories[0].Locked {
		t.Errorf("lock: %s %s", got.Status, got.text)
	}
	if _, got := change("POST", "1/merangkap", `{"kader":1}`); got.StatusCode != http.StatusConflict || !strings.Contains(got.text, "sudah diterbitkan") {
		t.Errorf("approve in a plan in force: %s %s", got.Status, got.text)
	}
	d, got := change("POST", fmt.Sprint(draft, "/merangkap"), `{"kader":1,"note":"surat 3"}`)
	last := d.Territories[len(d.Territories)-1]
	if !last.Merangkap || last.Approval == nil || last.Approval.By != "officer" || last.Approval.Note != "surat 3" || len(d.Merangkap) != 0 {
		t.Errorf("approve: %s %s", got.Status, got.text)
	}
	if d, got := change("DELETE", fmt.Sprint(draft, "/merangkap/1"), ""); len(d.Merangkap) != 1 {
		t.Errorf("withdraw: %s %s", got.Status, got.text)
	}
	if _, got := change("DELETE", fmt.Sprint(draft, "/merangkap/1"), ""); got.StatusCode != http.StatusConflict {
		t.Errorf("withdraw again: %s %s", got.Status, got.text)
	}
	if _, got := change("GET", fmt.Sprint(draft, "/uncovered"), ""); !strings.Contains(got.text, `"desa":"99.01.01.200`) {
		t.Errorf("uncovered: %s %s", got.Status, got.text)
	}
}

// leave ends a kader's work.
func leave(t *testing.T, store *data.Store, b data.Branch, id planner.KaderID) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update kader set status = 'berhenti' where id = $1", id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
