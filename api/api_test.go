package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

var update = flag.Bool("update", false, "rewrite golden files")

// office is a running edge with an account of every role in branch 9901, and a
// branch 9902 that none of them but the admin belongs to.
type office struct {
	*httptest.Server
	store *data.Store
	dsn   string // of the owner
	own   data.Branch
	other data.Branch
}

const password = "kunci-cadangan-2026"

// day is a day counted from today, as it is written.
func day(n planner.Day) string { return (datatest.Today() + n).String() }

func open(t *testing.T) *office {
	t.Helper()
	return openWith(t, func(*api.Config) {})
}

func openWith(t *testing.T, change func(*api.Config)) *office {
	t.Helper()
	return openOn(t, bare, change)
}

// openVillage is an office over a village of two desa and two kader.
func openVillage(t *testing.T) *office {
	t.Helper()
	return openOn(t, peopled, func(*api.Config) {})
}

// Databases with the accounts of an office, whose passwords take long to hash: over a
// branch with a kader, and over a village.
var (
	bare = datatest.Pattern(func(t *testing.T, app string) {
		store := datatest.Open(t, app, datatest.Clock())
		own, err := store.AddBranch(t.Context(), "9901", "Cabang Contoh", "WIB")
		if err != nil {
			t.Fatal(err)
		}
		datatest.AddKader(t, store, own.ID, 1)
		staff(t, store, own)
	})
	peopled = datatest.Pattern(func(t *testing.T, app string) {
		store := datatest.Open(t, app, datatest.Clock())
		staff(t, store, datatest.Village(t, store))
	})
)

// staff adds an account of every role to a branch, and the branch that is not theirs.
func staff(t *testing.T, store *data.Store, own data.Branch) {
	t.Helper()
	if _, err := store.AddBranch(t.Context(), "9902", "Cabang Lain", "WIT"); err != nil {
		t.Fatal(err)
	}
	for _, role := range []data.Role{data.Admin, data.Officer, data.Supervisor, data.KaderRole, data.Manager} {
		n := data.NewAccount{Login: string(role), Name: "Contoh", Role: role, Password: password, Branches: []data.BranchID{own.ID}}
		if role == data.KaderRole {
			n.Kader = 1
		}
		if _, err := store.AddAccount(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
}

// openOn opens the edge on a copy of a pattern.
func openOn(t *testing.T, pattern func(*testing.T) (owner, app string), change func(*api.Config)) *office {
	t.Helper()
	dsn, app := pattern(t)
	o := &office{store: datatest.Open(t, app, datatest.Clock()), dsn: dsn}
	for code, of := range map[string]*data.Branch{"9901": &o.own, "9902": &o.other} {
		b, err := o.store.Branch(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		*of = b
	}
	o.serve(t, change)
	return o
}

// serve opens the edge.
func (o *office) serve(t *testing.T, change func(*api.Config)) {
	t.Helper()
	pages := fstest.MapFS{
		"index.html":       {Data: []byte("workbench")},
		"kader.html":       {Data: []byte("kader")},
		"assets/a-1.js":    {Data: []byte("code")},
		"assets/a-1.js.gz": {Data: []byte("packed")},
	}
	config := api.Config{Version: "test", Uploads: t.TempDir(), Import: importNothing}
	change(&config)
	handler := api.New(t.Context(), o.store, pages, config)
	o.Server = httptest.NewServer(handler)
	t.Cleanup(o.Close)
}

// owner is a connection that may do anything to the tables.
func (o *office) owner(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), o.dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// importNothing leaves an import as it is: the importer has tests of its own.
func importNothing(context.Context, data.Branch, data.Import, string) error { return nil }

// as logs a role in and returns its cookie; "" stays a stranger.
func (o *office) as(t *testing.T, role data.Role) string {
	t.Helper()
	if role == "" {
		return ""
	}
	answer := o.send(t, "", "POST", "/api/v1/session", fmt.Sprintf(`{"login":%q,"password":%q}`, role, password))
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("log in as %s: %s %s", role, answer.Status, answer.text)
	}
	return strings.SplitN(answer.Header.Get("Set-Cookie"), ";", 2)[0]
}

type answer struct {
	*http.Response
	text string
}

func (o *office) send(t *testing.T, cookie, method, path, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, o.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	declared(t, method, request.URL.Path, response.StatusCode)
	return answer{response, string(text)}
}

// operation is what the document of the API says of one.
type operation struct {
	path      *regexp.Regexp
	method    string
	responses map[string]json.RawMessage
}

// document is the API as openapi.json has it.
var document = sync.OnceValues(func() (all []operation, err error) {
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		return nil, err
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Responses map[string]json.RawMessage `json:"responses"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	name := regexp.MustCompile(`\{[^}]*\}`)
	for path, methods := range doc.Paths {
		for method, op := range methods {
			all = append(all, operation{regexp.MustCompile("^" + name.ReplaceAllString(path, "[^/]+") + "$"), strings.ToUpper(method), op.Responses})
		}
	}
	return all, nil
})

// declared makes sure that a client was told nothing that the document does not name.
func declared(t *testing.T, method, path string, status int) {
	t.Helper()
	all, err := document()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range all {
		if op.method != method || !op.path.MatchString(path) {
			continue
		}
		_, named := op.responses[fmt.Sprint(status)]
		if _, any := op.responses["default"]; !named && !any && status != http.StatusNotModified {
			t.Errorf("%s %s answers %d, which openapi.json does not name", method, path, status)
		}
	}
}

// A client is written for what the document names: that the server may be full or its
// database away is part of it everywhere.
func TestEveryOperationDeclaresThatItMayBeAway(t *testing.T) {
	all, err := document()
	if err != nil || len(all) < 80 {
		t.Fatalf("%d operations: %v", len(all), err)
	}
	for _, op := range all {
		for _, status := range []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable} {
			_, named := op.responses[fmt.Sprint(status)]
			if _, any := op.responses["default"]; !named && !any {
				t.Errorf("%s %s does not declare %d", op.method, op.path, status)
			}
		}
	}
}

func TestOpenAPIIsTheGoldenOne(t *testing.T) {
	o := open(t)
	var got bytes.Buffer
	if err := json.Indent(&got, []byte(o.send(t, "", "GET", "/api/openapi.json", "").text), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	if *update {
		if err := os.WriteFile("openapi.json", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("openapi.json is not what the server says; go test ./api -update (-want +got)\n%s", diff)
	}
}

// who may ask for what: the first letters of admin, officer, supervisor, kader,
// manager, and - for a stranger.
var matrix = map[string]string{
	"GET /clock":                        "-aoskm",
	"GET /today":                        "k",
	"POST /sync":                        "sk",
	"GET /sync":                         "k",
	"GET /sync/changes":                 "k",
	"GET /sync/streets":                 "k",
	"GET /branches/{branch}":            "aosm",
	"GET /branches/{branch}/exceptions": "aos",
	"GET /branches/{branch}/exceptions/{kind}":                                 "aos",
	"GET /branches/{branch}/rulings":                                           "aos",
	"POST /branches/{branch}/rulings":                                          "ao",
	"GET /branches/{branch}/areas":                                             "aosm",
	"GET /branches/{branch}/kader":                                             "aos",
	"GET /branches/{branch}/rules":                                             "aosm",
	"PUT /branches/{branch}/rules/{key}/{from}":                                "ao",
	"GET /branches/{branch}/blocks":                                            "aos",
	"GET /branches/{branch}/desa":                                              "aosm",
	"GET /branches/{branch}/heat":                                              "aosm",
	"GET /heat":                                                                "aosm",
	"GET /branches/{branch}/cells":                                             "aos",
	"GET /branches/{branch}/heat/print":                                        "aosm",
	"GET /branches/{branch}/heat/drawn":                                        "aosm",
	"GET /branches/{branch}/heat/export":                                       "aosm",
	"GET /branches/{branch}/households":                                        "aos",
	"POST /branches/{branch}/households/{id}/reveal":                           "ao",
	"GET /branches/{branch}/imports":                                           "ao",
	"POST /branches/{branch}/imports":                                          "ao",
	"GET /branches/{branch}/imports/{id}":                                      "ao",
	"DELETE /branches/{branch}/imports/{id}":                                   "ao",
	"POST /branches/{branch}/imports/{id}/undo":                                "ao",
	"POST /branches/{branch}/imports/{id}/resume":                              "ao",
	"GET /branches/{branch}/imports/{id}/rejects":                              "ao",
	"GET /branches/{branch}/imports/{id}/absent":                               "ao",
	"GET /branches/{branch}/imports/{id}/absent.xlsx":                          "ao",
	"GET /branches/{branch}/imports/{id}/events":                               "ao",
	"GET /branches/{branch}/imports/{id}/rejected.xlsx":                        "ao",
	"GET /branches/{branch}/territory-plans":                                   "aos",
	"POST /branches/{branch}/territory-plans":                                  "ao",
	"GET /branches/{branch}/territory-plans/{id}":                              "aos",
	"GET /branches/{branch}/territory-plans/{id}/export":                       "aos",
	"GET /branches/{branch}/territory-plans/{id}/export-loss":                  "aos",
	"POST /branches/{branch}/territory-plans/{id}/unpublish":                   "ao",
	"GET /branches/{branch}/territory-plans/{id}/acts":                         "aos",
	"POST /branches/{branch}/territory-plans/{id}/acts":                        "ao",
	"GET /branches/{branch}/territory-plans/{id}/compare/{other}":              "aos",
	"DELETE /branches/{branch}/territory-plans/{id}":                           "ao",
	"POST /branches/{branch}/territory-plans/{id}/publish":                     "ao",
	"GET /branches/{branch}/territory-plans/{id}/events":                       "ao",
	"GET /branches/{branch}/territory-plans/{id}/handover":                     "aos",
	"GET /branches/{branch}/territory-plans/{id}/uncovered":                    "aos",
	"PUT /branches/{branch}/territory-plans/{id}/lock":                         "ao",
	"PUT /branches/{branch}/territory-plans/{id}/territories/{territory}/lock": "ao",
	"POST /branches/{branch}/territory-plans/{id}/merangkap":                   "ao",
	"DELETE /branches/{branch}/territory-plans/{id}/merangkap/{kader}":         "ao",
	"POST /branches/{branch}/territory-drafts":                                 "ao",
	"POST /branches/{branch}/territory-drafts/file":                            "ao",
	"GET /branches/{branch}/territory-plans/{id}/drawing":                      "aos",
	"GET /branches/{branch}/territory-plans/{id}/strokes":                      "aos",
	"GET /branches/{branch}/territory-plans/{id}/rival":                        "aos",
	"POST /branches/{branch}/territory-plans/{id}/strokes":                     "ao",
	"POST /branches/{branch}/territory-plans/{id}/proposals":                   "ao",
	"POST /branches/{branch}/territory-what-if":                                "ao",
	"GET /branches/{branch}/route-plans":                                       "aos",
	"POST /branches/{branch}/route-plans":                                      "ao",
	"GET /branches/{branch}/route-plans/{id}":                                  "aos",
	"DELETE /branches/{branch}/route-plans/{id}":                               "ao",
	"GET /branches/{branch}/route-plans/{id}/events":                           "ao",
	"GET /branches/{branch}/routes":                                            "aos",
	"GET /branches/{branch}/holidays":                                          "aos",
	"PUT /branches/{branch}/holidays/{day}":                                    "ao",
	"DELETE /branches/{branch}/holidays/{day}":                                 "ao",
	"POST /branches/{branch}/kader/{kader}/away":                               "ao",
	"DELETE /branches/{branch}/kader/{kader}/away/{first}":                     "ao",
	"GET /branches/{branch}/kader/{kader}/engagements":                         "aos",
	"POST /branches/{branch}/kader/{kader}/engagements":                        "ao",
	"DELETE /branches/{branch}/kader/{kader}/engagements/{id}":                 "ao",
	"POST /branches/{branch}/kader/{kader}/device-code":                        "ao",
	"GET /branches/{branch}/devices":                                           "aos",
	"DELETE /branches/{branch}/devices/{id}":                                   "ao",
	"GET /branches/{branch}/routes/month":                                      "aos",
	"GET /branches/{branch}/routes/left-out":                                   "aos",
	"GET /branches/{branch}/territory-plans/{id}/moves":                        "aos",
	"GET /branches/{branch}/territory-weights":                                 "aos",
	"GET /branches/{branch}/territory-frontier/events":                         "ao",

	// money
	"GET /branches/{branch}/payments":                  "ao",
	"POST /branches/{branch}/payments/{id}/credit":     "ao",
	"POST /branches/{branch}/payments/{id}/refuse":     "ao",
	"POST /branches/{branch}/payments/{id}/families":   "ao",
	"GET /branches/{branch}/payments/{id}/rule":        "ao",
	"PUT /branches/{branch}/payments/{id}/rule":        "ao",
	"DELETE /branches/{branch}/payments/{id}/rule":     "ao",
	"DELETE /branches/{branch}/payment-shares/{id}":    "ao",
	"GET /branches/{branch}/statements":                "aos",
	"POST /branches/{branch}/statements/{month}/close": "ao",
	"GET /branches/{branch}/disputes":                  "aos",
	"PUT /branches/{branch}/disputes/{id}":             "ao",
	"GET /branches/{branch}/evaluation":                "aosm",
	"GET /branches/{branch}/board":                     "aosm",
	"GET /branches/{branch}/evaluation/export":         "aosm",
	"GET /branches/{branch}/evaluation/packs":          "aosm",
	"GET /branches/{branch}/evaluation/packs/{period}": "aosm",
	"GET /branches/{branch}/arrears-trend":             "aosm",
	"GET /statement":                                   "k",
	"GET /statement/disputes":                          "k",
	"POST /statement/disputes":                         "k",

	"GET /tiles/{layer}/{z}/{x}/{y}": "aosm",

	// tasks and notes
	"GET /branches/{branch}/tasks":         "aosm",
	"POST /branches/{branch}/tasks":        "aosm",
	"PUT /branches/{branch}/tasks/{id}":    "aosm",
	"GET /branches/{branch}/notes":         "aosm",
	"POST /branches/{branch}/notes":        "aosm",
	"DELETE /branches/{branch}/notes/{id}": "aosm",
	// matters
	"GET /branches/{branch}/matters":           "aos",
	"POST /branches/{branch}/matters/{event}":  "ao",
	"GET /branches/{branch}/officials":         "aos",
	"POST /branches/{branch}/officials":        "ao",
	"DELETE /branches/{branch}/officials/{id}": "ao",

	// paperwork
	"GET /branches/{branch}/paperwork":                "aos",
	"POST /branches/{branch}/kader/{kader}/contracts": "ao",
	"GET /branches/{branch}/candidates":               "aos",
	"POST /branches/{branch}/candidates":              "ao",
	"PUT /branches/{branch}/candidates/{id}":          "ao",
	"POST /branches/{branch}/kader/{kader}/letters":   "ao",
	"DELETE /branches/{branch}/letters/{id}":          "ao",
	"GET /branches/{branch}/letters/{id}/pdf":         "aos",
	"GET /branches/{branch}/kader/{kader}/leaving":    "aos",
	"PUT /branches/{branch}/kader/{kader}/status":     "ao",
	"PUT /branches/{branch}/kader/{kader}/supervisor": "ao",
	"GET /branches/{branch}/kader/{kader}/card":       "ao",
	"POST /branches/{branch}/kader/{kader}/card":      "ao",
	"GET /branches/{branch}/kader/{kader}/photo":      "aos",
	"PUT /branches/{branch}/kader/{kader}/photo":      "ao",
	"DELETE /branches/{branch}/kader/{kader}/photo":   "ao",

	// crew
	"GET /branches/{branch}/crew":                                   "aos",
	"PUT /branches/{branch}/kader/{kader}/route-handovers/{day}":    "aos",
	"DELETE /branches/{branch}/kader/{kader}/route-handovers/{day}": "aos",
	"PUT /branches/{branch}/kader/{kader}/ride-alongs/{day}":        "aos",
	"GET /branches/{branch}/kader/{kader}/ride-alongs":              "aos",

	// phones
	"GET /branches/{branch}/visit-signs":           "aos",
	"GET /visit-signs":                             "k",
	"POST /visit-signs/{event}/reply":              "k",
	"POST /devices":                                "k",
	"PUT /photos/{event}/{hash}":                   "k",
	"GET /branches/{branch}/photos/{event}/{hash}": "aos",
	"POST /devices/activate":                       "-aoskm",
	"POST /devices/session":                        "-aoskm",
	"POST /devices/outbox":                         "-aoskm",

	// accounts
	"POST /session":                      "-aoskm",
	"GET /session":                       "aoskm",
	"DELETE /session":                    "aoskm",
	"PUT /branches/{branch}/kedeputian":  "a",
	"GET /users":                         "a",
	"POST /users":                        "a",
	"PUT /users/{id}":                    "a",
	"POST /users/{id}/password":          "a",
	"DELETE /users/{id}/branches/{code}": "a",
	"GET /users/{id}/sessions":           "a",
	"DELETE /users/{id}/sessions":        "a",
	"DELETE /users/{id}/totp":            "a",
	"PUT /account/password":              "aoskm",
	"GET /account/sessions":              "aoskm",
	"DELETE /account/sessions":           "aoskm",
	"DELETE /account/sessions/{id}":      "aoskm",
	"POST /account/totp":                 "aoskm",
	"PUT /account/totp":                  "aoskm",
}

// bodies are valid requests, so that a refusal is one of the role.
var bodies = map[string]string{
	"POST /sync":                                           `{"device_id":"0d000000-0000-7000-8000-00000000000d","server_epoch":null,"events":[]}`,
	"POST /visit-signs/{event}/reply":                      `{"said":"Saya ada di sana"}`,
	"POST /devices/activate":                               `{"code":"AAAAAAAA"}`,
	"POST /devices/outbox":                                 `{"branch":"9901","device":"0d000000-0000-7000-8000-00000000000d","sealed":[]}`,
	"PUT /branches/{branch}/kedeputian":                    `{"code":"VI","name":"Kedeputian Wilayah VI"}`,
	"PUT /users/{id}":                                      `{"disabled":false,"until":null}`,
	"PUT /account/password":                                `{"present":"lain-lain-lain","next":"kunci-cadangan-2027"}`,
	"POST /account/totp":                                   `{"present":"kunci-cadangan-2026"}`,
	"PUT /account/totp":                                    `{"code":"000000"}`,
	"POST /users":                                          `{"login":"baru","name":"Baru","role":"officer","branches":[]}`,
	"POST /branches/{branch}/households/{id}/reveal":       `{"reason":"koreksi","note":"nama salah tulis"}`,
	"POST /branches/{branch}/rulings":                      `{"kind":"exclude","households":[1],"reason":"rumah sudah kosong"}`,
	"POST /branches/{branch}/territory-plans":              `{}`,
	"POST /branches/{branch}/territory-plans/{id}/publish": `{"from":"` + day(8) + `"}`,
	"PUT /branches/{branch}/territory-plans/{id}/lock":     `{"locked":true}`,
	"PUT /branches/{branch}/territory-plans/{id}/territories/{territory}/lock": `{"locked":true}`,
	"POST /branches/{branch}/territory-plans/{id}/merangkap":                   `{"kader":1}`,
	"POST /branches/{branch}/territory-drafts":                                 `{"name":"Coba"}`,
	"POST /branches/{branch}/territory-plans/{id}/unpublish":                   `{"why":"salah tanggal"}`,
	"POST /branches/{branch}/territory-plans/{id}/acts":                        `{"kind":"comment","revision":0,"text":"Baik"}`,
	"POST /branches/{branch}/territory-plans/{id}/strokes":                     `{"id":"00000000-0000-7000-8000-000000000001","on":0,"changes":[{"desa":"99.01.01.2001","from":0,"to":1}]}`,
	"POST /branches/{branch}/territory-plans/{id}/proposals":                   `{"solve":{"way":"fill"}}`,
	"POST /branches/{branch}/territory-what-if":                                `{"leave":{"kader":1}}`,
	"POST /branches/{branch}/route-plans":                                      `{"month":"` + datatest.NextMonth().String() + `"}`,
	"PUT /branches/{branch}/rules/{key}/{from}":                                `{"value":{"days":20},"source":"Surat contoh"}`,
	"POST /branches/{branch}/payments/{id}/credit":                             `{"shares":[{"household":1,"amount":1}]}`,
	"POST /branches/{branch}/payments/{id}/families":                           `{"number":"9901010000000001"}`,
	"PUT /branches/{branch}/disputes/{id}":                                     `{"answer":"Sesuai berkas"}`,
	"POST /branches/{branch}/kader/{kader}/letters":                            `{"number":"1/ST/2026","from":"` + day(1) + `","until":"` + day(30) + `"}`,
	"POST /branches/{branch}/matters/{event}":                                  `{"act":"settle"}`,
	"PUT /branches/{branch}/kader/{kader}/status":                              `{"status":"cuti","why":"cuti panjang"}`,
	"PUT /branches/{branch}/kader/{kader}/supervisor":                          `{"account":null,"from":"` + day(1) + `"}`,
	"POST /branches/{branch}/kader/{kader}/contracts":                          `{"number":"1/PKS","from":"` + day(1) + `","until":"` + day(30) + `"}`,
	"POST /branches/{branch}/candidates":                                       `{"name":"Calon","desa":"99.01.01.2001"}`,
	"PUT /branches/{branch}/candidates/{id}":                                   `{"stage":"DILATIH"}`,
	"POST /branches/{branch}/tasks":                                            `{"deviation":"SILENT","kader":1,"owner":2,"due":"` + day(8) + `","what":"Telepon"}`,
	"PUT /branches/{branch}/tasks/{id}":                                        `{"outcome":"Sudah ditelepon"}`,
	"POST /branches/{branch}/notes":                                            `{"day":"` + day(0) + `","area":"","cause":"BENCANA","text":"Banjir"}`,
	"POST /branches/{branch}/officials":                                        `{"desa":"99.01.01.2001","post":"RT","name":"Contoh"}`,
	"POST /statement/disputes":                                                 `{"month":"2026-11","line":"collected/R1/1","said":"Kurang seribu"}`,
	"PUT /branches/{branch}/holidays/{day}":                                    `{"name":"Hari Contoh"}`,
	"PUT /branches/{branch}/kader/{kader}/route-handovers/{day}":               `{"to":2}`,
	"PUT /branches/{branch}/kader/{kader}/ride-alongs/{day}":                   `{"said":"Sopan dan jelas"}`,
	"POST /branches/{branch}/kader/{kader}/away":                               away(8, 9, "sakit"),
	"POST /branches/{branch}/kader/{kader}/engagements":                        `{"day":"` + day(8) + `","open":1020,"minutes":60,"for":"EDUKASI","place":"Balai RW 3","desa":""}`,
}

// away asks for an absence on days counted from today.
func away(first, last planner.Day, why string) string {
	return fmt.Sprintf(`{"first":%q,"last":%q,"why":%q}`, day(first), day(last), why)
}

func TestOnlyTheRolesOfTheMatrixAreServed(t *testing.T) {
	o := open(t)
	cookies := map[string]string{"-": ""}
	for _, role := range []data.Role{data.Admin, data.Officer, data.Supervisor, data.KaderRole, data.Manager} {
		cookies[string(role[:1])] = o.as(t, role)
	}
	for _, route := range o.documented(t) {
		if _, listed := matrix[route]; !listed {
			t.Errorf("%s stands in no line of the matrix", route)
		}
	}
	for route, may := range matrix {
		if strings.HasSuffix(route, "/session") {
			continue
		}
		for letter, cookie := range cookies {
			got := o.send(t, cookie, method(route), path(route, "9901"), bodies[route])
			refused := got.StatusCode == http.StatusUnauthorized || got.StatusCode == http.StatusForbidden
			if strings.Contains(may, letter) == refused {
				t.Errorf("%s as %q: %d %s", route, letter, got.StatusCode, got.text)
			}
		}
	}
}

// open doors are served to everybody and stand in no document of the API.
var openDoors = []string{
	"GET /v/card.css", "GET /v/{token}",
	"GET /healthz", "GET /readyz", "GET /api/openapi.json", "GET /api/openapi.yaml", "GET /api/openapi-3.0.json", "GET /api/openapi-3.0.yaml",
}

// Every route of the router, those of the API and the others, stands in the matrix
// or among the open doors.
func TestEveryRouteStandsInTheMatrix(t *testing.T) {
	o := open(t)
	routes := api.Routes(t, o.store)
	for _, r := range routes {
		route := r.Method + " " + regexp.MustCompile(`:(\w+)`).ReplaceAllString(strings.TrimPrefix(r.Path, "/api/v1"), "{$1}")
		if _, listed := matrix[route]; !listed && !slices.Contains(openDoors, route) {
			t.Errorf("%s stands in no line of the matrix", route)
		}
	}
	if len(routes) < len(matrix) {
		t.Errorf("%d routes for %d lines of the matrix", len(routes), len(matrix))
	}
}

// Who works for another branch, in any role, gets nothing of this one: a kader is
// refused as every kader is, the others are told that there is no such branch.
func TestNobodyOfAnotherBranchIsServed(t *testing.T) {
	o := open(t)
	datatest.AddKader(t, o.store, o.other.ID, 1)
	for _, role := range []data.Role{data.Officer, data.Supervisor, data.KaderRole, data.Manager} {
		n := data.NewAccount{Login: "lain-" + string(role), Name: "Contoh", Role: role, Password: password, Branches: []data.BranchID{o.other.ID}}
		if role == data.KaderRole {
			n.Kader = 1
		}
		if _, err := o.store.AddAccount(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		cookie := o.as(t, data.Role(n.Login))
		for route, may := range matrix {
			if !strings.Contains(route, "{branch}") && !strings.HasPrefix(route, "GET /tiles") {
				continue
			}
			want := http.StatusForbidden
			if strings.Contains(may, string(role[:1])) {
				want = http.StatusNotFound
			}
			if got := o.send(t, cookie, method(route), path(route, "9901"), bodies[route]); got.StatusCode != want {
				t.Errorf("%s as %s of another branch: %d %s, want %d", route, role, got.StatusCode, got.text, want)
			}
		}
	}
}

func TestBranchOfOthersIsAsLittleThereAsNone(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	for _, route := range o.documented(t) {
		if !strings.Contains(route, "{branch}") {
			continue
		}
		theirs := o.send(t, cookie, method(route), path(route, "9902"), bodies[route])
		nobodys := o.send(t, cookie, method(route), path(route, "0000"), bodies[route])
		want := http.StatusNotFound
		if !strings.Contains(matrix[route], "o") {
			want = http.StatusForbidden // no officer's at all, whatever the branch
		}
		if theirs.StatusCode != want || theirs.text != nobodys.text {
			t.Errorf("%s: %d %s; of a branch that is not there: %d %s", route, theirs.StatusCode, theirs.text, nobodys.StatusCode, nobodys.text)
		}
	}
}

func (o *office) documented(t *testing.T) []string {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(o.send(t, "", "GET", "/api/openapi.json", "").text), &doc); err != nil {
		t.Fatal(err)
	}
	var routes []string
	for path, methods := range doc.Paths {
		for method := range methods {
			routes = append(routes, strings.ToUpper(method)+" "+strings.TrimPrefix(path, "/api/v1"))
		}
	}
	if len(routes) < 20 {
		t.Fatalf("the document has only %d routes", len(routes))
	}
	return routes
}

func method(route string) string { return strings.Fields(route)[0] }

func path(route, branch string) string {
	if strings.HasPrefix(route, "GET /tiles") {
		return "/tiles/heat/8/206/133?branch=" + branch
	}
	p := strings.ReplaceAll("/api/v1"+strings.Fields(route)[1], "{branch}", branch)
	p = regexp.MustCompile(`\{(id|territory|kader|event|other)\}`).ReplaceAllString(p, "77")
	p = strings.ReplaceAll(p, "{code}", branch)
	p = strings.ReplaceAll(strings.ReplaceAll(p, "{event}", "01930000-0000-7000-8000-00000000f070"), "{hash}", strings.Repeat("0", 64))
	p = strings.ReplaceAll(p, "{month}", datatest.Today().Month().String())
	if strings.HasSuffix(p, "/evaluation") || strings.HasSuffix(p, "/evaluation/export") {
		p += "?period=" + datatest.Today().Month().String()
	}
	p = strings.ReplaceAll(p, "{first}", day(8))
	p = strings.ReplaceAll(p, "{day}", day(8))
	p = strings.ReplaceAll(strings.ReplaceAll(p, "{key}", "attribution"), "{from}", day(8))
	if strings.HasSuffix(p, "/routes") || strings.HasSuffix(p, "/left-out") {
		p += "?kader=1"
	}
	if strings.HasSuffix(p, "/heat/drawn") {
		p += "?ring=1%201,2%201,2%202"
	}
	if strings.HasSuffix(p, "/territory-frontier/events") {
		p += "?seconds=1"
	}
	if strings.HasSuffix(p, "/imports") {
		p += "?kind=households"
	}
	return p
}

func TestOtherSitesChangeNothing(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Admin)
	for _, header := range [][2]string{{"Origin", "https://contoh.invalid"}, {"Sec-Fetch-Site", "cross-site"}} {
		got := o.send(t, cookie, "POST", "/api/v1/users", bodies["POST /users"], header[0], header[1])
		if got.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d %s", header, got.StatusCode, got.text)
		}
	}
}

func TestProblemsSpeakTheReadersLanguage(t *testing.T) {
	o := open(t)
	if got := o.send(t, "", "GET", "/api/v1/session", ""); !strings.Contains(got.text, "Silakan masuk dahulu.") {
		t.Errorf("Indonesian by default: %s", got.text)
	}
	got := o.send(t, "", "GET", "/api/v1/session", "", "Accept-Language", "en-GB")
	if !strings.Contains(got.text, "Please log in first.") || got.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("English when asked: %s %s", got.Header.Get("Content-Type"), got.text)
	}
}

func TestFacesAreServedWithTheirPolicy(t *testing.T) {
	o := open(t)
	for path, want := range map[string]string{"/": "workbench", "/rencana/3": "workbench", "/kader/": "kader", "/kader/besok": "kader", "/assets/a-1.js": "code"} {
		got := o.send(t, "", "GET", path, "", "Accept-Encoding", "identity")
		if got.text != want {
			t.Errorf("%s: %d %q, want %q", path, got.StatusCode, got.text, want)
		}
		policy := got.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
	}
	if got := o.send(t, "", "GET", "/assets/a-1.js", "", "Accept-Encoding", "gzip"); got.text != "packed" || !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("packed asset: %q %v", got.text, got.Header)
	}
	for _, path := range []string{"/assets/none.js", "/api/v1/none", "/tiles/none"} {
		if got := o.send(t, "", "GET", path, ""); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
}

func TestHealthNeedsNoSession(t *testing.T) {
	o := open(t)
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready"} {
		if got := o.send(t, "", "GET", path, ""); got.StatusCode != http.StatusOK || got.text != want {
			t.Errorf("%s: %d %q", path, got.StatusCode, got.text)
		}
	}
}

func TestDaysThatCannotBeAreRefusedWithTheirReason(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	for path, want := range map[string][2]string{
		"territory-plans/1/publish":         {`{"from":"` + day(-1) + `"}`, "sudah lewat"},
		"route-plans":                       {`{"month":"` + (datatest.Today().Month().First() - 1).Month().String() + `"}`, "sudah lewat"},
		"imports?kind=areas&asOf=" + day(1): {"", "belum tiba"},
	} {
		got := o.send(t, cookie, "POST", "/api/v1/branches/9901/"+path, want[0])
		if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text, want[1]) {
			t.Errorf("%s: %s %s", path, got.Status, got.text)
		}
	}
}

func TestTerritoriesThatMakeNoSenseAreRefused(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	for body, want := range map[string]string{
		`{"kecamatan":"99.01.01"}`:                                         "Tidak ada KK menunggak di kecamatan itu",
		`{"weights":{"split":-1,"moved":4,"home":0,"stay":1,"even":0}}`:    "Isian belum benar",
		`{"weights":{"split":1,"moved":4,"home":1e300,"stay":1,"even":0}}`: "Isian belum benar",
		`{"weights":{"split":1}}`:                                          "Isian belum benar",
	} {
		got := o.send(t, cookie, "POST", "/api/v1/branches/9901/territory-plans", body)
		if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text, want) {
			t.Errorf("%s: %s %s", body, got.Status, got.text)
		}
	}
	got := o.send(t, cookie, "POST", "/api/v1/branches/9901/territory-plans", `{"weights":{"split":0,"moved":0,"home":0,"stay":0,"even":0}}`)
	if got.StatusCode != http.StatusOK || !strings.Contains(got.text, `"weights":{"split":0,`) {
		t.Errorf("compactness alone: %s %s", got.Status, got.text)
	}
}

func TestAnAbsenceIsCheckedBeforeItIsKept(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	for body, want := range map[string]int{
		away(-3, -1, "sakit"): http.StatusUnprocessableEntity,
		away(3, 2, "sakit"):   http.StatusUnprocessableEntity,
		away(2, 2, "malas"):   http.StatusUnprocessableEntity,
		away(2, 2, "sakit"):   http.StatusNotFound, // no such kader
	} {
		if got := o.send(t, cookie, "POST", "/api/v1/branches/9901/kader/7/away", body); got.StatusCode != want {
			t.Errorf("%s: %s %s", body, got.Status, got.text)
		}
	}
}
