package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"binaan/data/report"
	"binaan/planner"
	"binaan/planner/ledger"
)

// sheetOf are the rows of a sheet of an evaluation's workbook.
func sheetOf(t *testing.T, e report.Pack, sheet string) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := report.XLSX(&out, e); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheWorkbookTellsWhatItsFiguresAreNot(t *testing.T) {
	whole := sample(t, 2)
	whole.Partial = false
	for what, c := range map[string]struct {
		of   func(*report.Pack)
		says string
	}{
		"unfinished": {func(e *report.Pack) { e.Partial = true }, "Periode belum selesai: angka sampai 23 November 2026"},
		"estimated":  {func(e *report.Pack) { e.Estimated = true }, "Imbal jasa perkiraan"},
		"missing":    {func(e *report.Pack) { e.Missing = 1200 }, "keluarga tidak ada lagi di berkas terbaru"},
	} {
		e := whole
		said := func() bool {
			return slices.ContainsFunc(sheetOf(t, e, "Ringkasan"), func(row []string) bool { return strings.Contains(strings.Join(row, " "), c.says) })
		}
		if said() {
			t.Errorf("%s: said of figures that are not", what)
		}
		if c.of(&e); !said() {
			t.Errorf("%s: not said", what)
		}
	}
	for _, soFar := range []bool{true, false} {
		whole.Goals[0].SoFar = soFar
		if row := sheetOf(t, whole, "Target")[1]; slices.Contains(row, "sejauh ini") != soFar {
			t.Errorf("a target so far (%v) is %q", soFar, row)
		}
	}
}

func TestTheWorkbookHoldsTheLinesOfStatements(t *testing.T) {
	e := sample(t, 1)
	visit, closed := e.Period.From+3, e.Period.From.AddMonths(-1)
	line := ledger.Line{Kader: 1, Month: e.Period.From, Kind: ledger.KindCollected, Ref: "R1", Day: e.Period.From + 4, Amount: 500_000, State: ledger.Verified, Reason: ledger.NoVisit}
	after := line
	after.Visit, after.After = &visit, &closed
	e.Statements = []ledger.Statement{{Kader: 1, Lines: []ledger.Line{line, after}}}
	rows := sheetOf(t, e, "Imbal jasa")
	at := func(row int, name string) string {
		if i := slices.Index(rows[0], name); i < len(rows[row]) {
			return rows[row][i]
		}
		return ""
	}
	if at(1, "Kunjungan") != "" || at(1, "Sesudah tutup") != "" {
		t.Errorf("a line of no visit: %q", rows[1])
	}
	if at(2, "Kunjungan") != "2026-11-04" || at(2, "Sesudah tutup") != "2026-10" || at(2, "Kode") != "K001" {
		t.Errorf("a line after its month was closed: %q", rows[2])
	}
}

func TestAGoalOfMoneyIsSaidInRupiah(t *testing.T) {
	got := report.GoalLine(ledger.Attainment{Goal: planner.Goal{Measure: planner.MeasureRupiah, Per: planner.PerMonth, Value: 12_000_000}, Ratio: ledger.Ratio{Num: -540_000, Den: 12_000_000}})
	if want := "Rp12.000.000 sebulan: -Rp540.000 / Rp12.000.000 = -4,5 %"; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
