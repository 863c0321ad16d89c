package api_test

import (
	"net/http"
	"strings"
	"testing"

	"binaan/data"
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
