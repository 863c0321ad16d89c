package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

// divided is a territory plan without territories that is done.
func (o *office) divided(t *testing.T) data.PlanID {
	t.Helper()
	head, err := o.store.QueuePlan(t.Context(), o.own.ID, data.TerritoryKind, data.PlanRequest{Iterations: 1, Day: datatest.Today()}, "contoh")
	if err == nil {
		err = o.store.FinishTerritories(t.Context(), data.UnitJob{Branch: o.own.ID, Plan: head.ID, Unit: data.WholeBranch}, territory.Plan{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return head.ID
}

// refused asks in both languages, and holds the answers to a status and a sentence
// in each.
func (o *office) refused(t *testing.T, cookie, method, path, body string, status int, indonesian, english string) {
	t.Helper()
	for language, want := range map[string]string{"id": indonesian, "en-GB": english} {
		got := o.send(t, cookie, method, "/api/v1/branches/9901/"+path, body, "Accept-Language", language)
		var told struct {
			Status int    `json:"status"`
			Detail string `json:"detail"`
		}
		if err := json.Unmarshal([]byte(got.text), &told); err != nil {
			t.Fatalf("%s %s: %s is no problem: %v", method, path, got.text, err)
		}
		if got.StatusCode != status || told.Status != status || told.Detail != want || got.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s %s in %s: %d %q as %s, want %d %q", method, path, body, language, got.StatusCode, told.Detail, got.Header.Get("Content-Type"), status, want)
		}
	}
}

func TestRequestsThatMakeNoSenseAreRefusedInTheReadersLanguage(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	const (
		badly, bad     = "Isian belum benar.", "Some input is not right."
		lewat, past    = "Tanggal atau bulan itu sudah lewat.", "That day or month is past."
		tiada, nothing = "Data tidak ditemukan.", "Nothing was found."
	)
	for _, c := range []struct {
		method, path, body  string
		status              int
		indonesian, english string
	}{
		{"PUT", "holidays/" + day(3), `{"name":"   "}`, 422, badly, bad},
		{"PUT", "holidays/" + day(3), `{"name":""}`, 422, badly, bad},
		{"PUT", "holidays/" + day(3), `{"name":"` + strings.Repeat("a", 61) + `"}`, 422, badly, bad},
		{"PUT", "holidays/" + day(-1), `{"name":"Hari Contoh"}`, 422, lewat, past},
		{"PUT", "holidays/besok", `{"name":"Hari Contoh"}`, 422, badly, bad},
		{"DELETE", "holidays/" + day(-1), "", 422, lewat, past},
		{"DELETE", "holidays/2026-02-30", "", 422, badly, bad},
		{"POST", "imports?kind=orang", "", 422, badly, bad},
		{"POST", "imports?kind=households&asOf=besok", "", 422, badly, bad},
		{"POST", "imports?kind=households&asOf=" + day(1), "", 422, "Tanggal keadaan berkas belum tiba.", "The day of the file's figures is still to come."},
		{"DELETE", "imports/77", "", 404, tiada, nothing},
		{"POST", "imports/77/undo", "", 404, tiada, nothing},
		{"DELETE", "territory-plans/77", "", 404, tiada, nothing},
		{"DELETE", "route-plans/77", "", 404, tiada, nothing},
		{"POST", "territory-plans/77/publish", `{"from":"` + day(1) + `"}`, 404, tiada, nothing},
		{"POST", "territory-plans/77/publish", `{"from":"` + day(-1) + `"}`, 422, lewat, past},
		{"POST", "territory-plans", `{`, 400, badly, bad},
		{"POST", "territory-plans", `{"seconds":-1}`, 422, badly, bad},
		{"POST", "territory-plans", `{"besar":true}`, 422, badly, bad},
		{"POST", "route-plans", `{"month":"Desember"}`, 422, badly, bad},
		{"POST", "route-plans", `{"month":"` + datatest.NextMonth().String() + `"}`, 409, "Belum ada wilayah yang berlaku. Terbitkan rencana wilayah dahulu.", "No territories are in force. Publish a territory plan first."},
		{"POST", "kader/7/away", away(2, 2, "sakit"), 404, tiada, nothing},
		{"POST", "kader/1/away", away(-3, -1, "sakit"), 422, lewat, past},
		{"POST", "kader/1/away", away(3, 2, "sakit"), 422, badly, bad},
		{"DELETE", "kader/1/away/" + day(2), "", 404, tiada, nothing},
		{"GET", "routes?kader=77&day=" + day(1), "", 404, tiada, nothing},
		{"GET", "households?after=-1", "", 422, badly, bad},
		{"GET", "households?cell=bukan", "", 422, badly, bad},
		{"POST", "households/77/reveal", `{"reason":"koreksi","note":"nama salah tulis"}`, 404, tiada, nothing},
		{"POST", "households/77/reveal", `{"reason":"iseng"}`, 422, badly, bad},
	} {
		o.refused(t, officer, c.method, c.path, c.body, c.status, c.indonesian, c.english)
	}
}

func TestAnAbsenceThatOverlapsNamesTheOneThatIsThere(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	if got := o.send(t, officer, "POST", "/api/v1/branches/9901/kader/1/away", away(2, 5, "cuti")); got.StatusCode != http.StatusOK {
		t.Fatal(got.text)
	}
	for _, days := range [][2]planner.Day{{5, 6}, {0, 2}, {3, 4}, {1, 9}} {
		o.refused(t, officer, "POST", "kader/1/away", away(days[0], days[1], "sakit"), http.StatusConflict,
			fmt.Sprintf("Kader sudah tercatat berhalangan dari %s sampai %s.", day(2), day(5)), fmt.Sprintf("The kader is noted as away from %s to %s already.", day(2), day(5)))
	}
	for _, days := range [][2]planner.Day{{0, 1}, {6, 6}} {
		if got := o.send(t, officer, "POST", "/api/v1/branches/9901/kader/1/away", away(days[0], days[1], "sakit")); got.StatusCode != http.StatusOK {
			t.Errorf("beside it, %v: %s", days, got.text)
		}
	}
}

func TestAPlanIsPublishedOnceAndTakesNobodysPlaceUnseen(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	one, two := o.divided(t), o.divided(t)
	publish := func(id data.PlanID, from planner.Day, instead data.PlanID) (string, string) {
		return fmt.Sprintf("territory-plans/%d/publish", id), fmt.Sprintf(`{"from":%q,"instead":%d}`, day(from), instead)
	}
	ok := func(id data.PlanID, from planner.Day, instead data.PlanID) {
		t.Helper()
		path, body := publish(id, from, instead)
		got := o.send(t, officer, "POST", "/api/v1/branches/9901/"+path, body)
		if got.StatusCode != http.StatusOK || !strings.Contains(got.text, `"publishedFrom":"`+day(from)+`"`) {
			t.Fatalf("publish %d: %s", id, got.text)
		}
	}
	ok(one, 7, 0)
	path, body := publish(two, 7, 0)
	named := func(sentence string) string { return fmt.Sprintf(sentence, one, "Wilayah "+day(0), "contoh", day(7)) }
	o.refused(t, officer, "POST", path, body, http.StatusConflict,
		named("Rencana #%d “%s” dari %s sudah diterbitkan mulai %s. Muat ulang untuk melihatnya, lalu ganti rencana itu atau pilih hari lain."),
		named("Plan #%d “%s” of %s is published from %s already. Reload to see it, then replace it or choose another day."))
	ok(two, 7, one)
	ok(one, 0, 0)
	path, body = publish(one, 9, 0)
	o.refused(t, officer, "POST", path, body, http.StatusConflict,
		"Rencana ini sudah berlaku, diterbitkan oleh Contoh pada "+day(0)+", dan tidak dapat ditarik. Buat rencana lain sebagai gantinya.",
		"This plan is in force, published by Contoh on "+day(0)+", and cannot be taken back. Make another in its place.")
	waiting, err := o.store.QueuePlan(t.Context(), o.own.ID, data.TerritoryKind, data.PlanRequest{Day: datatest.Today()}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	path, body = publish(waiting.ID, 20, 0)
	o.refused(t, officer, "POST", path, body, http.StatusConflict,
		"Rencana #3 Wilayah "+day(0)+" dari contoh bukan rencana wilayah yang sudah selesai, jadi belum dapat diterbitkan.",
		"Plan #3 Wilayah "+day(0)+" of contoh is no finished plan of territories, so it cannot be published.")
	cancel := fmt.Sprintf("territory-plans/%d", waiting.ID)
	if got := o.send(t, officer, "DELETE", "/api/v1/branches/9901/"+cancel, ""); got.StatusCode != http.StatusOK || !strings.Contains(got.text, `"state":"cancelled"`) {
		t.Errorf("cancel: %s", got.text)
	}
	o.refused(t, officer, "DELETE", cancel, "", http.StatusConflict,
		"Rencana #3 Wilayah "+day(0)+" sudah dihentikan oleh Contoh pada "+day(0)+".", "Contoh stopped plan #3 Wilayah "+day(0)+" on "+day(0)+".")
}

// imported is a file of households that was refused whole.
func (o *office) imported(t *testing.T, rejects []data.Reject) data.ImportID {
	t.Helper()
	i := data.Import{Kind: "households", File: "kk.csv", AsOf: datatest.Today(), CreatedBy: "contoh", Rows: int64(len(rejects)), Rejected: int64(len(rejects))}
	var err error
	if i.ID, err = o.store.BeginImport(t.Context(), o.own.ID, i); err != nil {
		t.Fatal(err)
	}
	i.State = data.Done
	err = o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		return data.EndImport(t.Context(), tx, o.own.ID, i, nil, rejects)
	})
	if err != nil {
		t.Fatal(err)
	}
	return i.ID
}

// The page of an import shows what was refused, and nobody's whole number, however it
// is written.
func TestRefusedRowsAreShownWithTheirNumbersMasked(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	rejects := []data.Reject{
		{Line: 3, Field: "no_kk", Value: "9901010101010001", Reason: "nomor KK"},
		{Line: 4, Field: "nik", Value: "99 0101 0101 0100 02", Reason: "NIK"},
		{Line: 5, Field: "va", Value: "VA: 9901-0101-0101-0003!", Reason: "VA"},
		{Line: 6, Field: "telepon", Value: "0899.0101.0104", Reason: "telepon"},
		{Line: 7, Field: "bulan_tunggakan", Value: "123456789", Reason: "bulan"},
	}
	id := o.imported(t, rejects)
	got := o.send(t, officer, "GET", fmt.Sprintf("/api/v1/branches/9901/imports/%d/rejects", id), "")
	var body struct{ Rejects []data.Reject }
	if err := json.Unmarshal([]byte(got.text), &body); err != nil || len(body.Rejects) != len(rejects) {
		t.Fatalf("%s: %v", got.text, err)
	}
	digits := func(s string) (out string) {
		for _, r := range s {
			if '0' <= r && r <= '9' {
				out += string(r)
			}
		}
		return out
	}
	for i, r := range body.Rejects {
		if want := rejects[i]; r.Line != want.Line || r.Field != want.Field || r.Reason != want.Reason {
			t.Errorf("row %+v, want %+v", r, want)
		}
		if r.Line == 7 {
			if r.Value != "123456789" {
				t.Errorf("what is no number of a person is shown as %q", r.Value)
			}
			continue
		}
		if len(digits(r.Value)) > 6 || !strings.Contains(r.Value, "•") {
			t.Errorf("line %d shows %q", r.Line, r.Value)
		}
	}
}

// A form that is not right says of each field why, in the reader's language.
func TestWhyAFieldIsWrongIsToldInTheReadersLanguage(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	for language, want := range map[string][]string{
		"id": {"isian text belum ada", "harus salah satu dari", "paling banyak 13 huruf"}, "en": {"expected required property text to be present", "expected value to be one of", "expected length <= 13"},
	} {
		for n, ask := range []struct{ path, body string }{
			{"notes", `{"day":"` + day(0) + `","area":"","cause":"BENCANA"}`},
			{"notes", `{"day":"` + day(0) + `","area":"","cause":"APA","text":"Banjir"}`},
			{"officials", `{"desa":"99.01.01.2001.77","post":"RT","name":"Contoh"}`},
		} {
			if got := o.send(t, officer, "POST", "/api/v1/branches/9901/"+ask.path, ask.body, "Accept-Language", language); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(strings.ReplaceAll(got.text, `\u003c`, "<"), want[n]) {
				t.Errorf("%s in %s: %d %s, want %q", ask.body, language, got.StatusCode, got.text, want[n])
			}
		}
	}
}
