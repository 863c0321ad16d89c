package report_test

import (
	"bytes"
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/report"
	"binaan/planner"
	"binaan/planner/ledger"
)

// What the best do otherwise is told with both numbers of every share, so that a reader
// can check it; where one side has nothing, that it has nothing.
func TestTheWorkbookComparesTheBestWithTheirNumbers(t *testing.T) {
	e := sample(t, 4)
	e.Practice = ledger.Practice{
		Slots:    []ledger.SlotPractice{{Slot: ledger.Night, Share: compared(3, 10, 1, 20), Contact: compared(2, 3, 0, 0)}},
		Outcomes: []ledger.OutcomePractice{{Outcome: planner.Promised, Share: compared(1, 4, 1, 8)}, {Outcome: "NEW", Share: compared(0, 4, 1, 8)}},
	}
	want := [][]string{
		{"Apa", "Terbaik", "dari", "Persen", "Lainnya", "dari", "Persen"},
		{"Bagian kunjungan: Sen-Jum malam (dari 18.00)", "3", "10", "30.00%", "1", "20", "5.00%"},
		{"Bertemu: Sen-Jum malam (dari 18.00)", "2", "3", "66.67%", "0", "0", "belum ada"},
		{"Hasil pertemuan: Janji bayar", "1", "4", "25.00%", "1", "8", "12.50%"},
		{"Hasil pertemuan: NEW", "0", "4", "0.00%", "1", "8", "12.50%"},
	}
	if diff := cmp.Diff(want, sheetOf(t, e, "Praktik baik")); diff != "" {
		t.Errorf("practice (-want +got)\n%s", diff)
	}
}

func compared(a, of, b, others int64) ledger.Compared {
	return ledger.Compared{Best: ledger.Ratio{Num: a, Den: of}, Others: ledger.Ratio{Num: b, Den: others}}
}

// A text that begins like a formula stays text: a kader called =1+1 is no sum.
func TestNoTextOfAWorkbookIsAFormula(t *testing.T) {
	e := sample(t, 1)
	e.Kader[0].Name, e.Name = "=1+1", "=HYPERLINK(\"x\")"
	e.Statements = []ledger.Statement{{Kader: 1, Lines: []ledger.Line{{Kader: 1, Month: e.Period.From, Day: e.Period.From, Kind: ledger.KindCollected, Ref: "=2+2", State: ledger.Verified}}}}
	var out bytes.Buffer
	if err := report.XLSX(&out, e); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	for sheet, cells := range map[string][]string{"Kader": {"B2"}, "Ringkasan": {"B1"}, "Imbal jasa": {"B2", "F2"}} {
		for _, cell := range cells {
			formula, err := book.GetCellFormula(sheet, cell)
			value, _ := book.GetCellValue(sheet, cell)
			if err != nil || formula != "" || value[:1] != "=" {
				t.Errorf("%s %s: formula %q, value %q, %v", sheet, cell, formula, value, err)
			}
		}
	}
}

// Every line of every kader's statement stands in the workbook once, and its money sums to
// the statements'.
func TestTheWorkbookHoldsEveryLineOnce(t *testing.T) {
	e := sample(t, 3)
	fee, refs := planner.Rupiah(0), map[string]int{}
	for k := range 3 {
		st := ledger.Statement{Kader: planner.KaderID(k + 1)}
		for n := range k + 2 {
			l := ledger.Line{Kader: st.Kader, Month: e.Period.From, Day: e.Period.From + planner.Day(n), Kind: ledger.KindCollected, Ref: strconv.Itoa(10*k + n), Fee: planner.Rupiah(1000*k + n), State: ledger.Verified, Reason: ledger.AfterMeeting}
			st.Lines, fee = append(st.Lines, l), fee+l.Fee
			refs[l.Ref]++
		}
		e.Statements = append(e.Statements, st)
	}
	for _, row := range sheetOf(t, e, "Imbal jasa")[1:] {
		if refs[row[5]]--; row[0] != "K00"+string(row[5][0]+1) && len(row[5]) == 2 {
			t.Errorf("line %s stands at kader %s", row[5], row[0])
		}
		n, err := strconv.Atoi(row[12])
		if err != nil {
			t.Fatal(err)
		}
		fee -= planner.Rupiah(n)
	}
	for ref, left := range refs {
		if left != 0 {
			t.Errorf("line %s stands %d times too few", ref, left)
		}
	}
	if fee != 0 {
		t.Errorf("the fees of the lines lack %v", fee)
	}
}

var branch = data.Branch{Code: "9901", Name: "Contoh"}

var errFull = errors.New("no room")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// Where a file cannot be written, whoever asked for it is told, in every format: half a
// file would pass for a whole one.
func TestAFileThatCannotBeWrittenIsAnError(t *testing.T) {
	p := mapped(t)
	for _, f := range report.Formats {
		if _, err := report.Export(full{}, f, branch, p, noon); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", f, err)
		}
	}
	if err := report.XLSX(full{}, sample(t, 2)); !errors.Is(err, errFull) {
		t.Errorf("workbook: %v", err)
	}
}
