package importer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
)

// square is a desa of a quarter of a degree's hundredth, as a GeoJSON feature.
func square(code, name string, lon, lat float64) map[string]any {
	const side = 0.02
	ring := [][2]float64{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}
	return map[string]any{
		"type": "Feature", "geometry": map[string]any{"type": "Polygon", "coordinates": [][][2]float64{ring}},
		"properties": map[string]any{"kode": code, "nama": name, "kecamatan": "Contoh Barat", "kabupaten": "Kabupaten Contoh"},
	}
}

func (o *office) writeMap(name string, features ...map[string]any) string {
	o.Helper()
	text, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": features})
	if err != nil {
		o.Fatal(err)
	}
	return o.write(name, string(text))
}

// village is an office with a map of two desa side by side, at 111.60, -5.40 and
// 111.62, -5.40.
func village(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.mapped()
	return o
}

// another is a new branch with the map of village, on the same database.
func (o *office) another(t *testing.T) *office {
	t.Helper()
	made := *o
	made.T = t
	made.branch = made.add(fmt.Sprint("cabang-", len(made.rows("select from branch"))))
	made.mapped()
	return &made
}

func (o *office) mapped() {
	o.Helper()
	o.must("areas", o.writeMap("peta.geojson", square("99.01.01.2001", "Sukasari", 111.60, -5.40), square("99.01.01.2002", "Sukajaya", 111.62, -5.40)))
}

const houseHeading = "no_kk,nik_kepala,nama_kepala,jumlah_jiwa,kelas,segmen,bulan_tunggakan,nilai_tunggakan,alamat,kd_desa,telepon,lat,lon,akurasi,radius_m"

// house is a row under houseHeading that nothing is wrong with, changed as asked:
// "kelas=4" puts 4 into the column kelas.
func house(serial int, changes ...string) string {
	names := strings.Split(houseHeading, ",")
	row := []string{
		fmt.Sprintf("990101061199%04d", serial), fmt.Sprintf("990101051180%04d", serial), "Slamet Contoh", "3", "3", "PBPU", "18", "1890000",
		"Jl. Melati Contoh No. 1", "99.01.01.2001", "", "", "", "", "",
	}
	for _, c := range changes {
		name, value, _ := strings.Cut(c, "=")
		row[slices.Index(names, name)] = value
	}
	for i, cell := range row {
		row[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	return strings.Join(row, ",")
}

// houses imports rows under houseHeading.
func (o *office) houses(rows ...string) data.Import {
	o.Helper()
	return o.must("households", o.write("keluarga.csv", append([]string{houseHeading}, rows...)...))
}

func hasWarning(i data.Import, code string) bool {
	return slices.ContainsFunc(i.Warnings, func(w data.Warning) bool { return w.Code == code })
}

func TestDuplicatesInAFile(t *testing.T) {
	tests := []struct {
		name                          string
		rows                          []string
		accepted, duplicate, rejected int64
		reason                        string
	}{
		{"equal", []string{house(1), house(1), house(2)}, 2, 1, 0, ""},
		{"equal but for blanks", []string{house(1), house(1, "nama_kepala= Slamet  Contoh ")}, 1, 1, 0, ""},
		{"two addresses", []string{house(1), house(2), house(1, "alamat=Jl. Lain")}, 2, 0, 1, "baris 2"},
		{"two amounts", []string{house(1), house(1, "nilai_tunggakan=5")}, 0, 0, 2, "mana yang benar"},
		{"after a refused one", []string{house(1, "kelas=4"), house(1)}, 1, 0, 1, "kelas"},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			got := o.houses(test.rows...)
			if got.Accepted != test.accepted || got.Duplicate != test.duplicate || got.Rejected != test.rejected {
				t.Errorf("got %d accepted, %d duplicate, %d rejected", got.Accepted, got.Duplicate, got.Rejected)
			}
			for _, r := range o.rejects(got.ID) {
				if !strings.Contains(r.Reason, test.reason) {
					t.Errorf("reason is %q, want %q in it", r.Reason, test.reason)
				}
			}
		})
	}
}

func TestOneHeadOfTwoFamiliesIsTold(t *testing.T) {
	o := village(t)
	got := o.houses(house(1), house(2, "nik_kepala=9901010511800001"))
	if got.Accepted != 2 || !hasWarning(got, "nik_ganda") {
		t.Errorf("%d accepted, warnings %v", got.Accepted, got.Warnings)
	}
}

func TestFamilyMayBeInTwoBranches(t *testing.T) {
	o := village(t)
	o.houses(house(1))
	o.branch = o.add("1102")
	if got := o.houses(house(1)); got.Accepted != 1 {
		t.Errorf("%d accepted in the second branch", got.Accepted)
	}
}

func TestWrongRowsAreRefusedWithTheirColumn(t *testing.T) {
	tests := []struct{ change, field string }{
		{"no_kk=", "no_kk"}, {"no_kk=3.37E+15", "no_kk"}, {"no_kk=990101061199000", "no_kk"}, {"no_kk='; drop table household; --", "no_kk"},
		{"nama_kepala= ", "nama_kepala"}, {"jumlah_jiwa=0", "jumlah_jiwa"}, {"jumlah_jiwa=31", "jumlah_jiwa"}, {"kelas=4", "kelas"},
		{"segmen=XYZ", "segmen"}, {"bulan_tunggakan=-1", "bulan_tunggakan"}, {"nilai_tunggakan=-5", "nilai_tunggakan"}, {"nilai_tunggakan=banyak", "nilai_tunggakan"},
		{"kd_desa=", "kd_desa"}, {"kd_desa=99.01", "kd_desa"}, {"kd_desa=9901010001", "kd_desa"},
	}
	o := village(t)
	for i, test := range tests {
		got := o.houses(house(i+1, test.change))
		rejects := o.rejects(got.ID)
		if got.Rejected != 1 || len(rejects) == 0 || rejects[0].Line != 2 || rejects[0].Field != test.field || rejects[0].Reason == "" {
			t.Errorf("%s: %d rejected, %+v", test.change, got.Rejected, rejects)
		}
	}
	if n := o.rows("select * from household"); len(n) > 0 {
		t.Errorf("%d refused rows were taken", len(n))
	}
}

func TestMangledIdentityColumnRefusesTheFile(t *testing.T) {
	o := village(t)
	lines := []string{houseHeading}
	for i := range 400 {
		lines = append(lines, house(i*10))
	}
	before := o.everything()
	got, err := o.take(data.Import{Kind: "households"}, o.write("rusak.csv", lines...))
	if !errors.Is(err, importer.ErrFile) || got.State != data.Failed || !strings.Contains(got.Error, "Excel") {
		t.Errorf("%v, state %s, %q", err, got.State, got.Error)
	}
	if o.everything() != before {
		t.Error("a refused file changed rows")
	}
}

func TestPositionsThatAreNone(t *testing.T) {
	tests := []struct{ name, lat, lon, accuracy, warning, want string }{
		{"at the door", "-5.3900", "111.6100", "A", "", "(A,15,t,f)"},
		{"unknown origin", "-5.3900", "111.6100", "", "", "(C,200,t,f)"},
		{"swapped", "111.6100", "-5.3900", "A", "posisi_diperbaiki", "(A,15,t,f)"},
		{"lost minus", "5.3900", "111.6100", "A", "posisi_diperbaiki", "(A,15,t,f)"},
		{"a little outside", "-5.4005", "111.6100", "A", "", "(A,15,t,f)"},
		{"in the next desa", "-5.3900", "111.6300", "A", "di_luar_desa", "(E,877,f,t)"},
		{"at sea", "-5.9000", "111.6100", "A", "di_luar_desa", "(E,877,f,t)"},
		{"zero", "0", "0", "", "posisi", "(E,877,f,t)"},
		{"none", "", "", "", "", "(E,877,f,t)"},
		{"only the desa", "-5.3900", "111.6100", "E", "", "(E,877,f,t)"},
	}
	o := village(t)
	for i, test := range tests {
		got := o.houses(house(i+1, "lat="+test.lat, "lon="+test.lon, "akurasi="+test.accuracy))
		if got.Accepted != 1 || test.warning != "" && !hasWarning(got, test.warning) || test.warning == "" && len(got.Warnings) > 1 { // the others are told to be absent
			t.Errorf("%s: %d accepted, warnings %v", test.name, got.Accepted, got.Warnings)
		}
		place := o.rows("select accuracy, radius, lon is not null, spread from household where cell <> 0 order by id desc limit 1")
		if place[0] != test.want {
			t.Errorf("%s: stands %s, want %s", test.name, place[0], test.want)
		}
	}
}

func TestPileOnOnePointIsSpread(t *testing.T) {
	o := village(t)
	var rows []string
	for i := range 41 {
		at := "lat=-5.3900"
		if i < 20 { // as many as may share a point
			at = "lat=-5.3850"
		}
		rows = append(rows, house(i+1, at, "lon=111.6100", "akurasi=A"))
	}
	got := o.houses(rows...)
	if got.Accepted != 41 || !hasWarning(got, "titik_bersama") {
		t.Errorf("%d accepted, warnings %v", got.Accepted, got.Warnings)
	}
	if known := o.rows("select count(*), count(lon), count(*) filter (where spread) from household"); known[0] != "(41,20,21)" {
		t.Errorf("households, located, spread: %s", known[0])
	}
}

func TestBetterPositionIsKept(t *testing.T) {
	o := village(t)
	o.houses(house(1, "lat=-5.3900", "lon=111.6100", "akurasi=A"))
	door := o.rows("select lon, lat, accuracy, radius, cell from household")
	for _, worse := range [][]string{{"lat=", "lon="}, {"lat=-5.3910", "lon=111.6110", "akurasi=C"}} {
		o.houses(house(1, append(worse, "nilai_tunggakan=99")...))
		if got := o.rows("select lon, lat, accuracy, radius, cell from household"); got[0] != door[0] {
			t.Errorf("%v moved the household from %s to %s", worse, door[0], got[0])
		}
	}
	o.houses(house(1, "kd_desa=99.01.01.2002"))
	if got := o.rows("select desa, spread from household"); got[0] != "(99.01.01.2002,t)" {
		t.Errorf("a family that moved stands %s", got[0])
	}
}

func TestColumnsThatAFileLacksStay(t *testing.T) {
	o := village(t)
	o.houses(house(1, "telepon=081200000001"))
	got := o.must("households", o.write("sedikit.csv", "NO KK;Nama KK;Jml Jiwa;Kls;Jml Bulan;Total Tunggakan;Desa;Kecamatan",
		"9901010611990001;Slamet Contoh;3;III;19;Rp 1.995.000,00;SUKASARI;Kec. Contoh Barat"))
	if got.Updated != 1 {
		t.Fatalf("%d updated of %d, rejects %v", got.Updated, got.Rows, o.rejects(got.ID))
	}
	if kept := o.rows("select phone, address, months, arrears from household"); kept[0] != `(+6281200000001,"Jl. Melati Contoh No. 1",19,1995000)` {
		t.Errorf("household is %s", kept[0])
	}
}

func TestHostileTextIsOnlyText(t *testing.T) {
	o := village(t)
	names := []string{
		`=cmd|' /C calc'!A0`, "+1+1", "-2", "@SUM(A1)", `<script>alert(1)</script>`, `Robert'); drop table household;--`,
		`\N`, `\.`, `back\slash`, "baris\ndua", "tab\tdi tengah", "nol\x00byte", "\u202eterbalik", strings.Repeat("panjang ", 4000),
	}
	var rows []string
	for i, name := range names {
		rows = append(rows, house(i+1, "nama_kepala="+name))
	}
	i := o.begin(data.Import{Kind: "households"}, o.write("hostile.csv", append([]string{houseHeading}, rows...)...))
	if err := importer.Run(t.Context(), o.store, o.branch, i, o.file("hostile.csv"), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	got := o.report(i.ID)
	if got.Rows != int64(len(names)) || got.Accepted != got.Rows {
		t.Errorf("%d of %d rows taken: %v", got.Accepted, got.Rows, o.rejects(i.ID))
	}
	if kept := o.rows("select head_name from household where head_name in ($1, $2, $3)", names[0], names[4], names[6]); len(kept) != 3 {
		t.Errorf("kept %q", kept)
	}
}

func TestFamiliesThatAFileLacksStayAndAreTold(t *testing.T) {
	o := village(t)
	o.houses(house(1), house(2), house(3, "nilai_tunggakan=0", "bulan_tunggakan=0"))
	got := o.houses(house(1))
	if !hasWarning(got, "tidak_di_berkas") || got.Warnings[0].Rows != 1 {
		t.Errorf("warnings %v", got.Warnings)
	}
	if n := o.rows("select * from household"); len(n) != 3 {
		t.Errorf("%d households are left", len(n))
	}
}

// damage is what happens to cells.
var damage = []string{"", " ", "0", "-1", "x", "3.3E+15", "'", `"`, "=1+1", "\u200b", "ÿ", "99999999999999999999", "31/02/2026", "NULL", "-5,39", "１２"}

func TestEveryRowIsAccountedForWhateverIsInIt(t *testing.T) {
	shared := village(t)
	for seed := uint64(1); seed <= 12; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			o := shared.another(t)
			rng := rand.New(rand.NewPCG(seed, 0))
			names := strings.Split(houseHeading, ",")
			lines := []string{houseHeading}
			for range 300 {
				row := house(1+rng.IntN(200), "lat=-5.3900", fmt.Sprintf("lon=111.6%02d0", rng.IntN(30)))
				if rng.IntN(3) == 0 {
					row = house(1+rng.IntN(200), names[rng.IntN(len(names))]+"="+damage[rng.IntN(len(damage))], names[rng.IntN(len(names))]+"="+damage[rng.IntN(len(damage))])
				}
				if rng.IntN(40) == 0 {
					row = row[:rng.IntN(len(row))] + "sisa" // may leave a quote open
				}
				lines = append(lines, row)
			}
			path := o.write("acak.csv", lines...)
			for range 2 {
				o.account(path)
			}
		})
	}
}

// account imports a file and holds its report against what is stored.
func (o *office) account(path string) {
	o.Helper()
	before := len(o.rows("select id from household"))
	got, err := o.take(data.Import{Kind: "households"}, path)
	if errors.Is(err, importer.ErrFile) && got.Error != "" {
		return
	}
	if err != nil {
		o.Fatal(err)
	}
	if got.Rows != got.Accepted+got.Updated+got.Unchanged+got.Duplicate+got.Rejected {
		o.Errorf("%d rows = %d + %d + %d + %d + %d", got.Rows, got.Accepted, got.Updated, got.Unchanged, got.Duplicate, got.Rejected)
	}
	if n := int64(len(o.rows("select id from household")) - before); n != got.Accepted {
		o.Errorf("%d households more, %d accepted", n, got.Accepted)
	}
	lines := map[int64]bool{}
	for _, r := range o.rejects(got.ID) {
		lines[r.Line] = true
		if r.Reason == "" {
			o.Errorf("line %d is refused without a reason", r.Line)
		}
	}
	if int64(len(lines)) != got.Rejected {
		o.Errorf("%d lines are listed, %d rejected", len(lines), got.Rejected)
	}
	if lost := o.rows("select id from household where cell = 0"); len(lost) > 0 {
		o.Errorf("%d households have no cell", len(lost))
	}
}

func TestAHeadingWithoutRowsIsRefusedWithASentence(t *testing.T) {
	o := village(t)
	for kind, heading := range map[string]string{
		"kader": kaderHeading, "households": houseHeading, "visits": visitHeading, "payments": "no_kk,tanggal,jumlah,kanal,no_ref",
	} {
		got, err := o.take(data.Import{Kind: kind}, o.write("kosong.csv", heading, "", " "))
		if !errors.Is(err, importer.ErrFile) || got.State != data.Failed || !strings.Contains(got.Error, "tidak ada satu baris data pun") {
			t.Errorf("%s: %v, state %s, %q", kind, err, got.State, got.Error)
		}
	}
}
