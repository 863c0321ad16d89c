package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/ledger"
)

func TestAPeriodIsNamedAsPeopleSayIt(t *testing.T) {
	for period, want := range map[string]string{
		"2026": "Tahun 2026", "2026-Q1": "Triwulan 1 tahun 2026", "2026-Q4": "Triwulan 4 tahun 2026", "2026-11": "November 2026",
		"2026-11-W2": "1 November 2026 sampai 14 November 2026", "2028-02-W4": "15 Februari 2028 sampai 28 Februari 2028",
	} {
		p, err := ledger.ParsePeriod(period)
		if err != nil {
			t.Fatal(err)
		}
		if got := title(p); got != want {
			t.Errorf("%s: %q, want %q", period, got, want)
		}
	}
}

// Nothing of nothing is "not yet", never 0 % or 100 %.
func TestRatiosAreWrittenAsTheyAre(t *testing.T) {
	for _, c := range []struct {
		of         ledger.Ratio
		share, per string
	}{
		{ledger.Ratio{Num: 543, Den: 1200}, "45,3 %", "Rp0"},
		{ledger.Ratio{Num: 1, Den: 3}, "33,3 %", "Rp0"},
		{ledger.Ratio{Num: 2, Den: 3}, "66,7 %", "Rp1"},
		{ledger.Ratio{Num: 5, Den: 2}, "250,0 %", "Rp3"},
		{ledger.Ratio{Num: -5, Den: 1000}, "-0,5 %", "Rp0"},
		{ledger.Ratio{Num: 0, Den: 7}, "0,0 %", "Rp0"},
		{ledger.Ratio{Num: 0, Den: 0}, "belum ada", "belum ada"},
		{ledger.Ratio{Num: 5_496_715_000, Den: 22_254}, "24699896,6 %", "Rp246.999"},
	} {
		if got := shareText(c.of); got != c.share {
			t.Errorf("%+v in per cent: %q, want %q", c.of, got, c.share)
		}
		if got := perText(c.of); got != c.per {
			t.Errorf("%+v of money: %q, want %q", c.of, got, c.per)
		}
	}
}

func TestNumbersBearTheirSign(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "+7", -7: "-7", 12345: "+12.345", -1200: "-1.200"} {
		if got := signedCount(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for r, want := range map[planner.Rupiah]string{0: "Rp0", 1500: "+Rp1.500", -1500: "-Rp1.500"} {
		if got := signed(r); got != want {
			t.Errorf("%d: %q, want %q", r, got, want)
		}
	}
}

func TestATargetIsReadInALineAndOverAColumn(t *testing.T) {
	for _, c := range []struct {
		goal       planner.Goal
		line, head string
	}{
		{planner.Goal{Measure: planner.MeasureVisits, Value: 5, Per: planner.PerDay}, "Kunjungan, 5 sehari kerja", "Kunjungan\n5 sehari kerja"},
		{planner.Goal{Measure: planner.MeasureVisits, Value: 2_000_000, Per: planner.PerYear}, "Kunjungan, 2.000.000 setahun", "Kunjungan\n2.000.000 setahun"},
		{planner.Goal{Measure: planner.MeasureRupiah, Value: 30_000_000, Per: planner.PerMonth}, "Rupiah terkonfirmasi, Rp30.000.000 sebulan", "Rupiah terkonfirmasi\nRp30 juta sebulan"},
		{planner.Goal{Measure: planner.MeasureRupiah, Value: 1_500_000, Per: planner.PerWeek}, "Rupiah terkonfirmasi, Rp1.500.000 seminggu", "Rupiah terkonfirmasi\nRp1.500.000 seminggu"},
		{planner.Goal{Measure: planner.MeasureRupiah, Per: planner.PerMonth}, "Rupiah terkonfirmasi, Rp0 sebulan", "Rupiah terkonfirmasi\nRp0 sebulan"},
	} {
		if got := goalText(c.goal); got != c.line {
			t.Errorf("%q, want %q", got, c.line)
		}
		if got := goalHead(c.goal); got != c.head {
			t.Errorf("%q, want %q", got, c.head)
		}
	}
	done := ledger.Attainment{Goal: planner.Goal{Measure: planner.MeasureRupiah, Value: 1_000, Per: planner.PerMonth}, Ratio: ledger.Ratio{Num: 500, Den: 1000}}
	if got := GoalLine(done); got != "Rupiah terkonfirmasi, Rp1.000 sebulan: Rp500 / Rp1.000 = 50,0 %" {
		t.Errorf("%q", got)
	}
}

// What has to be known of figures is said where it holds, and only there.
func TestNotesSayWhatHoldsOfTheFigures(t *testing.T) {
	day, err := planner.ParseDay("2026-11-20")
	if err != nil {
		t.Fatal(err)
	}
	plain := Pack{}.notes()
	e := Pack{Estimated: true, Missing: 1234, Reasons: []data.MonthNote{{Text: "Banjir"}}}
	e.Partial, e.Through = true, day
	e.Reasons[0].Day, e.Reasons[0].Name = day, "Contoh Timur"
	all := e.notes()
	if !strings.HasPrefix(all[0], "Periode belum selesai: angka sampai 20 November 2026.") {
		t.Errorf("%q does not come first", all[0])
	}
	if diff := cmp.Diff(plain, all[1:1+len(plain)]); diff != "" {
		t.Errorf("what always holds (-want +got):\n%s", diff)
	}
	want := []string{"20 November 2026 Contoh Timur: Banjir", "Imbal jasa perkiraan: aturan yang berlaku belum dipastikan cabang.", "1.234 keluarga tidak ada lagi di berkas terbaru; artinya belum diketahui, datanya tetap."}
	if diff := cmp.Diff(want, all[1+len(plain):]); diff != "" {
		t.Errorf("what holds of these (-want +got):\n%s", diff)
	}
}

// The name of a file that goes out tells what comes back in.
func TestAFormatIsKnownByTheNameItGives(t *testing.T) {
	for _, f := range Formats {
		if got, err := FormatOf("Rencana 7." + strings.ToUpper(f.Ending())); err != nil || got != f {
			t.Errorf("%s: .%s is read as %s (%v)", f, f.Ending(), got, err)
		}
		if f.Type() == "" || (f == AsGeoJSON) != (f.Type() == "application/geo+json") {
			t.Errorf("%s has the type %s", f, f.Type())
		}
	}
	if _, err := FormatOf("rencana.shp"); err == nil {
		t.Error("one part of a Shapefile passes for all")
	}
	if got, err := FormatOf("rencana"); err != nil || got != AsGeoJSON {
		t.Errorf("a name that tells nothing is read as %s (%v)", got, err)
	}
}
