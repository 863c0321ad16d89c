package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/datatest"
)

// The pack holds every kader, whole rupiah, and the total of a share as the share of
// totals; it names no family.
func TestTheEvaluationGoesOutWithoutFamilies(t *testing.T) {
	o := openVillage(t)
	o.pays(t, 1, o.desaOf(t, datatest.VillageKecamatan+".2001", 3))
	o.pays(t, 2, o.desaOf(t, datatest.VillageKecamatan+".2002", 5))
	manager := o.as(t, data.Manager)
	period := "?period=" + datatest.Today().Month().String()
	file := o.send(t, manager, "GET", "/api/v1/branches/9901/evaluation/export"+period, "")
	if file.StatusCode != http.StatusOK || !strings.Contains(file.Header.Get("Content-Disposition"), "evaluasi-9901-") {
		t.Fatalf("%s %v", file.Status, file.Header)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(file.text)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Kader", excelize.Options{RawCellValue: true})
	if err != nil || len(rows) != 4 {
		t.Fatalf("kader: %v %v", rows, err)
	}
	if sum := rows[3]; sum[0] != "JUMLAH" || sum[3] != "8" || sum[4] != "8" || sum[5] != "1" || sum[14] != "1200000" {
		t.Errorf("total %v", sum)
	}
	if lines, err := book.GetRows("Imbal jasa"); err != nil || len(lines) != 1 {
		t.Errorf("lines that name families: %v %v", lines, err)
	}
	pdf := o.send(t, manager, "GET", "/api/v1/branches/9901/evaluation/export"+period+"&format=pdf", "")
	if pdf.StatusCode != http.StatusOK || !strings.HasPrefix(pdf.text, "%PDF-") {
		t.Errorf("pdf: %s", pdf.Status)
	}
	for _, query := range []string{"?period=2026-13", "?period=x", "", period + "&format=exe"} {
		if got := o.send(t, manager, "GET", "/api/v1/branches/9901/evaluation/export"+query, ""); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%q: %s", query, got.Status)
		}
	}
	month := datatest.Today().Month().String()
	if got, want := o.takenOut(t), []string{"evaluasi-9901-" + month + ".xlsx", "evaluasi-9901-" + month + ".pdf"}; !slices.Equal(got, want) {
		t.Errorf("the audit has %q, want %q", got, want)
	}
}

// takenOut are the files that somebody of the branch took out, as the audit has them.
func (o *office) takenOut(t *testing.T) []string {
	t.Helper()
	rows, err := o.owner(t).Query(t.Context(), "select reason from audit where branch_id = $1 and act = 'take out' and account_id > 0 order by at, id", o.own.ID)
	if err != nil {
		t.Fatal(err)
	}
	files, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return files
}
