package sample

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/paulmach/orb/geojson"

	"binaan/geo"
)

// table is one CSV file of the sample.
type table struct {
	file string
	head []string
	rows int
	row  func(i int) []string
}

func (t table) write(dir string) error {
	f, err := os.Create(filepath.Join(dir, t.file))
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	if err := w.Write(t.head); err != nil {
		return err
	}
	for i := range t.rows {
		if err := w.Write(t.row(i)); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return f.Close()
}

func tables(b *branch) []table {
	return []table{
		{KaderFile, kaderHead, len(b.kader), b.kaderRow},
		{HouseholdsFile, householdHead(), len(b.households), b.householdRow},
		{VisitsFile, visitHead, len(b.visits), b.visitRow},
		{PaymentsFile, paymentHead, len(b.payments), b.paymentRow},
	}
}

var (
	kaderHead = []string{"kode_kader", "nama", "telepon", "kd_kecamatan", "lat", "lon", "pks_mulai", "pks_selesai", "jam_kerja", "status"}
	visitHead = []string{
		"no_kk", "kode_kader", "tanggal", "jam", "hasil", "jumlah", "cicilan_jumlah_langkah",
		"janji_tanggal", "janji_mulai", "janji_selesai", "janji_jumlah", "janji_status",
	}
	paymentHead = []string{"no_kk", "tanggal", "jumlah", "kanal", "no_ref"}
)

func (b *branch) kaderRow(i int) []string {
	k := b.kader[i]
	return []string{
		k.code, k.name, k.phone, string(b.kecamatan[k.kecamatan].code), degrees(k.home.Lat), degrees(k.home.Lon),
		k.from.String(), k.until.String(), k.hours, "aktif",
	}
}

// householdColumns are the columns of the file of households: what each is headed,
// and what stands in it.
var householdColumns = []struct {
	head string
	cell func(b *branch, h household) string
}{
	{"no_kk", func(_ *branch, h household) string { return h.noKK }},
	{"nik_kepala", func(_ *branch, h household) string { return h.nik }},
	{"nama_kepala", func(_ *branch, h household) string { return h.name }},
	{"no_kartu", func(_ *branch, h household) string { return h.card }},
	{"jumlah_jiwa", func(_ *branch, h household) string { return strconv.Itoa(h.members) }},
	{"kelas", func(_ *branch, h household) string { return strconv.Itoa(h.class) }},
	{"segmen", func(_ *branch, h household) string { return h.segment }},
	{"segmen_tunggakan", func(_ *branch, h household) string { return h.arrearsOf }},
	{"bulan_tunggakan", func(_ *branch, h household) string { return strconv.Itoa(h.months) }},
	{"nilai_tunggakan", func(_ *branch, h household) string { return strconv.FormatInt(int64(h.arrears()), 10) }},
	{"tgl_bayar_terakhir", func(_ *branch, h household) string { return h.lastPaid.String() }},
	{"no_va", func(_ *branch, h household) string { return "88888" + h.card[2:] }},
	{"alamat", func(_ *branch, h household) string { return h.address }},
	{"rt", func(_ *branch, h household) string { return h.rt }},
	{"rw", func(_ *branch, h household) string { return h.rw }},
	{"kd_desa", func(b *branch, h household) string { return string(b.desa[h.desa].code) }},
	{"nama_desa", func(b *branch, h household) string { return b.desa[h.desa].name }},
	{"nama_kecamatan", func(b *branch, h household) string { return b.kecamatan[b.desa[h.desa].kecamatan].name }},
	{"telepon", func(_ *branch, h household) string { return h.phone }},
	{"status_peserta", func(*branch, household) string { return "NONAKTIF" }},
	{"lat", (*branch).latitude},
	{"lon", (*branch).longitude},
	{"akurasi", func(_ *branch, h household) string { return string(h.seen.class) }},
	{"radius_m", func(_ *branch, h household) string { return h.seen.within() }},
}

func householdHead() (head []string) {
	for _, c := range householdColumns {
		head = append(head, c.head)
	}
	return head
}

func (b *branch) householdRow(i int) []string {
	row := make([]string, len(householdColumns))
	for at, c := range householdColumns {
		row[at] = c.cell(b, b.households[i])
	}
	return row
}

// latitude and longitude are those that the file shows; "" where it shows none.
func (b *branch) latitude(h household) string {
	if at, ok := b.shown(h); ok {
		return degrees(at.Lat)
	}
	return ""
}

func (b *branch) longitude(h household) string {
	if at, ok := b.shown(h); ok {
		return degrees(at.Lon)
	}
	return ""
}

// within is the radius that the file shows.
func (s sight) within() string {
	if s.class == "" {
		return ""
	}
	return strconv.Itoa(s.radius)
}

func (b *branch) visitRow(i int) []string {
	v := b.visits[i]
	row := []string{
		b.households[v.household].noKK, b.kader[v.kader].code, v.day.String(), v.at.String(), string(v.outcome),
		amount(int64(v.amount)), "", "", "", "", "", "",
	}
	if v.steps > 0 {
		row[6] = strconv.Itoa(v.steps)
	}
	if p := v.promised; p != nil {
		row[7], row[8], row[9] = p.Due.String(), p.Open.String(), p.Close.String()
		row[10], row[11] = amount(int64(p.Amount)), string(p.State)
	}
	return row
}

func (b *branch) paymentRow(i int) []string {
	p := b.payments[i]
	return []string{b.households[p.household].noKK, p.day.String(), amount(int64(p.amount)), p.channel, p.ref}
}

func amount(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

// writeAreas writes the outline of every desa, with the names around it.
func writeAreas(file string, b *branch) error {
	all := geojson.NewFeatureCollection()
	for _, d := range b.desa {
		shape, err := geo.Outline(d.cells)
		if err != nil {
			return fmt.Errorf("desa %s: %w", d.code, err)
		}
		f := geojson.NewFeature(shape)
		kec := b.kecamatan[d.kecamatan]
		f.Properties = geojson.Properties{
			"kode": string(d.code), "nama": d.name, "jenis": "desa contoh",
			"kode_kec": string(kec.code), "kecamatan": kec.name,
			"kode_kab": string(kec.code.Parent()), "kabupaten": kec.kabupaten,
		}
		all.Append(f)
	}
	text, err := all.MarshalJSON()
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
