package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func (f *field) waiting(t *testing.T, cookie, query string) data.OfficeQueues {
	t.Helper()
	got := f.send(t, cookie, "GET", "/api/v1/branches/9901/matters"+query, "")
	var out data.OfficeQueues
	if err := json.Unmarshal([]byte(got.text), &out); err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("matters: %d %s (%v)", got.StatusCode, got.text, err)
	}
	return out
}

// What a phone opens waits for the office with what the office needs to act: a candidate
// who agreed, a complaint with its words. It is handed on, and closed once.
func TestTheOfficeSeesAndClosesWhatTheFieldOpened(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	lead := fields{"type": "DAFTAR_BARU", "household": nil, "payload": fields{"heads": 3, "lead": fields{"name": "Calon Contoh", "phone": "0899000111", "consent": true}}}
	complaint := fields{"type": "KELUHAN", "payload": fields{"topic": "RUMAH_SAKIT", "note": "antre sejak pagi"}}
	told := fields{"type": "TIDAK_AMAN", "payload": fields{"until": day(20)}}
	if got := verdicts(f.push(t, f.cookie, nil, f.event(1, lead), f.event(2, complaint), f.event(3, told))); got != "accepted, accepted, accepted" {
		t.Fatal(got)
	}
	q := f.waiting(t, officer, "")
	if q.Counts[planner.QueueLead] != 1 || q.Counts[planner.QueueComplaint] != 1 || q.Counts[planner.QueueHandOver] != 1 || len(q.Matters) != 3 {
		t.Fatalf("%+v", q)
	}
	l := f.waiting(t, officer, "?queue=PENDAFTAR").Matters
	if len(l) != 1 || l[0].Lead == nil || *l[0].Lead != (data.Lead{Name: "Calon Contoh", Phone: "0899000111", Consent: true, Heads: 3}) || l[0].Household != 0 {
		t.Errorf("candidate %+v", l)
	}
	c := f.waiting(t, officer, "?queue=KELUHAN").Matters
	if len(c) != 1 || c[0].Note != "antre sejak pagi" || c[0].Reason != "RUMAH_SAKIT" || c[0].Household != f.own || c[0].Head == "" || !strings.Contains(c[0].KK, "•") || c[0].KaderName == "" {
		t.Errorf("complaint %+v", c)
	}
	if n := f.rows(t, "select count(*)::text from audit where act = 'read matters' and $1 = any(households)", f.own); n != "2" {
		t.Errorf("%s readings of the family's matters are audited", n)
	}
	decide := func(of planner.EventID, body string) int {
		return f.send(t, officer, "POST", fmt.Sprintf("/api/v1/branches/9901/matters/%s", of), body).StatusCode
	}
	if got := decide(c[0].Event, `{"act":"hand"}`); got != http.StatusUnprocessableEntity {
		t.Errorf("handed on to nobody: %d", got)
	}
	if got := decide(c[0].Event, `{"act":"hand","reason":"Bidang Pelayanan"}`); got >= 300 {
		t.Errorf("handed on: %d", got)
	}
	if m := f.waiting(t, officer, "?queue=KELUHAN").Matters; len(m) != 1 || m[0].With == nil || m[0].With.Who != "Bidang Pelayanan" || m[0].With.Since != datatest.Today() {
		t.Errorf("handed on: %+v", m)
	}
	for range 2 {
		for _, of := range []planner.EventID{c[0].Event, l[0].Event} {
			if got := decide(of, `{"act":"settle","reason":"SELESAI"}`); got >= 300 {
				t.Errorf("settle %s: %d", of, got)
			}
		}
	}
	if q := f.waiting(t, officer, ""); len(q.Matters) != 1 || q.Counts[planner.QueueLead]+q.Counts[planner.QueueComplaint] != 0 {
		t.Errorf("closed, and still there: %+v", q)
	}
	if got := decide("01930000-0000-7000-8000-ffffffffffff", `{"act":"settle"}`); got != http.StatusNotFound {
		t.Errorf("an event that is not there: %d", got)
	}
}

// A promise that nobody serves is told by name and desa, so that the office can give the
// family a kader; the reading is audited, and once a territory has the desa nobody asks.
func TestAPromiseWithoutAKaderIsShownWhereAKaderCanBeFound(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	due := datatest.Today() + 4
	datatest.Record(t, f.store, f.office.own.ID,
		datatest.Promise(f.was, 1, due-6, planner.Promise{Due: due, Open: 960, Close: 1200, Amount: 70_000}),
		datatest.Promise(f.others, 2, due-6, planner.Promise{Due: due - 1, Open: 960, Close: 1200, Amount: 50_000}),
		datatest.Promise(f.own, 1, due-6, planner.Promise{Due: due, Open: 960, Close: 1200, Amount: 70_000}))
	q := f.waiting(t, officer, "")
	if q.OrphansInAll != 2 || len(q.Orphans) != 2 || q.Orphans[0].Household != f.others || q.Orphans[1].Household != f.was {
		t.Fatalf("without a kader: %d, %+v", q.OrphansInAll, q.Orphans)
	}
	if o := q.Orphans[1]; o.Desa != "99.01.01.2002" || o.DesaName == "" || o.Head == "" || !strings.Contains(o.KK, "•") || o.MadeToName == "" || o.Due != due || o.Amount != 70_000 || o.Kader != 0 {
		t.Errorf("told: %+v", o)
	}
	if n := f.rows(t, "select count(*)::text from audit where act = 'read matters' and $1 = any(households)", f.was); n != "1" {
		t.Errorf("%s readings of the family's promise are audited", n)
	}
	did(t, f.owner(t), "insert into territory_block (branch_id, plan_id, desa, cell, territory_id) select distinct 1, 1, desa, cell, 1 from household where branch_id = 1 and desa = '99.01.01.2002'")
	if q := f.waiting(t, officer, ""); q.OrphansInAll != 0 || len(q.Orphans) != 0 {
		t.Errorf("a kader serves them, and they are listed: %+v", q.Orphans)
	}
}

// A candidate who did not agree is never written down, whoever says so.
func TestNoCandidateWithoutConsent(t *testing.T) {
	f := inTheField(t)
	for n, payload := range []fields{{"heads": 1, "lead": fields{"name": "Calon", "phone": "0899", "consent": false}}, {"heads": 1, "lead": fields{"name": "Calon"}}} {
		e := f.event(n+1, fields{"type": "DAFTAR_BARU", "household": nil, "payload": payload})
		if got := f.push(t, f.cookie, nil, e).Verdicts[0]; got.Verdict != data.Rejected {
			t.Errorf("%v: %+v", payload, got)
		}
	}
	if q := f.waiting(t, f.as(t, data.Officer), ""); len(q.Matters) != 0 {
		t.Errorf("%+v", q.Matters)
	}
}

// Whom to greet first is on the phones of that desa's kader alone.
func TestOfficialsAreOnThePhonesOfTheirDesa(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	const path = "/api/v1/branches/9901/officials"
	add := func(desa, post, name string) answer {
		return f.send(t, officer, "POST", path, fmt.Sprintf(`{"desa":%q,"post":%q,"unit":"02","name":%q,"phone":"0899-000-222"}`, desa, post, name))
	}
	var own data.Official
	if err := json.Unmarshal([]byte(add("99.01.01.2001", "RT", "Pak Contoh").text), &own); err != nil || own.ID == 0 {
		t.Fatalf("%+v (%v)", own, err)
	}
	add("99.01.01.2002", "DESA", "Bu Lain")
	for what, got := range map[string]answer{"no such desa": add("99.01.01.2999", "RT", "X"), "no name": add("99.01.01.2001", "RT", " "), "no such post": add("99.01.01.2001", "RAJA", "X")} {
		if got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", what, got.StatusCode, got.text)
		}
	}
	if p, _ := f.pack(t); len(p.Greet) != 1 || p.Greet[0].Name != "Pak Contoh" {
		t.Errorf("on the phone: %+v", p.Greet)
	}
	var all struct{ Officials []data.Official }
	if err := json.Unmarshal([]byte(f.send(t, officer, "GET", path, "").text), &all); err != nil || len(all.Officials) != 2 {
		t.Errorf("%+v (%v)", all, err)
	}
	if got := f.send(t, officer, "DELETE", fmt.Sprintf("%s/%d", path, own.ID), ""); got.StatusCode != http.StatusNoContent {
		t.Errorf("remove: %d", got.StatusCode)
	}
	if p, _ := f.pack(t); len(p.Greet) != 0 {
		t.Errorf("removed, and on the phone: %+v", p.Greet)
	}
}

// A courtesy report at the village office needs no family and says where.
func TestAReportAtTheVillageOfficeIsTaken(t *testing.T) {
	f := inTheField(t)
	got := verdicts(f.push(t, f.cookie, nil,
		f.event(1, fields{"type": "LAPOR_DESA", "household": nil, "payload": fields{"place": "99.01.01.2001", "heads": 1}}),
		f.event(2, fields{"type": "LAPOR_DESA", "household": nil})))
	if got != "accepted, rejected(PAYLOAD)" {
		t.Error(got)
	}
}
