package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
)

// got asks as somebody and reads the answer.
func (o *office) got(t *testing.T, cookie, path string, into any) {
	t.Helper()
	a := o.send(t, cookie, "GET", path, "")
	if err := json.Unmarshal([]byte(a.text), into); a.StatusCode != http.StatusOK || err != nil {
		t.Fatalf("%s: %d %s (%v)", path, a.StatusCode, a.text, err)
	}
}

// The office sees what a kader has to serve, prints the letter and the card that hold,
// and the card that was printed is good no more once it is taken back.
func TestTheOfficePrintsLettersAndCards(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	const kader = "/api/v1/branches/9901/kader/1"
	letter := fmt.Sprintf(`{"number":"7/ST","from":%q,"until":%q}`, day(0), day(60))
	if got := f.send(t, officer, "POST", kader+"/letters", letter); got.StatusCode != http.StatusOK {
		t.Fatalf("letter: %d %s", got.StatusCode, got.text)
	}
	var list struct{ Kader []data.Paperwork }
	f.got(t, officer, "/api/v1/branches/9901/paperwork", &list)
	if one := list.Kader[0]; one.Work.Territories != 1 || len(one.Work.Desa) != 1 || len(one.Letters) != 1 || one.Phones != 0 || one.Seen != nil {
		t.Errorf("%+v", one)
	}
	page := f.send(t, officer, "GET", fmt.Sprintf("/api/v1/branches/9901/letters/%d/pdf", list.Kader[0].Letters[0].ID), "")
	if page.StatusCode != http.StatusOK || page.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(page.text, "%PDF") {
		t.Errorf("letter as PDF: %d %s", page.StatusCode, page.Header.Get("Content-Type"))
	}
	if got := f.send(t, officer, "GET", "/api/v1/branches/9901/letters/99/pdf", ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("a letter that there is not: %d", got.StatusCode)
	}
	var card, next struct{ State, URL string }
	f.got(t, officer, kader+"/card", &card)
	if got := f.send(t, "", "GET", card.URL, ""); card.State != "good" || got.StatusCode != http.StatusOK {
		t.Errorf("%+v leads to %d", card, got.StatusCode)
	}
	f.send(t, officer, "POST", kader+"/card", "")
	if f.got(t, officer, kader+"/card", &next); next.URL == card.URL || next.State != "good" {
		t.Errorf("after it was taken back: %+v", next)
	}
	if got := f.send(t, "", "GET", card.URL, ""); got.StatusCode != http.StatusGone {
		t.Errorf("the card that was taken back: %d", got.StatusCode)
	}
	if got := f.takenOut(t); len(got) == 0 || !strings.HasPrefix(got[0], "surat-tugas-9901-") {
		t.Errorf("the audit has %q of the letters", got)
	}
}

// Whoever goes leaves promises and matters behind, which the office sees beforehand; gone,
// the kader has no card and no login, and a return is possible.
func TestWhoGoesIsSeenOffWithWhatTravels(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	const kader = "/api/v1/branches/9901/kader/1"
	due := fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": day(5), "amount": 50000}}}
	if got := verdicts(f.push(t, f.cookie, nil, f.event(1, fields{"type": "KELUHAN", "payload": fields{"topic": "LAYANAN"}}), f.event(2, due))); got != "accepted, accepted" {
		t.Fatal(got)
	}
	var l data.Leaving
	f.got(t, officer, kader+"/leaving", &l)
	if l.Families == 0 || len(l.Pledged) != 1 || l.Pledged[0].ID != f.own || l.Pledged[0].Promise == nil || len(l.Matters) != 1 {
		t.Fatalf("%+v", l)
	}
	var reads int
	if err := f.owner(t).QueryRow(t.Context(), "select count(*) from audit where act = 'what a kader leaves' and $1 = any(households)", f.own).Scan(&reads); err != nil || reads != 1 {
		t.Errorf("the reading is audited %d times: %v", reads, err)
	}
	set := func(status string, want int) {
		t.Helper()
		if got := f.send(t, officer, "PUT", kader+"/status", fmt.Sprintf(`{"status":%q,"why":"pindah kota"}`, status)); got.StatusCode != want {
			t.Fatalf("%s: %d %s", status, got.StatusCode, got.text)
		}
	}
	set("pensiun", http.StatusUnprocessableEntity)
	set("berhenti", http.StatusOK)
	var card struct{ State string }
	if f.got(t, officer, kader+"/card", &card); card.State != "idle" {
		t.Errorf("the card of who has left is %s", card.State)
	}
	if got := f.send(t, f.cookie, "GET", "/api/v1/today", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("who has left asks for the day: %d", got.StatusCode)
	}
	if f.got(t, officer, kader+"/leaving", &l); len(l.Pledged) != 1 {
		t.Errorf("what was promised to who has left is not seen: %+v", l)
	}
	set("aktif", http.StatusOK)
	if got := f.send(t, f.cookie, "GET", "/api/v1/today", ""); got.StatusCode != http.StatusOK {
		t.Errorf("who came back asks for the day: %d %s", got.StatusCode, got.text)
	}
	if got := f.send(t, officer, "PUT", "/api/v1/branches/9901/kader/99/status", `{"status":"cuti","why":"tidak ada"}`); got.StatusCode != http.StatusNotFound {
		t.Errorf("a kader that there is not: %d", got.StatusCode)
	}
}
