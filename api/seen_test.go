package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// What is kept of a name is what its readers see; a name of nothing that is seen is none,
// and one without end is told how long it may be. A password stays as it is typed.
func TestNamesAreKeptAsTheyAreSeen(t *testing.T) {
	o := open(t)
	officer, admin := o.as(t, data.Officer), o.as(t, data.Admin)
	for name, want := range map[string]string{
		`Draf \u202eterbalik\u202c`: `"name":"Draf terbalik"`,
		"Draf\u2066 \u200bsatu":     `"name":"Draf satu"`,
	} {
		got := o.send(t, officer, "POST", "/api/v1/branches/9901/territory-drafts", `{"name":"`+name+`"}`)
		if got.StatusCode != http.StatusOK || !strings.Contains(got.text, want) {
			t.Errorf("%q: %d %s, want %s", name, got.StatusCode, got.text, want)
		}
	}
	for name, want := range map[string]string{
		`\u202e\u200b\u3164`:       "paling sedikit 1 huruf",
		strings.Repeat("N", 10000): "paling banyak 80 huruf",
	} {
		got := o.send(t, admin, "POST", "/api/v1/users", `{"login":"baru","name":"`+name+`","role":"officer","branches":[]}`)
		if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text, want) || len(got.text) > 500 {
			t.Errorf("%.20q: %d %.600s", name, got.StatusCode, got.text)
		}
	}
	got := o.send(t, officer, "POST", "/api/v1/branches/9901/candidates", `{"name":"Calon\u202e Contoh","desa":"99.01.01.2001"}`)
	if strings.Contains(got.text, "\u202e") || strings.Contains(got.text, "u202e") {
		t.Errorf("candidate: %s", got.text)
	}
	typed := "kunci\u200bcadangan\u202e2031"
	o.want(t, http.StatusNoContent, admin, "PUT", "/account/password", `{"present":"`+password+`","next":"`+typed+`"}`)
	for try, want := range map[string]int{typed: http.StatusOK, "kuncicadangan2031": http.StatusUnauthorized} {
		if got := o.send(t, "", "POST", "/api/v1/session", `{"login":"admin","password":"`+try+`"}`); got.StatusCode != want {
			t.Errorf("%q logs in: %d, want %d", try, got.StatusCode, want)
		}
	}
}

// A phone that sends a record with such marks again is told that it is known, also where
// it was stored before marks were left out; what is told of the family has none. A rule's
// value has none either.
func TestARecordWithMarksIsKnownWhenItIsSentAgain(t *testing.T) {
	f := inTheField(t)
	marked := func(n int) fields {
		return f.event(n, fields{"type": "KELUHAN", "payload": fields{"topic": "rumah \u202ecat\u202c hi\u200bjau"}})
	}
	raw, err := json.Marshal(marked(2))
	if err != nil {
		t.Fatal(err)
	}
	e, body, why := planner.ReadEvent(raw)
	if why != "" {
		t.Fatal(why)
	}
	did(t, f.owner(t), `
		insert into event (branch_id, id, household_id, kader_id, type, device_id, device_seq, at, body, hash)
		values (1, $1, $2, 1, $3, $4, 2, $5, $6::text::json, sha256(convert_to($6, 'UTF8')))`, e.ID, e.Household, e.Type, e.Device, datatest.Moment(), string(body))
	for range 2 {
		if got := verdicts(f.push(t, f.cookie, nil, marked(1), marked(2))); got != "accepted, duplicate" && got != "duplicate, duplicate" {
			t.Errorf("sent: %s", got)
		}
	}
	told := f.rows(t, "select told::text from standing")
	if !strings.Contains(told, "rumah cat hijau") || strings.ContainsFunc(told, planner.Unseen) {
		t.Errorf("told of the family: %s", told)
	}
	got := f.send(t, f.as(t, data.Officer), "PUT", "/api/v1/branches/9901/rules/letter/"+day(0), `{"value":{"text":"Dengan \u202ehormat\u202c"},"source":"Surat contoh"}`)
	if got.StatusCode != http.StatusOK || !strings.Contains(got.text, "Dengan hormat") {
		t.Errorf("rule: %d %s", got.StatusCode, got.text)
	}
}

// A refusal says what is wrong, and not again what was sent: it may be a password.
func TestRefusalsDoNotRepeatWhatWasSent(t *testing.T) {
	o := open(t)
	long := "rahasia" + strings.Repeat("x", 300)
	for _, body := range []string{`{"login":"officer","password":"` + long + `"}`, `{"login":"officer","password":"` + long} {
		if got := o.send(t, "", "POST", "/api/v1/session", body); got.StatusCode < 400 || strings.Contains(got.text, "rahasia") {
			t.Errorf("%d %s", got.StatusCode, got.text)
		}
	}
}

// Nobody is sent anywhere else: an address that is nearly one is none, and no header of a
// stranger is in an answer.
func TestAnAddressWithASlashTooManyIsNone(t *testing.T) {
	o := open(t)
	for _, path := range []string{"/api/v1/session/", "/api/v1/branches/9901/matters/..%2f"} {
		got := o.send(t, "", "GET", path, "", "X-Forwarded-Prefix", "/lain.invalid")
		if got.StatusCode != http.StatusNotFound || got.Header.Get("Location") != "" || !strings.Contains(got.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: %d %v", path, got.StatusCode, got.Header)
		}
	}
}
