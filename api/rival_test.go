package api_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/ledger"
)

// aloneRoutes change nothing that two people could both want, or end the session of who asks.
var aloneRoutes = map[string]string{
	"POST /session": "comes in", "DELETE /session": "ends the own session",
	"PUT /account/password": "the own", "DELETE /account/sessions": "the own", "DELETE /account/sessions/{id}": "the own",
	"POST /account/totp": "the own", "PUT /account/totp": "the own",
	"POST /devices/session": "comes in", "POST /devices/activate": "needs a code that was shown once",
}

// rival is an edge over a village in which everything stands that somebody may change.
type rival struct {
	*field
	cookies map[string]string // by first letter of the role
	drafts  []data.PlanID
	clerk   int64 // an account of nobody
}

func rivals(t *testing.T) *rival {
	t.Helper()
	f := inTheField(t)
	f.routed(t)
	r := &rival{field: f, cookies: map[string]string{}}
	for _, role := range []data.Role{data.Admin, data.Officer, data.Supervisor, data.KaderRole, data.Manager} {
		r.cookies[string(role[:1])] = f.as(t, role)
	}
	did(t, f.owner(t), "insert into counter (branch_id, noun, last) values (1, 'plan', 2)")
	r.drafts = []data.PlanID{f.design(t), f.design(t), f.divided(t)}
	var err error
	if r.clerk, err = f.store.AddAccount(t.Context(), data.NewAccount{Login: "juru", Name: "Juru Contoh", Role: data.Officer, Password: password, Branches: []data.BranchID{f.own2()}}); err != nil {
		t.Fatal(err)
	}
	f.push(t, f.cookie, nil, f.event(1, fields{"type": "KELUHAN", "payload": fields{"topic": "RUMAH_SAKIT", "note": "antre"}}), f.event(2, nil))
	err = f.store.InBranch(t.Context(), []data.BranchID{f.own2()}, func(tx pgx.Tx) error {
		for n := range int64(3) {
			id, err := data.Next(t.Context(), tx, f.own2(), "money", 1)
			if err != nil {
				return err
			}
			row := data.MoneyRow{ID: data.MoneyRowID(id), Ref: fmt.Sprint("R", n), Day: datatest.Today() - 9, Amount: 100_000, State: data.MoneyWaits, Reason: ledger.SharedVA}
			if err := data.KeepMoney(t.Context(), tx, f.own2(), []data.MoneyRow{row}); err != nil {
				return err
			}
			if _, err := tx.Exec(t.Context(), "insert into ledger_dispute (branch_id, id, kader_id, month, line, said, said_by) values ($1, $2, 1, $3, 'x', 'x', 'kader')", f.own2(), n+1, lastMonth().First()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		if _, err := f.store.BeginImport(t.Context(), f.own2(), data.Import{Kind: "households", File: fmt.Sprint("kk", n, ".csv"), AsOf: datatest.Today(), CreatedBy: "officer"}); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// own2 is the branch's number.
func (f *field) own2() data.BranchID { return f.office.own.ID }

// ask is one of a route's requests, with small numbers, so that others ask the same.
func (r *rival) ask(t *testing.T, route string, rng *rand.Rand) (path, body string) {
	path = "/api/v1" + strings.ReplaceAll(strings.Fields(route)[1], "{branch}", "9901")
	some := func(n int) string { return fmt.Sprint(1 + rng.IntN(n)) }
	in := func(first, n int) string { return day(planner.Day(first + rng.IntN(n))) }
	id := some(3)
	switch {
	case strings.Contains(route, "territory-plans/{id}"):
		id = fmt.Sprint(r.drafts[rng.IntN(len(r.drafts))])
	case strings.Contains(route, "/users/"):
		id = fmt.Sprint(r.clerk)
	case strings.Contains(route, "/households/"):
		id = fmt.Sprint(r.own)
	}
	for name, value := range map[string]string{
		"id": id, "territory": some(2), "kader": some(2), "event": fmt.Sprintf("01930000-0000-7000-8000-%012x", 1+rng.IntN(2)), "hash": strings.Repeat("0", 64),
		"code": "9902", "month": lastMonth().String(), "first": in(0, 3), "day": in(0, 3), "key": "attribution", "from": in(0, 3),
	} {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	body = bodies[route]
	pick := func(all ...string) string { return all[rng.IntN(len(all))] }
	switch route {
	case "POST /sync":
		body = fmt.Sprintf(`{"device_id":%q,"server_epoch":null,"events":[]}`, phoneID)
	case "PUT /branches/{branch}/kader/{kader}/photo":
		body = string(picture(t, 64, 64))
	case "POST /branches/{branch}/territory-drafts/file":
		path, body = path+"?name=peta.geojson", collectionOf(`{"kode_kader":"K1"}`)
	case "POST /users":
		body = `{"login":"` + pick("juru", "baru") + `","name":"Baru","role":"officer","branches":["9901"]}`
	case "POST /branches/{branch}/rulings":
		body = fmt.Sprintf(`{"kind":%q,"households":[%d],"reason":"rumah sudah kosong"}`, pick("exclude", "undo"), int(r.own)+rng.IntN(2))
	case "POST /branches/{branch}/territory-plans/{id}/publish":
		body = `{"from":"` + in(1, 3) + `"}`
	case "POST /branches/{branch}/territory-plans/{id}/acts":
		body = `{"kind":"` + pick("comment", "bin", "restore", "rename", "ask", "approve") + `","revision":` + pick("0", "1") + `,"text":"Baik"}`
	case "POST /branches/{branch}/territory-plans/{id}/strokes":
		body = fmt.Sprintf(`{"id":"00000000-0000-7000-8000-%012x","on":0,"changes":[{"desa":"99.01.01.200%s","from":%d,"to":%d}]}`, rng.IntN(9), some(2), rng.IntN(3), rng.IntN(3))
	case "POST /branches/{branch}/payments/{id}/credit":
		body = fmt.Sprintf(`{"shares":[{"household":%d,"amount":100000}]}`, r.own)
	case "POST /branches/{branch}/kader/{kader}/letters":
		body = `{"number":"` + some(4) + `/ST","from":"` + day(1) + `","until":"` + day(30) + `","desa":["99.01.01.2001"]}`
	case "POST /branches/{branch}/kader/{kader}/contracts":
		body = `{"number":"` + some(4) + `/PKS","from":"` + day(1) + `","until":"` + day(30) + `"}`
	case "PUT /branches/{branch}/candidates/{id}":
		body = `{"stage":"` + pick("WAWANCARA", "DILATIH", "DIPILIH") + `"}`
	case "PUT /branches/{branch}/kader/{kader}/status":
		body = `{"status":"` + pick("cuti", "aktif") + `","why":"cuti panjang"}`
	case "POST /branches/{branch}/matters/{event}":
		body = `{"act":"` + pick("settle", "hand") + `","reason":"SELESAI"}`
	case "POST /branches/{branch}/kader/{kader}/away":
		first := planner.Day(rng.IntN(4))
		body = away(first, first+1, "sakit")
	case "PUT /branches/{branch}/kader/{kader}/route-handovers/{day}":
		body = `{"to":` + some(2) + `}`
	}
	return path, body
}

// changing are the routes of the router that change something and may meet another's.
func changing(t *testing.T, r *rival) (routes []string) {
	t.Helper()
	for _, one := range api.Routes(t, r.store) {
		route := one.Method + " " + regexp.MustCompile(`:(\w+)`).ReplaceAllString(strings.TrimPrefix(one.Path, "/api/v1"), "{$1}")
		if one.Method != http.MethodGet && aloneRoutes[route] == "" {
			routes = append(routes, route)
		}
	}
	for route := range aloneRoutes {
		if _, known := matrix[route]; !known {
			t.Errorf("%s is no route", route)
		}
	}
	slices.Sort(routes)
	return routes
}

// plain are the answers to a conflict that name neither who nor what.
var plain = []string{"Data sudah berubah atau sedang dipakai", "Data ini sedang diubah orang lain", "diubah orang lain"}

// People of all roles do at once whatever the router knows of changing routes, to the same
// few things: each is answered with a yes, with what is wrong, or with a conflict that says
// who and what. A route that is added is asked too.
func TestManyChangeThroughEveryRouteAtOnce(t *testing.T) {
	r := rivals(t)
	routes := changing(t, r)
	seed := rand.Uint64()
	t.Logf("seed %d, %d routes", seed, len(routes))
	const clients = 6
	var all sync.WaitGroup
	var mu sync.Mutex
	told := map[string][]int{}
	for client := range clients {
		rng := rand.New(rand.NewPCG(seed, uint64(client)))
		all.Go(func() {
			for _, n := range rng.Perm(len(routes)) {
				route := routes[n]
				letters := strings.ReplaceAll(matrix[route], "-", "")
				path, body := r.ask(t, route, rng)
				status := r.rivals(t, r.cookies[string(letters[rng.IntN(len(letters))])], route, path, body)
				mu.Lock()
				told[route] = append(told[route], status)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for _, route := range routes {
		if len(told[route]) != clients {
			t.Errorf("%s was asked %d times", route, len(told[route]))
		}
		if slices.Contains([]string{"POST /branches/{branch}/rulings", "PUT /branches/{branch}/kader/{kader}/photo", "POST /branches/{branch}/matters/{event}"}, route) &&
			!slices.ContainsFunc(told[route], func(status int) bool { return status < 300 }) {
			t.Errorf("%s was never done: %v", route, told[route])
		}
	}
}

// rivals asks, and holds the answer to what a person may be told.
func (r *rival) rivals(t *testing.T, cookie, route, path, body string) int {
	got := r.send(t, cookie, method(route), path, body, "Content-Type", map[bool]string{true: "application/octet-stream", false: "application/json"}[strings.HasSuffix(route, "/photo")])
	switch {
	case got.StatusCode >= http.StatusInternalServerError:
		t.Errorf("%s %s: %d %s", method(route), path, got.StatusCode, got.text)
	case got.StatusCode == http.StatusConflict && slices.ContainsFunc(plain, func(p string) bool { return strings.Contains(got.text, p) }):
		t.Errorf("%s %s %s: a conflict that names nobody: %s", method(route), path, body, got.text)
	}
	return got.StatusCode
}
