package importer_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/importer"
)

// familyHeading is the least that a file of households must have, and a column of
// the caller's.
func familyHeading(more ...string) string {
	return strings.Join(append([]string{"no_kk", "nama_kepala", "jumlah_jiwa", "kelas", "bulan_tunggakan", "nilai_tunggakan", "kd_desa"}, more...), ",")
}

// family is a row under familyHeading that nothing is wrong with.
func family(serial int, more ...string) string {
	for i, cell := range more {
		more[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	return strings.Join(append([]string{fmt.Sprintf("990101061199%04d", serial), "Sutini Contoh", "3", "3", "18", "1890000", "99.01.01.2001"}, more...), ",")
}

func (o *office) families(heading string, rows ...string) data.Import {
	o.Helper()
	return o.must("households", o.write("keluarga.csv", append([]string{heading}, rows...)...))
}

func TestDatesAreReadInTheOrderOfTheirColumn(t *testing.T) {
	tests := []struct {
		name  string
		cells []string
		want  []string
		told  string
	}{
		{"day first", []string{"07/09/2025", "23/09/2025"}, []string{"(2025-09-07)", "(2025-09-23)"}, ""},
		{"month first, told by a later row", []string{"07/09/2025", "09/23/2025"}, []string{"(2025-07-09)", "(2025-09-23)"}, "urutan_tanggal"},
		{"both", []string{"07/09/2025", "09/23/2025", "23/09/2025"}, []string{"()", "(2025-09-23)", "(2025-09-23)"}, "tgl_bayar_terakhir"},
		{"nothing tells", []string{"07/09/2025", "08/08/2025"}, []string{"(2025-09-07)", "(2025-08-08)"}, "urutan_tanggal"},
		{"named months need no order", []string{"7 September 2025", "2025-09-23"}, []string{"(2025-09-07)", "(2025-09-23)"}, ""},
		{"before the programme, after the file", []string{"07/09/2013", "23/12/2026"}, []string{"()", "()"}, "tgl_bayar_terakhir"},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			var rows []string
			for i, cell := range test.cells {
				rows = append(rows, family(i+1, cell))
			}
			got := o.families(familyHeading("tgl_bayar_terakhir"), rows...)
			o.counts(got, int64(len(rows)), 0)
			o.stored("select last_paid from household order by no_kk", test.want...)
			if (test.told != "") != (len(got.Warnings) > 0) || test.told != "" && !hasWarning(got, test.told) {
				t.Errorf("told %v, want %q", got.Warnings, test.told)
			}
		})
	}
}

func TestADateThatExcelSwappedIsNoDate(t *testing.T) {
	o := village(t)
	f := excelize.NewFile()
	row := func(i int, last any) {
		cells := []any{fmt.Sprintf("990101061199%04d", i), "Sutini Contoh", 3, 3, 18, 1890000, "99.01.01.2001", last}
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	heading := strings.Split(familyHeading("tgl_bayar_terakhir"), ",")
	if err := f.SetSheetRow("Sheet1", "A1", &heading); err != nil {
		t.Fatal(err)
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	firsts := []int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273} // days of 2026 before a month
	for i := 1; i <= 24; i++ {
		if i%2 == 0 {
			row(i, fmt.Sprintf("%d/03/2026", 12+i/2)) // left as text: there is no month 13
			continue
		}
		row(i, 46025+firsts[i/2%len(firsts)]) // taken for a date, day and month exchanged
		if err := f.SetCellStyle("Sheet1", fmt.Sprint("H", i+1), fmt.Sprint("H", i+1), style); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(o.dir, "campur.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	got := o.must("households", path)
	o.told(got, "tgl_bayar_terakhir")
	if n := o.rows("select count(last_paid) from household where right(no_kk, 4)::int % 2 = 1"); n[0] != "(0)" {
		t.Errorf("%s swapped dates were taken", n[0])
	}
}

func TestNumbersOfASheetAreNumbers(t *testing.T) {
	o := village(t)
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"no_kk", "nama_kepala", "jumlah_jiwa", "kelas", "bulan_tunggakan", "nilai_tunggakan", "kd_desa"},
		{"9901010611990001", "Sutini Contoh", 3, 3, 18, 1890.125, "99.01.01.2001"},
		{"9901010611990002", "Sutini Contoh", 3, 3, 18, "1.890.000", "99.01.01.2001"},
		{"9901010611990003", "Sutini Contoh", 3, 3, 18, 1890000.0, "99.01.01.2001"},
	} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(o.dir, "angka.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	o.counts(o.must("households", path), 2, 1)
	o.stored("select arrears from household", "(1890000)", "(1890000)")
}

func TestRowsOfAnotherWidthAreRefused(t *testing.T) {
	o := village(t)
	got := o.families(familyHeading("alamat"), family(1, "Jl. A"), family(2, "Jl. B")+",", family(3, "Jl. C")+",,", family(4))
	o.counts(got, 1, 3)
	for _, r := range o.rejects(got.ID) {
		if !strings.Contains(r.Reason, "kolom") {
			t.Errorf("%+v", r)
		}
	}
}

// Some spreadsheets write no signs for the empty cells at the end of many rows.
func TestAFileThatLeavesOutItsLastCellsIsRead(t *testing.T) {
	o := village(t)
	var rows []string
	for i := range 40 {
		row := family(i+1, "Jl. A")
		if i >= 16 {
			row = family(i + 1)
		}
		rows = append(rows, row)
	}
	got := o.families(familyHeading("alamat"), rows...)
	o.counts(got, 40, 0)
	o.told(got, "baris_pendek")
}

func TestWordsForNothingAreNothing(t *testing.T) {
	o := village(t)
	got := o.families(familyHeading("alamat", "telepon"), family(1, "#N/A", "tidak ada"), family(2, "-", "NULL"), family(3, "#REF!", "nan"), family(4, "####", "Err:502"))
	o.counts(got, 4, 0)
	o.stored("select distinct address, phone from household", `("","")`)
	if len(got.Warnings) > 0 {
		t.Errorf("warnings %v", got.Warnings)
	}
	names := []string{"#VALUE!", "n/a", "Null", "0", "12345"}
	var rows []string
	for i, name := range names {
		rows = append(rows, strings.Replace(family(i+10), "Sutini Contoh", name, 1))
	}
	o.counts(o.families(familyHeading(), rows...), 0, int64(len(names)))
}

func TestColumnsWithDataThatNobodyUnderstandsAreTold(t *testing.T) {
	o := village(t)
	got := o.families(familyHeading("No", "Kode Rahasia", "Kosong"), family(1, "1", "abc", ""), family(2, "2", "", "-"))
	o.told(got, "kolom_tidak_dibaca")
	if text := fmt.Sprint(got.Warnings); !strings.Contains(text, `"Kode Rahasia"`) || strings.Contains(text, "Kosong") || strings.Contains(text, `"No"`) {
		t.Errorf("told %s", text)
	}
}

// book is a workbook with sheets of rows.
func (o *office) book(name string, titles []string, sheets ...[]string) string {
	o.Helper()
	f := excelize.NewFile()
	for i, rows := range sheets {
		var err error
		if i == 0 {
			err = f.SetSheetName("Sheet1", titles[0])
		} else {
			_, err = f.NewSheet(titles[i])
		}
		for n, row := range rows {
			cells := strings.Split(row, ",")
			err = errors.Join(err, f.SetSheetRow(titles[i], fmt.Sprint("A", n+1), &cells))
		}
		if err != nil {
			o.Fatal(err)
		}
	}
	path := filepath.Join(o.dir, name)
	if err := f.SaveAs(path); err != nil {
		o.Fatal(err)
	}
	return path
}

func TestSheetsOfOneHeadingAreReadAsOne(t *testing.T) {
	o := village(t)
	titles := []string{"Sukasari", "Suka, jaya", "Ringkasan"}
	path := o.book("desa.xlsx", titles,
		[]string{"Tunggakan Contoh", familyHeading(), family(1), family(2)},
		[]string{familyHeading(), family(3), strings.Replace(family(4), ",3,18,", ",9,18,", 1), family(5)},
		[]string{"Desa,Jumlah", "Sukasari,2"})
	got := o.must("households", path)
	o.counts(got, 4, 1)
	o.told(got, "sheets-joined", "sheets")
	if r := o.rejects(got.ID); r[0].Line != 7 || !strings.HasSuffix(r[0].Reason, "(lembar Suka, jaya, baris 3)") {
		t.Errorf("refused: %+v", r)
	}
	rows, err := o.store.RejectedRows(t.Context(), o.branch.ID, got.ID, 0)
	if err != nil || len(rows) != 1 || rows[0].Cells[0] != "9901010611990004" {
		t.Errorf("%v: the row to mend is %+v", err, rows)
	}
	if again := o.must("households", path); again.Unchanged != 4 {
		t.Errorf("%d unchanged the second time", again.Unchanged)
	}
}

func TestSheetsThatDoNotGoTogetherAreRefused(t *testing.T) {
	var now, before []string
	for i := range 8 {
		now, before = append(now, family(i+1)), append(before, strings.Replace(family(i+1), ",18,1890000,", ",17,1785000,", 1))
	}
	tests := []struct {
		name, want string
		second     []string
	}{
		{"another order of columns", `"A", "B"`, []string{strings.Replace(familyHeading(), "jumlah_jiwa,kelas", "kelas,jumlah_jiwa", 1), family(9)}},
		{"another column", `"A", "B"`, []string{familyHeading("telepon"), family(9, "081200000009")}},
		{"a month a sheet", "satu lembar per bulan", append([]string{familyHeading()}, before...)},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			path := o.book("buku.xlsx", []string{"A", "B"}, append([]string{familyHeading()}, now...), test.second)
			got, err := o.take(data.Import{Kind: "households"}, path)
			if !errors.Is(err, importer.ErrFile) || !strings.Contains(got.Error, test.want) {
				t.Errorf("%v, %q", err, got.Error)
			}
		})
	}
}

func TestRowsBetweenTheDataAreSaid(t *testing.T) {
	o := village(t)
	got := o.families(familyHeading(), "1,2,3,4,5,6,7", "Desa Sukasari,,,,,,", family(1), family(2), "Desa:,Sukajaya,,,,,", family(3), ",,,,,,RT 03")
	o.counts(got, 3, 4)
	o.told(got, "sub_judul")
	for _, r := range o.rejects(got.ID) {
		if !strings.Contains(r.Reason, "judul bagian") && r.Line != 2 || r.Line == 2 && !strings.Contains(r.Reason, "nomor kolom") {
			t.Errorf("refused: %+v", r)
		}
	}
}

func TestSpoiltColumnsOfOtherNumbersAreLeftOut(t *testing.T) {
	o := village(t)
	var rows []string
	for i := range 60 {
		rows = append(rows, family(i+1, fmt.Sprintf("990101051180%03d0", i+1), fmt.Sprintf("8888800000%05d0", i+1)))
	}
	got := o.families(familyHeading("nik", "no_va"), rows...)
	o.counts(got, 60, 0)
	o.told(got, "kolom_rusak")
	o.stored("select distinct nik, va from household", `("","")`)
}

// Of a column of which some cells were rounded nobody can say which: a fifth more
// numbers that end in 0 than chance has.
func TestAColumnOfWhichSomeCellsAreSpoiltIsTold(t *testing.T) {
	o := village(t)
	var rows []string
	for i := range 500 {
		row := family(i + 1)
		if i%10 > 7 {
			row = family((i + 1) * 10)
		}
		rows = append(rows, row)
	}
	o.told(o.families(familyHeading(), rows...), "kolom_diragukan")
}

func TestSumsThatDoNotFitTheMonthsAreTold(t *testing.T) {
	o := village(t)
	got := o.families(familyHeading(), family(1), strings.Replace(family(2), "1890000", "1890", 1), strings.Replace(family(3), "1890000", "18900000", 1))
	o.counts(got, 3, 0)
	if !hasWarning(got, "nilai_tidak_wajar") || got.Warnings[0].Rows != 2 {
		t.Errorf("told %v", got.Warnings)
	}
	var rows []string
	for i := range 20 {
		rows = append(rows, strings.Replace(family(i+10), "1890000", "1.890", 1))
	}
	_, err := o.take(data.Import{Kind: "households"}, o.write("ribuan.csv", append([]string{familyHeading()}, rows...)...))
	o.refused(err, "ribuan")
}

func TestTwoSumsOfOneFamilyAreNoneKnown(t *testing.T) {
	o := village(t)
	got := o.families(familyHeading(), family(1), family(2), strings.Replace(family(1), "1890000", "1995000", 1))
	o.counts(got, 1, 2)
	o.stored("select right(no_kk, 1) from household", "(2)")
}

func TestPaymentsAreMatchedByVirtualAccount(t *testing.T) {
	o := village(t)
	o.families(familyHeading("no_va"), family(1, "8888800000000001"), family(2, "8888800000000002"), family(3, "8888800000000002"))
	got := o.must("payments", o.write("va.csv", "Virtual Account;Tanggal;Jumlah;Ref", "BNI 8888800000000001;02/11/2026;35000;R1",
		"8888800000000002;02/11/2026;35000;R2", "8888800000000009;02/11/2026;35000;R3", "8,8888E+15;02/11/2026;35000;R4"))
	o.counts(got, 3, 1)
	o.stored("select ref from payment", "(R1)")
	o.stored("select ref, reason from money_row where state = 'review' order by ref", "(R2,SHARED_VA)", "(R3,UNKNOWN_NUMBER)")
}

func TestReferencesThatExcelSpoiltAreRefused(t *testing.T) {
	o := staffed(t)
	got := o.payments("9901010611990001,2026-11-02,35000,PPOB,2.02611E+17", "9901010611990001,2026-11-03,35000,PPOB,\"3,1E+16\"", "9901010611990001,2026-11-04,35000,PPOB,E17")
	o.counts(got, 1, 2)
}

func TestReversalsAreNoPayments(t *testing.T) {
	o := staffed(t)
	got := o.must("payments", o.write("mutasi.csv", "No KK;Tanggal;Nominal;Mutasi;No Ref", "9901010611990001;01/11/2026;35.000 CR;;A1",
		"9901010611990001;02/11/2026;35000;DEBET;A2", "9901010611990001;03/11/2026;35.000 DB;;A3", "9901010611990001;13/11/2026;-35000;;A4", "9901010611990001;14/11/2026;35000;K;A5"))
	o.counts(got, 3, 2) // A2 takes A1 back; A3 and A4 mean no payment
	o.stored("select ref from payment order by ref", "(A1)", "(A5)")
}

func TestOnePaymentUnderTwoReferencesIsToldOrRecognised(t *testing.T) {
	o := staffed(t)
	first := o.payments("9901010611990001,2026-11-02,35000,PPOB,000777", "9901010611990001,2026-11-03,35000,PPOB,abc")
	again := o.payments("9901010611990001,2026-11-02,35000,PPOB,777", "9901010611990001,2026-11-03,35000,PPOB,ABC", "9901010611990001,2026-11-03,35000,PPOB,XYZ")
	if hasWarning(first, "bayar_ganda") || again.Unchanged != 2 || again.Accepted != 1 || !hasWarning(again, "bayar_ganda") {
		t.Errorf("%d unchanged, %d accepted, warnings %v", again.Unchanged, again.Accepted, again.Warnings)
	}
}

func TestNumbersAndTextsOfAnotherKindAreTold(t *testing.T) {
	o := village(t)
	got := o.families(familyHeading("rt"), strings.Replace(family(1, "1"), "Sutini", "Sit\u00c3\u00ad", 1), family(2, "03-Feb"))
	o.told(got, "huruf_rusak", "rt_rw")
	got = o.families(familyHeading(), strings.Replace(family(3), "061199", "061171", 1))
	o.told(got, "kk_mungkin_nik")
}

func TestDatesThatDoNotFitTheMonthsAreTold(t *testing.T) {
	shared := village(t)
	for _, test := range []struct {
		name, told string
		wrong      int
	}{{"all fit", "", 0}, {"some do not", "tanggal_bayar_lain", 2}, {"most do not", "kolom_tanggal_bayar", 12}} {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			var rows []string
			for i := range 16 {
				cell := "20/05/2025" // 18 months before the file
				if i < test.wrong {
					cell = "20/05/2026"
				}
				rows = append(rows, family(i+1, cell))
			}
			got := o.families(familyHeading("tgl_bayar_terakhir"), rows...)
			if test.told != "" {
				o.told(got, test.told)
			} else if len(got.Warnings) > 0 {
				t.Errorf("told %v", got.Warnings)
			}
		})
	}
}

func TestColumnsThatDoNotFitEachOtherAreTold(t *testing.T) {
	shared := village(t)
	for told, change := range map[string]func(i int, row string) string{
		"kolom_nilai": func(i int, row string) string {
			return strings.Replace(row, "1890000", fmt.Sprint(1_890_000+(i%5-2)*400_000), 1)
		},
		"nilai_lain": func(i int, row string) string {
			if i == 3 {
				return strings.Replace(row, "1890000", "2890000", 1)
			}
			return row
		},
		"jiwa_banyak": func(_ int, row string) string { return strings.Replace(row, ",3,3,18,", ",18,3,3,", 1) },
	} {
		t.Run(told, func(t *testing.T) {
			o := shared.another(t)
			var rows []string
			for i := range 20 {
				rows = append(rows, change(i, family(i+1)))
			}
			o.told(o.families(familyHeading(), rows...), told)
		})
	}
}

func TestMangledKKRefuseOtherFilesToo(t *testing.T) {
	o := staffed(t)
	payments, visits := []string{"no_kk,tanggal,jumlah,no_ref"}, []string{visitHeading}
	for i := range 30 {
		payments = append(payments, fmt.Sprintf("990101061199%03d0,2026-11-02,35000,R%d", i+1, i))
		visits = append(visits, fmt.Sprintf("990101061199%03d0,K001,2026-11-02,%02d.30,MENOLAK,,,,", i+1, 8+i%10))
	}
	_, err := o.take(importOf("payments"), o.write("bayar.csv", payments...))
	o.refused(err, "nomor KK")
	_, err = o.take(importOf("visits"), o.write("kunjungan.csv", visits...))
	o.refused(err, "nomor KK")
	one := []string{payments[0]}
	for i := range 30 { // one family, whose number happens to end in 0
		one = append(one, fmt.Sprintf("9901010611990010,2026-11-02,%d,R%d", 35_000+i, i))
	}
	o.counts(o.must("payments", o.write("satu.csv", one...)), 30, 0)
	o.stored("select count(*) from payment", "(0)") // nobody knows the family: all wait
}

// A file that was cut within its last cell looks whole: a reference lost its end, and the
// whole file of tomorrow would bring the payment again. Programs that leave out the last
// end of a line are not blamed for it.
func TestAFileThatWasCutShortIsTold(t *testing.T) {
	o := newOffice(t)
	o.caseMap()
	o.caseFamilies()
	lines := []string{"no_kk,tanggal,jumlah,no_ref"}
	for i := 1; i <= 4; i++ {
		lines = append(lines, fmt.Sprintf("990101031206%04d,2026-11-%02d,105000,TRX%06d", i, i+1, i*37))
	}
	text := strings.Join(lines, "\n")
	for name, c := range map[string]struct {
		text string
		told bool
	}{
		"whole": {text + "\n", false}, "without its last end": {text, false}, "cut in its last cell": {text[:len(text)-4], true},
		"cut in a quoted cell's row": {strings.ReplaceAll(text, "105000", `"105000"`)[:len(text)+8-3], true},
	} {
		path := filepath.Join(o.dir, "bayar.csv")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := o.take(data.Import{Kind: "payments", DryRun: true}, path)
		if err != nil || got.Rows != 4 || hasWarning(got, "terpotong") != c.told {
			t.Errorf("%s: %d rows, told %v (%v)", name, got.Rows, got.Warnings, err)
		}
	}
}
