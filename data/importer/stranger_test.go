package importer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
)

// What a stranger's files showed to be believed, or said wrongly.

func TestColumnsThatOnlyLookRightAreRefused(t *testing.T) {
	swapped := func(i int) string {
		return house(i, fmt.Sprintf("no_kk=990101051180%04d", i), fmt.Sprintf("nik_kepala=990101061199%04d", i))
	}
	dragged := func(i int) string { return house(i, fmt.Sprintf("kd_desa=99.01.01.%04d", 2000+i)) }
	for name, test := range map[string]struct {
		row  func(int) string
		want string
	}{
		"KK and NIK exchanged":             {swapped, "tampaknya berisi NIK"},
		"codes of desa that Excel dragged": {dragged, "ditarik ke bawah"},
	} {
		t.Run(name, func(t *testing.T) {
			o := village(t)
			rows := []string{houseHeading}
			for i := range 15 {
				rows = append(rows, test.row(i+1))
			}
			got, err := o.take(data.Import{Kind: "households"}, o.write("kolom.csv", rows...))
			if !errors.Is(err, importer.ErrFile) || !strings.Contains(got.Error, test.want) {
				t.Errorf("%v, %q", err, got.Error)
			}
		})
	}
}

func TestNIKThatAreNotTheStoredOnesAreTold(t *testing.T) {
	o := village(t)
	var before, shifted []string
	for i := range 20 {
		before = append(before, house(i+1))
		shifted = append(shifted, house(i+1, fmt.Sprintf("nik_kepala=990101051180%04d", i+2)))
	}
	o.month(asOf-30, before...)
	if got := o.month(asOf-20, append(shifted[:2:2], before[2:]...)...); hasWarning(got, "nik_lain") {
		t.Errorf("two that were mended: %v", got.Warnings)
	}
	o.told(o.month(asOf, shifted...), "nik_lain")
}

func TestRowsAboveTheHeadingAreTold(t *testing.T) {
	o := village(t)
	got := o.must("households", o.write("judul.csv", house(1), houseHeading, house(2)))
	o.told(got, "di_atas_judul")
	got = o.must("households", o.write("judul.csv", "Data tunggakan per 2026-11-23,,,,", houseHeading, house(2)))
	if hasWarning(got, "di_atas_judul") {
		t.Errorf("a title is taken for data: %v", got.Warnings)
	}
}

func TestARowOfAnotherSeparatorIsNoSubHeading(t *testing.T) {
	o := village(t)
	tabs := func(row string) string { return strings.ReplaceAll(row, ",", "\t") }
	got := o.families(tabs(familyHeading()), tabs(family(1)), tabs(family(2)), family(3))
	if r := o.rejects(got.ID); len(r) == 0 || strings.Contains(r[0].Reason, "judul bagian") || hasWarning(got, "sub_judul") {
		t.Errorf("refused: %v, warnings %v", r, got.Warnings)
	}
}

func TestNamesThatAreSeveralCellsAreToldOrRefused(t *testing.T) {
	o := village(t)
	long := strings.Repeat("Nama ", 21)
	o.told(o.houses(house(1), house(2, "nama_kepala="+long)), "nama_panjang")
	o.counts(o.kader(kaderRow, strings.Replace(strings.Replace(kaderRow, "K001", "K002", 1), "Partini Contoh", long, 1)), 1, 1)
	o.counts(o.must("areas", o.writeMap("nama.geojson", square("99.01.01.2003", long, 111.70, -5.40), square("99.01.01.2004", "Sukamaju", 111.72, -5.40))), 1, 1)
}

func TestACodeOfAKaderInOtherLettersIsRefused(t *testing.T) {
	o := village(t)
	o.kader(kaderRow)
	other := strings.Replace(kaderRow, "K001", "k001", 1)
	o.counts(o.kader(other), 0, 1)
	o.counts(o.kader(strings.Replace(kaderRow, "K001", "B1", 1), strings.Replace(kaderRow, "K001", "b1", 1)), 0, 2)
	if n := o.rows("select count(*) from kader"); n[0] != "(1)" {
		t.Errorf("%s kader", n[0])
	}
}

func TestBordersThatAreNoNumbersAreSaidToBeSo(t *testing.T) {
	o := newOffice(t)
	broken := strings.Replace(string(must(t, "kode", "99.01.01.2001")), "111.6", `"111.6"`, 1)
	path := o.write("huruf.geojson", `{"type":"FeatureCollection","features":[`+broken+`]}`)
	got := o.must("areas", path)
	if r := o.rejects(got.ID); len(r) != 1 || !strings.Contains(r[0].Reason, "tidak terbaca") {
		t.Errorf("refused: %+v", r)
	}
}

// must is a feature as GeoJSON.
func must(t *testing.T, property, code string) []byte {
	t.Helper()
	return fmt.Appendf(nil, `{"type":"Feature","properties":{%q:%q,"nama":"Sukasari"},"geometry":{"type":"Polygon","coordinates":[[[111.6,-5.4],[111.61,-5.4],[111.61,-5.39],[111.6,-5.4]]]}}`, property, code)
}

func TestPaymentsInThousandsAreRefused(t *testing.T) {
	o := staffed(t)
	few := o.payments("9901010611990001,2026-11-02,300000,PPOB,R1", "9901010611990002,2026-11-03,300,PPOB,R2")
	o.counts(few, 2, 0)
	o.told(few, "pembayaran_kecil")
	rows := []string{"no_kk,tanggal,jumlah,kanal,no_ref"}
	for i := range 12 {
		rows = append(rows, fmt.Sprintf("9901010611990001,2026-11-%02d,%d,PPOB,T%d", i+1, 105+i, i))
	}
	got, err := o.take(data.Import{Kind: "payments"}, o.write("ribuan.csv", rows...))
	if !errors.Is(err, importer.ErrFile) || !strings.Contains(got.Error, "ribuan") {
		t.Errorf("%v, %q", err, got.Error)
	}
}

func TestMoreVisitsThanADayHoldsAreTold(t *testing.T) {
	o := staffed(t)
	day := func(n int) (rows []string) {
		for i := range n {
			rows = append(rows, fmt.Sprintf("990101061199000%d,K001,2026-11-02,%02d.%02d,RUMAH_KOSONG,,,,", 1+i%2, 8+i/30, i%30))
		}
		return rows
	}
	if got := o.visits(day(40)...); hasWarning(got, "kunjungan_terlalu_banyak") {
		t.Errorf("40 in a day: %v", got.Warnings)
	}
	o.told(o.visits(day(60)...), "kunjungan_terlalu_banyak")
}
