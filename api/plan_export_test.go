package api_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/report"
	"binaan/planner"
)

// exported is a plan's file.
func (o *office) exported(t *testing.T, cookie string, id data.PlanID, format string) answer {
	t.Helper()
	got := o.want(t, http.StatusOK, cookie, "GET", fmt.Sprintf("/branches/9901/territory-plans/%d/export?format=%s", id, format), "")
	if name := fmt.Sprintf(`attachment; filename="wilayah-9901-%d.%s"`, id, report.Format(format).Ending()); got.Header.Get("Content-Disposition") != name || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s has %v", format, got.Header)
	}
	return got
}

// sums are the figures of a CSV by what stands under wilayah.
func sums(t *testing.T, text string) (all map[string]planner.Figures, rows [][]string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%v: %q", err, text)
	}
	all = map[string]planner.Figures{}
	for _, row := range rows[1:] {
		var n [6]int
		for i := range n {
			if n[i], err = strconv.Atoi(row[7+i]); err != nil {
				t.Fatalf("%q: %v", row, err)
			}
		}
		f := planner.Figures{Households: n[0], Eligible: n[1], Members: n[2], Arrears: planner.Rupiah(n[3]), Expected: planner.Rupiah(n[4]), Later: planner.Rupiah(n[5])}
		all[row[4]] = all[row[4]].Plus(f)
	}
	return all, rows
}

// agrees holds the CSV of a plan to what the workbench says of it.
func (o *office) agrees(t *testing.T, cookie string, id data.PlanID) [][]string {
	t.Helper()
	d, err := o.store.TerritoryDetail(t.Context(), o.own.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	got, rows := sums(t, o.exported(t, cookie, id, "csv").text)
	want := map[string]planner.Figures{}
	for _, row := range d.Territories {
		want[fmt.Sprint(row.ID)] = row.Figures
	}
	if d.Unserved.Households > 0 {
		want["belum terbagi"] = d.Unserved
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("plan %d: the file sums to %v, the plan to %v", id, got, want)
	}
	return rows
}

// audits counts the rows of one act.
func (o *office) audits(t *testing.T, act string) (n int) {
	t.Helper()
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select count(*) from audit where act = $1 and account_id > 0", act).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFileOfAPlanSumsToItsFigures(t *testing.T) {
	o, cookie := village(t)
	rows := o.agrees(t, cookie, o.design(t))
	if len(rows) < 3 || rows[1][0] != "99.01.01" || rows[1][1] != "Contoh 0" || rows[1][2] != "99.01.01.2001" || rows[1][3] != "Contoh 1" || rows[1][5] != "K1" && rows[1][5] != "K2" {
		t.Errorf("rows %q", rows)
	}
	if n := o.audits(t, "export plan"); n != 1 {
		t.Errorf("one file stands %d times in the audit", n)
	}
}

func TestDraftIsTakenOutAsItIsDrawn(t *testing.T) {
	o, cookie := village(t)
	head, err := o.store.AddDraft(t.Context(), o.own.ID, data.NewDraft{Name: "Gambar"}, datatest.Today(), "petugas")
	if err != nil {
		t.Fatal(err)
	}
	rows := o.agrees(t, cookie, head.ID)
	if len(rows) != 3 || rows[1][4] != "belum terbagi" || rows[2][4] != "belum terbagi" || rows[1][5] != "" {
		t.Errorf("a blank draft: %q", rows)
	}
	for n, change := range []string{`{"desa":"99.01.01.2001","from":0,"to":1}`, `{"desa":"99.01.01.2001","from":1,"to":2}`} {
		stroke := fmt.Sprintf(`{"id":"00000000-0000-7000-8000-00000000000%d","on":%d,"changes":[%s]}`, n+1, n, change)
		o.want(t, http.StatusOK, cookie, "POST", fmt.Sprintf("/branches/9901/territory-plans/%d/strokes", head.ID), stroke)
		rows := o.agrees(t, cookie, head.ID)
		if len(rows) != 3 || rows[1][5] != fmt.Sprint("K", n+1) || rows[2][4] != "belum terbagi" {
			t.Errorf("after stroke %d: %q", n+1, rows)
		}
		o.holdsMap(t, cookie, head.ID, n+1)
	}
}

// holdsMap says that the GeoJSON of a plan is what the command writes, of a revision
// in which a kader of that number has the one territory.
func (o *office) holdsMap(t *testing.T, cookie string, id data.PlanID, kader int) {
	t.Helper()
	got := o.exported(t, cookie, id, "geojson")
	plan, err := o.store.PlanFile(t.Context(), o.own.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := report.GeoJSON(&want, plan); err != nil || got.text != want.String() {
		t.Errorf("%v: %.300s, want %.300s", err, got.text, want.String())
	}
	var file struct {
		Features []struct {
			Properties struct {
				Kader    int  `json:"kader"`
				Unserved bool `json:"unserved"`
			} `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal([]byte(got.text), &file); err != nil {
		t.Fatal(err)
	}
	if f := file.Features; len(f) != 2 || f[0].Properties.Kader != kader || !f[1].Properties.Unserved {
		t.Errorf("features %+v, want one of kader %d and the rest", f, kader)
	}
}

func TestPlanOfNobodyHereIsNotTakenOut(t *testing.T) {
	o, cookie := village(t)
	other, err := o.store.AddBranch(t.Context(), "9902", "Cabang Lain", "WIT")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := o.store.AddDraft(t.Context(), other.ID, data.NewDraft{Name: "Lain"}, datatest.Today(), "lain")
	if err != nil {
		t.Fatal(err)
	}
	waiting, err := o.store.QueuePlan(t.Context(), o.own.ID, data.TerritoryKind, data.PlanRequest{Seed: 1, Day: datatest.Today()}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{
		fmt.Sprintf("9901/territory-plans/%d/export", theirs.ID):            http.StatusNotFound,
		fmt.Sprintf("9902/territory-plans/%d/export", theirs.ID):            http.StatusNotFound,
		fmt.Sprintf("9901/territory-plans/%d/export", waiting.ID):           http.StatusNotFound,
		"9901/territory-plans/77/export?format=csv":                         http.StatusNotFound,
		fmt.Sprintf("9901/territory-plans/%d/export?format=dwg", theirs.ID): http.StatusUnprocessableEntity,
	} {
		o.want(t, status, cookie, "GET", "/branches/"+path, "")
	}
	if n := o.audits(t, "export plan"); n != 0 {
		t.Errorf("%d refused files stand in the audit", n)
	}
}

// Every format is sent as what it is, and what it cannot hold is told beforehand.
func TestEveryFormatIsTakenOut(t *testing.T) {
	o, cookie := village(t)
	id := o.design(t)
	for _, f := range report.Formats {
		got := o.exported(t, cookie, id, string(f))
		if got.Header.Get("Content-Type") != f.Type() || len(got.text) < 300 {
			t.Errorf("%s: %d bytes of %s", f, len(got.text), got.Header.Get("Content-Type"))
		}
		lost := o.want(t, http.StatusOK, cookie, "GET", fmt.Sprintf("/branches/9901/territory-plans/%d/export-loss?format=%s", id, f), "").text
		if cut := strings.Contains(lost, "Nama kolom tunggakan_rp disingkat menjadi tunggakan_"); cut != (f == report.AsShapefile) {
			t.Errorf("%s loses %s", f, lost)
		}
	}
	if n := o.audits(t, "export plan"); n != len(report.Formats) {
		t.Errorf("%d files stand %d times in the audit", len(report.Formats), n)
	}
}
