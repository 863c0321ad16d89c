//go:build linux

package api_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/api"
	"binaan/data"
	"binaan/data/builtin"
	"binaan/data/datatest"
	"binaan/data/importer"
	"binaan/data/job"
	"binaan/data/sample"
	"binaan/planner"
	"binaan/planner/ledger"
)

var benchHouseholds = flag.Int("households", sample.PublishedHouseholds, "households in arrears of the benchmarks' sample branch")

// benchMoment is when the benchmarks take place.
var benchMoment = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

// realDesa are outlines of 900 desa of a real branch, kept beside the project.
// Where they are absent the sample's own island is measured, whose desa have few
// corners.
const realDesa = "../../shared/data/surakarta_desa.geojson"

// sampleOffice is an edge over the sample branch: its areas, kader, households,
// visits and payments imported, divided, and with a month of routes for every
// kader.
type sampleOffice struct {
	handler http.Handler
	store   *data.Store
	branch  data.Branch
	owner   string // DSN
	cpu     *datatest.Meter
	cookies map[data.Role]string
}

func openSample(b *testing.B) *sampleOffice {
	b.Helper()
	owner, app := datatest.DSN(b)
	store := datatest.Open(b, app, data.ClockAt(benchMoment))
	var err error
	o := &sampleOffice{store: store, owner: owner, cookies: map[data.Role]string{}}
	if o.branch, err = store.AddBranch(b.Context(), "9901", "Cabang Contoh", "WIB"); err != nil {
		b.Fatal(err)
	}
	o.fill(b)
	o.divide(b)
	o.route(b)
	o.handler = api.New(b.Context(), store, fstest.MapFS{}, api.Config{Version: "bench", Uploads: b.TempDir(), Import: importNothing})
	kader := planner.KaderID(3)
	if err := store.SetPhoto(b.Context(), o.branch.ID, kader, picture(b, 300, 400), data.By{}); err != nil {
		b.Fatal(err)
	}
	letter := data.NewLetter{Kader: kader, Number: "1/ST", From: planner.DayOf(benchMoment), Until: planner.DayOf(benchMoment) + 30}
	if _, err := store.AddLetter(b.Context(), o.branch, letter); err != nil {
		b.Fatal(err)
	}
	pack := ledger.Period{Text: "2026-10", From: planner.DayOf(benchMoment).Month().First().AddMonths(-1), Until: planner.DayOf(benchMoment).Month().First() - 1}
	if err := store.KeepPack(b.Context(), o.branch.ID, pack, make([]byte, 1<<17), make([]byte, 1<<18)); err != nil {
		b.Fatal(err)
	}
	for _, role := range []data.Role{data.Admin, data.Officer, data.KaderRole, data.Manager} {
		n := data.NewAccount{Login: string(role), Name: "Contoh", Role: role, Password: password, Branches: []data.BranchID{o.branch.ID}}
		if role == data.KaderRole {
			n.Kader = kader
		}
		if _, err := store.AddAccount(b.Context(), n); err != nil {
			b.Fatal(err)
		}
		answer := o.ask("POST", "/api/v1/session", "", fmt.Sprintf(`{"login":%q,"password":%q}`, role, password))
		if answer.Code != http.StatusOK {
			b.Fatalf("log in as %s: %d %s", role, answer.Code, answer.Body)
		}
		o.cookies[role] = strings.SplitN(answer.Header().Get("Set-Cookie"), ";", 2)[0]
	}
	o.cpu = datatest.NewMeter(b, owner)
	return o
}

func (o *sampleOffice) fill(b *testing.B) {
	b.Helper()
	dir, asOf := b.TempDir(), planner.DayOf(benchMoment)
	options := sample.Options{Households: *benchHouseholds, Seed: 1, AsOf: asOf}
	areas := filepath.Join(dir, sample.AreasFile)
	if _, err := os.Stat(realDesa); err == nil {
		options.Areas, areas = realDesa, realDesa
	}
	if err := sample.Write(dir, options); err != nil {
		b.Fatal(err)
	}
	for _, f := range sample.Files {
		path := filepath.Join(dir, f.Name)
		if f.Kind == "areas" {
			path = areas
		}
		i := data.Import{Kind: f.Kind, File: f.Name, AsOf: asOf, CreatedBy: "bench"}
		var err error
		if i.ID, err = o.store.BeginImport(b.Context(), o.branch.ID, i); err == nil {
			err = importer.Run(b.Context(), o.store, o.branch, i, path, importer.Options{})
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func (o *sampleOffice) divide(b *testing.B) {
	b.Helper()
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	request := data.PlanRequest{Seed: 1, Iterations: 200_000, Day: planner.DayOf(benchMoment)}
	head, err := o.store.QueuePlan(b.Context(), o.branch.ID, data.TerritoryKind, request, "bench")
	if err == nil {
		head, err = job.Follow(b.Context(), o.store, o.branch.ID, head.ID, 2, quiet, func(data.PlanHead) {})
	}
	if err == nil {
		err = o.store.PublishPlan(b.Context(), o.branch.ID, head.ID, planner.DayOf(benchMoment), "contoh")
	}
	if err != nil {
		b.Fatal(err)
	}
	request.Redraw, request.Seed = true, 2
	if head, err = o.store.QueuePlan(b.Context(), o.branch.ID, data.TerritoryKind, request, "bench"); err == nil {
		_, err = job.Follow(b.Context(), o.store, o.branch.ID, head.ID, 2, quiet, func(data.PlanHead) {})
	}
	if err != nil {
		b.Fatal(err)
	}
}

// route gives every kader a month of routes like a planned one: seven stops on
// each of 22 days, five in reserve, all others left out.
func (o *sampleOffice) route(b *testing.B) {
	b.Helper()
	script := fmt.Sprintf(`
		insert into plan (branch_id, id, kind, name, state, request, seed, created_by, finished_at)
		values (1, 99, 'route', 'Rute 2026-11', 'done', '{"month": "2026-11", "day": "2026-11-01"}', 1, 'bench', now());
		create temporary table mine as
		select t.kader_id, h.id, h.desa, row_number() over (partition by t.kader_id order by h.id) - 1 as n
		from territory t
		join territory_block tb on tb.branch_id = t.branch_id and tb.plan_id = t.plan_id and tb.territory_id = t.id
		join household h on h.branch_id = tb.branch_id and h.desa = tb.desa and h.cell = tb.cell
		where t.plan_id = 1 and t.kader_id is not null;
		insert into plan_unit (branch_id, plan_id, unit, state, finished_at)
		select distinct 1, 99, kader_id::text, 'done', now() from mine;
		insert into route_month (branch_id, plan_id, kader_id, travel, certificate, first, last, left_out)
		select 1, 99, kader_id, 'perkiraan', '{"seed": 1, "iterations": 600, "value": 70000000, "bound": 73000000, "provenDays": 22, "days": 22}', '2026-11-05', '2026-11-30',
		  jsonb_agg(jsonb_build_object('household', id, 'code', 'KALAH_NILAI', 'short', 1000 * n, 'day', '2026-11-24', 'instead', 1)) filter (where n >= 154)
		from mine group by kader_id;
		insert into route (branch_id, plan_id, kader_id, day, leave, return, ride, expected, proven, few, reserve)
		select 1, 99, kader_id, date '2026-11-05' + (n / 7)::int, 960, 1180, 9000, 900000, true, '', array_agg(id) filter (where n %% 7 < 5)
		from mine where n < 154 group by kader_id, n / 7;
		insert into stop (branch_id, plan_id, kader_id, day, seq, household_id, arrive, begin_at, window_open, window_close, ride, ride_time, expected, contact, reasons, probability, desa)
		select 1, 99, kader_id, date '2026-11-05' + (n / 7)::int, n %% 7 + 1, id, 960, 960, 960, 1200, 900, 200, 120000, 0.6, '{}', 0.3, desa
		from mine where n < 154;
		drop table mine`)
	o.run(b, builtin.Owner, script)
	o.run(b, builtin.Owner, "vacuum analyze")
}

// run executes SQL as a role that row-level security does not hold.
func (o *sampleOffice) run(b *testing.B, role, sql string) {
	b.Helper()
	if _, err := o.connect(b, role).Exec(b.Context(), sql); err != nil {
		b.Fatal(err)
	}
}

// connect logs in as a role until the benchmark ends.
func (o *sampleOffice) connect(b *testing.B, role string) *pgx.Conn {
	b.Helper()
	config, err := pgx.ParseConfig(o.owner)
	if err != nil {
		b.Fatal(err)
	}
	config.User = role
	conn, err := pgx.ConnectConfig(b.Context(), config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := conn.Close(context.Background()); err != nil {
			b.Error(err)
		}
	})
	return conn
}

// ask serves a request in this goroutine, without a network between.
func (o *sampleOffice) ask(method, path, cookie, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body)).WithContext(context.Background())
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

// touch gives the branch a new version, so that nothing is remembered of it.
func (o *sampleOffice) touch(b *testing.B) {
	err := o.store.InBranch(b.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		return data.Touch(b.Context(), tx, o.branch.ID)
	})
	if err != nil {
		b.Fatal(err)
	}
}

// measured reports what one request costs the program and PostgreSQL, in
// milliseconds of processor time, and how much it answers.
func (o *sampleOffice) measured(b *testing.B, role data.Role, path string, cold bool) {
	b.Helper()
	o.run(b, builtin.Owner, "delete from audit where act = 'list households'") // a person reads so many pages an hour
	if !cold {
		o.ask("GET", path, o.cookies[role], "")
	}
	var spent datatest.Cost
	var answer *httptest.ResponseRecorder
	for b.Loop() {
		if cold {
			o.touch(b)
		}
		spent = spent.Plus(o.cpu.Of(b, func() { answer = o.ask("GET", path, o.cookies[role], "") }))
		if answer.Code != http.StatusOK {
			b.Fatalf("%s: %d %s", path, answer.Code, answer.Body)
		}
	}
	n := float64(b.N)
	b.ReportMetric(datatest.Cost{Program: spent.Program}.Milliseconds()/n, "go-ms")
	b.ReportMetric(datatest.Cost{Postgres: spent.Postgres}.Milliseconds()/n, "pg-ms")
	b.ReportMetric(spent.Milliseconds()/n, "cpu-ms")
	b.ReportMetric(float64(answer.Body.Len())/1024, "KiB")
	b.ReportMetric(0, "ns/op") // wall time says nothing on a machine that is shared
}

// asked are requests for every GET of the API, by operation; several where the
// work depends on what is asked for.
func asked(block blockKey) map[string][]string {
	return map[string][]string{
		"/users": {""}, "/users/{id}/sessions": {"2"}, "/session": {""}, "/account/sessions": {""}, "/clock": {""}, "/today": {"?day=2026-11-24"}, "/sync": {""}, "/sync/changes": {""}, "/sync/streets": {""}, "/visit-signs": {""}, "/branches/{branch}/visit-signs": {"?day=2026-11-19"}, "/branches/{branch}/crew": {"?day=2026-11-24"}, "/branches/{branch}/kader/{kader}/ride-alongs": {""},
		"/branches/{branch}": {""}, "/branches/{branch}/kader": {""}, "/branches/{branch}/devices": {""}, "/branches/{branch}/rules": {""}, "/branches/{branch}/holidays": {""}, "/heat": {""}, "/branches/{branch}/cells": {""}, "/branches/{branch}/heat/export": {""}, "/branches/{branch}/heat/print": {""}, "/branches/{branch}/heat/drawn": {"?ring=110.7%20-7.6,110.9%20-7.6,110.9%20-7.5,110.7%20-7.5"}, "/branches/{branch}/heat": {"?measure=arrears", "?measure=arrears&membership=III&months=12-24", "?measure=contact"},
		"/branches/{branch}/exceptions": {""}, "/branches/{branch}/exceptions/{kind}": {""}, "/branches/{branch}/rulings": {""},
		"/branches/{branch}/areas":                      {"?level=desa", "?level=kecamatan"},
		"/branches/{branch}/blocks":                     {"?plan=1"},
		"/branches/{branch}/desa":                       {"?plan=1"},
		"/branches/{branch}/households":                 pages(block),
		"/branches/{branch}/imports":                    {""},
		"/branches/{branch}/imports/{id}":               {"3"},
		"/branches/{branch}/imports/{id}/rejects":       {"3"},
		"/branches/{branch}/imports/{id}/rejected.xlsx": {"3"},
		"/branches/{branch}/imports/{id}/absent":        {"3"},
		"/branches/{branch}/imports/{id}/absent.xlsx":   {"3"},
		"/branches/{branch}/territory-plans":            {""},
		"/branches/{branch}/territory-plans/{id}":       {"1"}, "/branches/{branch}/territory-plans/{id}/moves": {"2"},
		"/branches/{branch}/territory-plans/{id}/export":      {"1"},
		"/branches/{branch}/territory-plans/{id}/export-loss": {"1"}, "/branches/{branch}/territory-plans/{id}/acts": {"1"},
		"/branches/{branch}/territory-plans/{id}/compare/{other}": {"1"},
		"/branches/{branch}/territory-plans/{id}/uncovered":       {"1"},
		"/branches/{branch}/territory-plans/{id}/drawing":         {"1"}, "/branches/{branch}/territory-plans/{id}/strokes": {"1"},
		"/branches/{branch}/territory-plans/{id}/handover": {"2?from=3&to=4"},
		"/branches/{branch}/territory-plans/{id}/rival":    {"1"},
		"/branches/{branch}/territory-weights":             {""},
		"/branches/{branch}/route-plans":                   {""},
		"/branches/{branch}/route-plans/{id}":              {"99"},
		"/branches/{branch}/routes/month":                  {"?month=2026-11"},
		"/branches/{branch}/routes/left-out":               {"?kader=3&month=2026-11"},
		"/branches/{branch}/routes":                        {"?kader=3&day=2026-11-24"},
		"/branches/{branch}/payments":                      {"?state=review", "?state=matched", "?state=rule"}, "/branches/{branch}/payments/{id}/rule": {"1"},
		"/branches/{branch}/statements": {"?month=2026-10"}, "/branches/{branch}/disputes": {""},
		"/branches/{branch}/matters": {"", "?queue=PENDAFTAR"}, "/branches/{branch}/officials": {""},
		"/branches/{branch}/candidates": {""}, "/branches/{branch}/paperwork": {""}, "/branches/{branch}/letters/{id}/pdf": {"1"},
		"/branches/{branch}/kader/{kader}/card": {""}, "/branches/{branch}/kader/{kader}/leaving": {""}, "/branches/{branch}/kader/{kader}/engagements": {""}, "/branches/{branch}/kader/{kader}/photo": {""},
		"/branches/{branch}/evaluation": {"?period=2026-10", "?period=2026"}, "/branches/{branch}/arrears-trend": {""},
		"/branches/{branch}/board": {"", "?month=2026-10"}, "/branches/{branch}/tasks": {""}, "/branches/{branch}/notes": {""}, "/branches/{branch}/evaluation/export": {"?period=2026-10"}, "/branches/{branch}/evaluation/packs": {""}, "/branches/{branch}/evaluation/packs/{period}": {""},
		"/statement": {"?month=2026-10"}, "/statement/disputes": {""},
	}
}

type blockKey struct{ desa, cell string }

func (o *sampleOffice) someBlock(b *testing.B) blockKey {
	b.Helper()
	blocks, err := o.store.Blocks(b.Context(), o.branch.ID)
	if err != nil {
		b.Fatal(err)
	}
	k := blocks[len(blocks)/2]
	return blockKey{string(k.Desa), k.Cell.String()}
}

// BenchmarkReads serves every GET that the API documents, over the sample branch:
// again on unchanged data, and the first time after a change ("cold").
//
//	go test ./api -run xxx -bench Reads -benchtime 20x [-households 200000]
func BenchmarkReads(b *testing.B) {
	o := openSample(b)
	asked := asked(o.someBlock(b))
	for _, route := range reads(b) {
		for _, how := range asked[route] {
			path := strings.ReplaceAll(route, "{branch}", o.branch.Code)
			if !strings.Contains(path, "{id}") {
				path += how
			}
			path = "/api/v1" + strings.NewReplacer("{id}", how, "{kader}", "3", "{other}", "2", "{kind}", "unplaced", "{period}", "2026-10").Replace(path)
			role := data.Officer
			switch route {
			case "/users", "/users/{id}/sessions":
				role = data.Admin
			case "/today", "/statement", "/statement/disputes", "/sync", "/sync/changes", "/sync/streets", "/visit-signs":
				role = data.KaderRole
			}
			name := strings.TrimPrefix(strings.ReplaceAll(path, "/api/v1/branches/9901", ""), "/api/v1")
			name = strings.ReplaceAll(strings.TrimPrefix(name, "/"), "/", ".")
			if name == "" {
				name = "branch"
			}
			b.Run(name, func(b *testing.B) { o.measured(b, role, path, false) })
			b.Run(name+"/cold", func(b *testing.B) { o.measured(b, role, path, true) })
		}
	}
}

// BenchmarkRouteInput reads what a kader's month is planned from.
func BenchmarkRouteInput(b *testing.B) {
	o := openSample(b)
	request := data.PlanRequest{Month: "2026-12", Seed: 1, Day: planner.DayOf(benchMoment)}
	var spent datatest.Cost
	households := 0
	for b.Loop() {
		spent = spent.Plus(o.cpu.Of(b, func() {
			in, err := job.RouteInput(b.Context(), o.store, o.branch.ID, 3, request)
			if err != nil {
				b.Fatal(err)
			}
			households = len(in.Households)
		}))
	}
	b.ReportMetric(spent.Milliseconds()/float64(b.N), "cpu-ms")
	b.ReportMetric(float64(households), "households")
	b.ReportMetric(0, "ns/op")
}

// What a read costs is known of every one: a new one is measured from its first day.
func TestEveryReadIsMeasured(t *testing.T) {
	asked := asked(blockKey{})
	for _, route := range reads(t) {
		if len(asked[route]) == 0 {
			t.Errorf("no request of the benchmark stands for GET %s", route)
		}
		delete(asked, route)
	}
	for route := range asked {
		t.Errorf("the benchmark asks GET %s, which there is not", route)
	}
}

// reads are the paths of the GET operations that the API documents, ascending, but for
// those that stay open as long as something is followed, and pictures, of which the
// sample has none.
func reads(b testing.TB) (paths []string) {
	b.Helper()
	document, err := os.ReadFile("openapi.json")
	if err != nil {
		b.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(document, &doc); err != nil {
		b.Fatal(err)
	}
	for path, methods := range doc.Paths {
		if methods["get"] != nil && !strings.HasSuffix(path, "/events") && !strings.HasSuffix(path, "{hash}") {
			paths = append(paths, strings.TrimPrefix(path, "/api/v1"))
		}
	}
	slices.Sort(paths)
	return paths
}

// pages are lists of households, by every filter.
func pages(block blockKey) []string {
	return []string{"", "?desa=" + block.desa, "?cell=" + block.cell, "?plan=1&territory=3", "?after=100000"}
}
