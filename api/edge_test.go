package api_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"binaan/api"
	"binaan/data"
)

func TestAnswersAboutPeopleAreKeptNowhere(t *testing.T) {
	o, officer, kader := routed(t)
	for path, cookie := range map[string]string{
		"/today": kader, "/sync": kader, "/branches/9901/routes?kader=1": officer, "/branches/9901/households": officer, "/branches/9901/kader": officer,
		"/session": officer, "/account/sessions": officer, "/branches/9901": officer, "/users": officer,
	} {
		if got := o.send(t, cookie, "GET", "/api/v1"+path, ""); got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q", path, got.StatusCode, got.Header.Get("Cache-Control"))
		}
	}
}

func TestBehindTLSBrowsersAreToldToStayThere(t *testing.T) {
	if got := open(t).send(t, "", "GET", "/", ""); got.Header.Get("Strict-Transport-Security") != "" {
		t.Error("a server without TLS asks for it")
	}
	o := openWith(t, func(c *api.Config) { c.Secure = true })
	if got := o.send(t, "", "GET", "/", ""); !strings.HasPrefix(got.Header.Get("Strict-Transport-Security"), "max-age=63072000") {
		t.Errorf("%v", got.Header)
	}
	got := o.send(t, "", "POST", "/api/v1/session", try("officer", password))
	if cookie := got.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-binaan=") || !strings.Contains(cookie, "Secure") || !strings.Contains(cookie, "HttpOnly") {
		t.Errorf("cookie %q", cookie)
	}
}

// No text may reach a column that cannot hold it.
func TestBrokenTextIsTheClientsFault(t *testing.T) {
	o := open(t)
	admin := o.as(t, data.Admin)
	for _, bad := range []string{"\x00", "\xff", "a\xc3", "\xed\xa0\x80"} {
		q := url.QueryEscape(bad)
		for _, path := range []string{"/branches/" + q, "/branches/9901/households?desa=" + q, "/branches/9901/desa?" + q + "=1", "/users/1/branches/" + q} {
			method := "GET"
			if strings.HasPrefix(path, "/users") {
				method = "DELETE"
			}
			o.want(t, http.StatusBadRequest, admin, method, path, "")
		}
		body := fmt.Sprintf(`{"login":"siti","name":"a%s","role":"officer","branches":[]}`, bad)
		o.want(t, http.StatusBadRequest, admin, "POST", "/users", body)
		o.want(t, http.StatusBadRequest, "", "POST", "/session", fmt.Sprintf(`{"login":"a%s","password":"x"}`, bad))
		if bad != "\x00" { // no header may hold one
			if got := o.send(t, "", "POST", "/api/v1/session", try("officer", password), "User-Agent", "peramban "+bad); got.StatusCode != http.StatusOK {
				t.Errorf("browser %q: %d", bad, got.StatusCode)
			}
		}
	}
	o.want(t, http.StatusBadRequest, admin, "POST", "/users", `{"login":"siti","name":"a\u0000","role":"officer","branches":["9901"]}`)
	o.want(t, http.StatusOK, admin, "POST", "/users", `{"login":"siti","name":"a\\u0000","role":"officer","branches":["9901"]}`)
}

func TestAFileNameThatCannotBeKeptIsTheClientsFault(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	for name, want := range map[string]int{
		"kk.csv": http.StatusAccepted, strings.Repeat("n", 251) + ".csv": http.StatusAccepted, strings.Repeat("n", 300) + ".csv": http.StatusBadRequest,
		"kk." + strings.Repeat("x", 200): http.StatusBadRequest, "kk\xff.csv": http.StatusBadRequest,
	} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(part, "a,b\n")
		form.Close()
		got := o.send(t, officer, "POST", "/api/v1/branches/9901/imports?kind=households", body.String(), "Content-Type", form.FormDataContentType())
		if got.StatusCode != want {
			t.Errorf("%.40q: %d %s, want %d", name, got.StatusCode, got.text, want)
		}
	}
}

func TestMetricsAreNotForStrangersAndDoNotGrowByThem(t *testing.T) {
	o := open(t)
	if got := o.send(t, "", "GET", "/metrics", ""); strings.Contains(got.text, "binaan_http") {
		t.Error("metrics are served beside the pages")
	}
	read := func() string {
		answer := httptest.NewRecorder()
		api.Metrics(o.store).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		return answer.Body.String()
	}
	o.send(t, "", "ODD", "/api/v1/session", "")
	before := strings.Count(read(), "binaan_http_request_seconds_count")
	for i := range 300 {
		o.send(t, "", fmt.Sprint("METHOD", i), fmt.Sprint("/api/v1/", i), "")
	}
	after := read()
	if grown := strings.Count(after, "binaan_http_request_seconds_count") - before; grown > 3 {
		t.Errorf("300 made-up methods made %d series", grown)
	}
	if !strings.Contains(after, `method="other"`) || !strings.Contains(after, "binaan_database_connections") {
		t.Errorf("metrics: %.300s", after)
	}
}
