package report_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/report"
	"binaan/planner"
	"binaan/planner/ledger"
)

// sample is an evaluation of so many kader.
func sample(t *testing.T, kader int) report.Pack {
	t.Helper()
	p, err := ledger.ParsePeriod("2026-11")
	if err != nil {
		t.Fatal(err)
	}
	e := ledger.Evaluation{Period: p, Through: p.From + 22, Partial: true}
	goal := planner.Goal{Measure: planner.MeasureRupiah, Per: planner.PerMonth, Value: 12_000_000}
	total := ledger.Attainment{Goal: goal, SoFar: true}
	for k := range kader {
		rupiah := planner.Rupiah(1_234_567 * k)
		at := ledger.Attainment{Goal: goal, Ratio: ledger.Ratio{Num: int64(rupiah), Den: goal.Value}, SoFar: true}
		e.Kader = append(e.Kader, ledger.KaderRecord{
			Kader: planner.KaderID(k + 1), Code: fmt.Sprintf("K%03d", k+1), Name: "Sumarni Contoh", Goals: []ledger.Attainment{at},
			Record: ledger.Record{Visits: k, Contacts: k / 2, Rupiah: rupiah, Arrears: rupiah, Fee: rupiah / 4},
		})
		e.Total.Visits += k
		e.Total.Contacts += k / 2
		e.Total.Rupiah += rupiah
		e.Total.Fee += rupiah / 4
		total.Num += at.Num
		total.Den += at.Den
	}
	e.Goals = []ledger.Attainment{total, {Goal: planner.Goal{Measure: planner.MeasureTalks, Per: planner.PerMonth, Value: 1}}}
	return report.Of(data.Branch{Code: "9901", Name: "Cabang Contoh", Version: 7}, e, time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC))
}

// metabase #41640, superset #25747: whole Rupiah as numbers, totals as sums.
func TestTheWorkbookHoldsNumbersThatSum(t *testing.T) {
	var out bytes.Buffer
	if err := report.XLSX(&out, sample(t, 41)); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Kader", excelize.Options{RawCellValue: true})
	if err != nil || len(rows) != 43 {
		t.Fatalf("%d rows of 41 kader: %v", len(rows), err)
	}
	column := slices.Index(rows[0], "Rupiah")
	sum, total := 0, 0
	for i, row := range rows[1:] {
		var n int
		if _, err := fmt.Sscanf(row[column], "%d", &n); err != nil || fmt.Sprint(n) != row[column] {
			t.Fatalf("row %d: Rupiah is %q", i, row[column])
		}
		if row[0] == "JUMLAH" {
			total = n
			continue
		}
		sum += n
	}
	if sum != total || total != 1_234_567*41*40/2 {
		t.Errorf("kader sum to %d, the total is %d", sum, total)
	}
	goals, err := book.GetRows("Target")
	if err != nil || goals[2][5] != "belum ada" {
		t.Errorf("nothing was asked, and yet %v: %v", goals[2], err)
	}
}

// opensearch #492, kibana #44315: 41 of 41 rows, no page without a word.
func TestTheDocumentHoldsEveryKaderAndNoEmptyPage(t *testing.T) {
	for _, kader := range []int{0, 1, 41, 150} {
		e := sample(t, kader)
		var out, again bytes.Buffer
		if err := report.PDF(&out, e); err != nil {
			t.Fatal(err)
		}
		if err := report.PDF(&again, e); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Errorf("the same evaluation makes another document: %v", err)
		}
		pages := wordsOf(t, out.Bytes())
		text := strings.Join(pages, "\n")
		for _, k := range e.Kader {
			if n := strings.Count(text, "("+k.Code+")"); n != 3 {
				t.Errorf("%d kader: %s stands %d times, want in all three tables", kader, k.Code, n)
			}
		}
		for i, page := range pages {
			if strings.Count(page, "Tj") < 5 {
				t.Errorf("%d kader: page %d is empty", kader, i+1)
			}
		}
		for _, want := range []string{"sampai 23 November 2026", "belum ada", "Catatan", "Perubahan terhadap", "karena nilai tiap pertemuan", "Rupiah tanpa kunjungan", "Target tiap kader"} {
			if !strings.Contains(text, want) && (kader > 0 || want != "Target tiap kader") {
				t.Errorf("%d kader: the document lacks %q", kader, want)
			}
		}
	}
}

// The change from the period before is on paper with its sign, its causes and what no visit
// brought, each in its line.
func TestTheChangeOnPaperIsTheEvaluations(t *testing.T) {
	for _, test := range []struct {
		more int
		want string
	}{{9, "(+9)"}, {-7, "(-7)"}} {
		e := sample(t, 3)
		e.Previous.Visits = e.Total.Visits - test.more
		e.Previous.Effects = ledger.Effects{Visits: 1_111, Contacts: -2_222, Value: 3_333, Unsought: 4_444}
		var out bytes.Buffer
		if err := report.PDF(&out, e); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(wordsOf(t, out.Bytes()), "\n")
		for _, want := range []string{test.want, "+Rp1.111", "-Rp2.222", "+Rp3.333", "+Rp4.444"} {
			if n := strings.Count(text, want); n != 1 {
				t.Errorf("%d more visits: %q stands %d times, want once", test.more, want, n)
			}
		}
	}
}

var streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)

// wordsOf are the drawing orders of the pages of a PDF.
func wordsOf(t *testing.T, pdf []byte) (pages []string) {
	t.Helper()
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue // no page
		}
		words, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(words, []byte("BT")) {
			pages = append(pages, string(words))
		}
	}
	return pages
}

func TestATargetIsSaidInOneLine(t *testing.T) {
	got := report.GoalLine(ledger.Attainment{Goal: planner.Goal{Measure: planner.MeasureHouseholds, Per: planner.PerWeek, Value: 10}, Ratio: ledger.Ratio{Num: 13, Den: 40}})
	if want := "KK dikunjungi, 10 seminggu: 13 / 40 = 32,5 %"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Seven targets stand side by side and can be told from each other, and no number of a
// branch's year is cut; what the best do less often is told like what they do more often.
func TestTargetsOfEveryMeasureStandWholeOnPaper(t *testing.T) {
	e := sample(t, 41)
	for i, m := range planner.Measures {
		g := planner.Goal{Measure: m, Per: planner.Cadences[i%len(planner.Cadences)], Value: 12 + int64(i)}
		if m == planner.MeasureRupiah {
			g = planner.Goal{Measure: m, Per: planner.PerYear, Value: 156_000_000}
		}
		if i == 0 {
			e.Goals = nil
		}
		e.Goals = append(e.Goals, ledger.Attainment{Goal: g, Ratio: ledger.Ratio{Num: 22_304, Den: 24_708}})
	}
	e.Goals[1].Goal = planner.Goal{Measure: planner.MeasureRupiah, Per: planner.PerMonth, Value: 12_000_000}
	for i := range e.Kader {
		e.Kader[i].Goals = e.Goals
	}
	e.Total.Kept, e.Total.Broken, e.Total.Workdays = 819, 1_413, 12_354
	e.Practice = ledger.Practice{Best: []string{"K041"}}
	for _, o := range []planner.Outcome{
		planner.PaidFull, planner.PaidPart, planner.Promised, planner.RehabAgreed, planner.RehabEnrolled, planner.RehabInstalment, planner.Unable,
		planner.Refused, planner.AlreadyPaid, planner.OtherTime, planner.Complained, planner.OtherSegment,
	} {
		e.Practice.Outcomes = append(e.Practice.Outcomes, ledger.OutcomePractice{Outcome: o})
	}
	var out bytes.Buffer
	if err := report.PDF(&out, e); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(wordsOf(t, out.Bytes()), "\n")
	for _, want := range []string{"(22.304 / 24.708 \\(90,3 %\\))", "(Rp156 juta setahun)", "(Rp12 juta sebulan)", "(Lapor desa)", "(819 / 2.232)", "(12.354)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not on paper", want)
		}
	}
	for _, cut := range regexp.MustCompile(`\([^()]*\.\.\)`).FindAllString(text, -1) {
		t.Errorf("%s is cut", cut)
	}
	for _, o := range e.Practice.Outcomes {
		if strings.Contains(text, "("+string(o.Outcome)+")") {
			t.Errorf("%s has no words", o.Outcome)
		}
	}
	for _, word := range []string{"Menolak", "Belum mampu", "Daftar REHAB"} {
		if !strings.Contains(text, word) {
			t.Errorf("%s is not among what meetings come to", word)
		}
	}
	for _, g := range e.Goals {
		if strings.HasPrefix(report.GoalLine(g), ",") {
			t.Errorf("%s has no words: %s", g.Measure, report.GoalLine(g))
		}
	}
}
