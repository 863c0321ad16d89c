package importer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"binaan/planner"
)

// damageKind is one way in which files come damaged, or only in another hand.
type damageKind struct {
	name     string
	all      bool // every row has it; else one in four
	harmless bool // what the rows say can still be known: refusing them is wrong
	column   bool // nobody can tell which rows have it: refusing the file is right
	sheet    bool // a workbook and not text
	village  bool // all families live in one desa

	row  func(rng *rand.Rand, f known, r damagedRow) // of the rows that have it
	head func([]string) []string
	line func(r damagedRow, line string) string // of the rows that have it
	text func(string) string                    // the whole file
}

// set puts a text into a column.
func set(column string, of func(f known) string) func(*rand.Rand, known, damagedRow) {
	return func(_ *rand.Rand, f known, r damagedRow) { r[column] = of(f) }
}

// rewrite changes the text in a column.
func rewrite(column string, how func(string) string) func(*rand.Rand, known, damagedRow) {
	return func(_ *rand.Rand, _ known, r damagedRow) { r[column] = how(fmt.Sprint(r[column])) }
}

func constant(s string) func(known) string { return func(known) string { return s } }

// exponent is a number as a narrow column of a spreadsheet shows it.
func exponent(s string) string {
	v, _ := strconv.ParseFloat(s, 64)
	return strings.Replace(strings.Replace(strconv.FormatFloat(v, 'E', 5, 64), ".", ",", 1), "E+0", "E+", 1)
}

// fifteen is a number of which a spreadsheet kept 15 digits.
func fifteen(s string) string { return s[:15] + "0" }

func float(s string) string {
	v, _ := strconv.ParseFloat(s, 64)
	return strconv.FormatFloat(v, 'f', 0, 64)
}

// grouped is an amount with a sign between its thousands.
func grouped(n int, sign string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sign + s[i:]
	}
	return s
}

func swapHead(a, b string) func([]string) []string {
	return func(head []string) []string {
		i, j := slices.Index(head, a), slices.Index(head, b)
		head[i], head[j] = head[j], head[i]
		return head
	}
}

func renamed(from, to string) func([]string) []string {
	return func(head []string) []string {
		head[slices.Index(head, from)] = to
		return head
	}
}

var indonesianMonths = []string{"", "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}

func degreesMinutesSeconds(v float64, positive, negative string) string {
	word := positive
	if v < 0 {
		v, word = -v, negative
	}
	d := int(v)
	m := int((v - float64(d)) * 60)
	return fmt.Sprintf("%d°%d'%.3f\"%s", d, m, (v-float64(d)-float64(m)/60)*3600, word)
}

func besides(rng *rand.Rand, desa int) int {
	return (desa + 1 + rng.IntN(len(knownDesa)-1)) % len(knownDesa)
}

func pair(f known, form string) string { return fmt.Sprintf(form, f.lat, f.lon) }

var damages = []damageKind{
	{name: "none", all: true, harmless: true},

	{name: "kk with exponent", row: rewrite("no_kk", exponent)},
	{name: "kk of 15 digits", all: true, row: rewrite("no_kk", fifteen)},
	{name: "kk of 15 digits, some rows", column: true, row: rewrite("no_kk", fifteen)},
	{name: "kk counted in floats", all: true, row: rewrite("no_kk", float)},
	{name: "kk without its last digit", row: rewrite("no_kk", func(s string) string { return s[:15] })},
	{name: "kk with a digit too many", row: rewrite("no_kk", func(s string) string { return s + "1" })},
	{name: "kk that is the head's nik", row: set("no_kk", func(f known) string { return f.nik })},
	{name: "kk that is a man's nik", row: rewrite("no_kk", func(s string) string { return s[:10] + "71" + s[12:] })},
	{name: "kk with serial 0000", row: rewrite("no_kk", func(s string) string { return s[:12] + "0000" })},
	{name: "kk in groups", harmless: true, row: rewrite("no_kk", func(s string) string { return s[:4] + " " + s[4:8] + "." + s[8:12] + "-" + s[12:] })},
	{name: "kk behind an apostrophe", harmless: true, row: rewrite("no_kk", func(s string) string { return "'" + s })},
	{name: "kk of full width", harmless: true, row: rewrite("no_kk", func(s string) string {
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, s)
	})},
	{name: "kk a number of a sheet", all: true, sheet: true, row: func(_ *rand.Rand, _ known, r damagedRow) {
		n, _ := strconv.ParseFloat(fifteen(fmt.Sprint(r["no_kk"])), 64)
		r["no_kk"] = n
	}},
	{name: "nik with exponent", row: rewrite("nik_kepala", exponent)},
	{name: "nik of 15 digits", all: true, row: rewrite("nik_kepala", fifteen)},
	{name: "nik of no birthday", row: rewrite("nik_kepala", func(s string) string { return s[:6] + "3902" + s[10:] })},
	{name: "card without its zeros", all: true, harmless: true, row: rewrite("no_kartu", func(s string) string { return strings.TrimLeft(s, "0") })},
	{name: "card with exponent", row: rewrite("no_kartu", exponent)},
	{name: "va with exponent", row: rewrite("no_va", exponent)},
	{name: "va of 15 digits", all: true, row: rewrite("no_va", fifteen)},
	{name: "va behind a bank", harmless: true, row: rewrite("no_va", func(s string) string { return "BRI " + s })},
	{name: "telephone without zero", harmless: true, all: true, row: rewrite("telepon", func(s string) string { return s[1:] })},
	{name: "telephone with exponent", row: rewrite("telepon", exponent)},

	{name: "sums in thousands", all: true, row: set("nilai_tunggakan", func(f known) string { return fmt.Sprint(f.arrears / 1000) })},
	{name: "sums in thousands, some rows", row: set("nilai_tunggakan", func(f known) string { return fmt.Sprint(f.arrears / 1000) })},
	{name: "sums a number too short in a sheet", sheet: true, row: func(_ *rand.Rand, f known, r damagedRow) { r["nilai_tunggakan"] = float64(f.arrears) / 1000 }},
	{name: "sums with a fraction in a sheet", sheet: true, row: func(_ *rand.Rand, f known, r damagedRow) { r["nilai_tunggakan"] = float64(f.arrears)/1000 + 0.125 }},
	{name: "sums as Rp 1.234.567,00", all: true, harmless: true, row: set("nilai_tunggakan", func(f known) string { return "Rp " + grouped(f.arrears, ".") + ",00" })},
	{name: "sums as 1,234,567.00", all: true, harmless: true, row: set("nilai_tunggakan", func(f known) string { return grouped(f.arrears, ",") + ".00" })},
	{name: "sums with commas and no quotes", line: func(r damagedRow, line string) string {
		sum, _ := strconv.Atoi(fmt.Sprint(r["nilai_tunggakan"]))
		return strings.Replace(line, ","+strconv.Itoa(sum)+",", ","+grouped(sum, ",")+",", 1)
	}},
	{name: "sums with exponent", row: rewrite("nilai_tunggakan", exponent)},
	{name: "sums below zero", row: rewrite("nilai_tunggakan", func(s string) string { return "-" + s })},
	{name: "a zero too many", row: rewrite("nilai_tunggakan", func(s string) string { return s + "0" })},
	{name: "sums of the next row", all: true, text: func(s string) string { return shifted(s, "nilai_tunggakan") }},
	{name: "members and months exchanged", all: true, head: swapHead("jumlah_jiwa", "bulan_tunggakan")},
	{name: "members and class exchanged", all: true, head: swapHead("jumlah_jiwa", "kelas")},
	{name: "months and sums exchanged", all: true, head: swapHead("bulan_tunggakan", "nilai_tunggakan")},

	{name: "dates month first", all: true, harmless: true, row: set("tgl_bayar_terakhir", func(f known) string { return f.paid.Time().Format("01/02/2006") })},
	{name: "dates month first, some rows", row: set("tgl_bayar_terakhir", func(f known) string { return f.paid.Time().Format("01/02/2006") })},
	{name: "dates exchanged by a spreadsheet", all: true, sheet: true, row: func(_ *rand.Rand, f known, r damagedRow) {
		if day := f.paid.Time(); day.Day() <= 12 {
			r["tgl_bayar_terakhir"] = f.paid + dayOffset(day.Year(), day.Day(), int(day.Month())) - dayOffset(day.Year(), int(day.Month()), day.Day())
		}
	}},
	{name: "dates of the next row", all: true, text: func(s string) string { return shifted(s, "tgl_bayar_terakhir") }},
	{name: "dates four years early", all: true, row: set("tgl_bayar_terakhir", func(f known) string { return (f.paid - 1462).Time().Format("02/01/2006") })},
	{name: "dates a year early", row: set("tgl_bayar_terakhir", func(f known) string { return (f.paid - 365).Time().Format("02/01/2006") })},
	{name: "dates of another century", row: set("tgl_bayar_terakhir", func(f known) string { return f.paid.Time().Format("02/01/") + "2062" })},
	{name: "dates of 1900", row: set("tgl_bayar_terakhir", constant("01/01/1900"))},
	{name: "dates that no calendar has", row: set("tgl_bayar_terakhir", constant("31/02/2026"))},
	{name: "dates as serial numbers", all: true, harmless: true, row: set("tgl_bayar_terakhir", func(f known) string { return fmt.Sprint(int(f.paid) + 25_569) })},
	{name: "dates with names of months", harmless: true, row: set("tgl_bayar_terakhir", func(f known) string {
		day := f.paid.Time()
		return fmt.Sprintf("%d %s %d", day.Day(), indonesianMonths[day.Month()], day.Year())
	})},
	{name: "dates with years of two digits", all: true, harmless: true, row: set("tgl_bayar_terakhir", func(f known) string { return f.paid.Time().Format("02-01-06") })},

	{name: "code of another desa", row: func(rng *rand.Rand, f known, r damagedRow) { r["kd_desa"] = knownDesa[besides(rng, f.desa)].code }},
	{name: "code of another desa, no position", row: func(rng *rand.Rand, f known, r damagedRow) {
		r["kd_desa"], r["lat"], r["lon"] = knownDesa[besides(rng, f.desa)].code, "", ""
	}},
	{name: "name of another desa", row: func(rng *rand.Rand, f known, r damagedRow) { r["nama_desa"] = knownDesa[besides(rng, f.desa)].name }},
	{name: "code and name of another desa", row: func(rng *rand.Rand, f known, r damagedRow) {
		at := knownDesa[besides(rng, f.desa)]
		r["kd_desa"], r["nama_desa"], r["nama_kecamatan"] = at.code, at.name, at.kecamatan
	}},
	{name: "code without points", all: true, harmless: true, row: rewrite("kd_desa", func(s string) string { return strings.ReplaceAll(s, ".", "") })},
	{name: "code of BPS", all: true, row: rewrite("kd_desa", func(s string) string { return "990101" + s[7:8] + "0" + s[11:] + "1" })},
	{name: "name misspelt", harmless: true, row: rewrite("nama_desa", func(s string) string { return "Ds. " + s[:len(s)-1] + "o" })},
	{name: "kecamatan of another", row: rewrite("nama_kecamatan", func(s string) string {
		if s == "Candiutama" {
			return "Padangpermai"
		}
		return "Candiutama"
	})},

	{name: "positions exchanged", all: true, harmless: true, row: func(_ *rand.Rand, _ known, r damagedRow) { r["lat"], r["lon"] = r["lon"], r["lat"] }},
	{name: "positions without minus", harmless: true, row: rewrite("lat", func(s string) string { return s[1:] })},
	{name: "positions with comma", all: true, harmless: true, row: func(_ *rand.Rand, _ known, r damagedRow) {
		r["lat"], r["lon"] = strings.Replace(fmt.Sprint(r["lat"]), ".", ",", 1), strings.Replace(fmt.Sprint(r["lon"]), ".", ",", 1)
	}},
	{name: "positions without point", harmless: true, row: func(_ *rand.Rand, _ known, r damagedRow) {
		r["lat"], r["lon"] = strings.Replace(fmt.Sprint(r["lat"]), ".", "", 1), strings.Replace(fmt.Sprint(r["lon"]), ".", "", 1)
	}},
	{name: "positions of two decimals", row: func(_ *rand.Rand, f known, r damagedRow) {
		r["lat"], r["lon"] = fmt.Sprintf("%.2f", f.lat), fmt.Sprintf("%.2f", f.lon)
	}},
	{name: "positions of three decimals", row: func(_ *rand.Rand, f known, r damagedRow) {
		r["lat"], r["lon"] = fmt.Sprintf("%.3f", f.lat), fmt.Sprintf("%.3f", f.lon)
	}},
	{name: "positions 0,0", row: func(_ *rand.Rand, _ known, r damagedRow) { r["lat"], r["lon"] = "0", "0" }},
	{name: "positions of the middle", all: true, village: true, row: func(_ *rand.Rand, _ known, r damagedRow) {
		r["lat"], r["lon"] = "-5.400000", fmt.Sprintf("%.6f", knownDesa[0].lon+0.01)
	}},
	{name: "positions of another desa", row: func(rng *rand.Rand, f known, r damagedRow) {
		r["lon"] = fmt.Sprintf("%.6f", knownDesa[besides(rng, f.desa)].lon+0.0101)
	}},
	{name: "positions in one column", all: true, harmless: true, head: renamed("lat", "Titik Koordinat"), row: func(_ *rand.Rand, f known, r damagedRow) {
		r["lat"], r["lon"] = pair(f, "%.6f, %.6f"), ""
	}},
	{name: "positions in one unknown column", all: true, head: renamed("lat", "Titik Z"), row: func(_ *rand.Rand, f known, r damagedRow) {
		r["lat"], r["lon"] = pair(f, "%.6f, %.6f"), ""
	}},
	{name: "positions as links", all: true, harmless: true, head: renamed("lat", "link maps"), row: func(_ *rand.Rand, f known, r damagedRow) {
		r["lat"], r["lon"] = pair(f, "https://maps.google.com/?q=%.6f,%.6f"), ""
	}},
	{name: "positions in degrees and minutes", harmless: true, row: func(_ *rand.Rand, f known, r damagedRow) {
		r["lat"], r["lon"] = degreesMinutesSeconds(f.lat, "N", "S"), degreesMinutesSeconds(f.lon, "E", "W")
	}},

	{name: "names of no value", row: func(rng *rand.Rand, _ known, r damagedRow) {
		r["nama_kepala"] = []string{"#N/A", "-", "NULL", "nan", "0", "#REF!"}[rng.IntN(6)]
	}},
	{name: "names in a wrong encoding", all: true, row: set("nama_kepala", func(f known) string { return strings.Replace(f.name, "Contoh", "RenÃ©", 1) })},
	{name: "class of no value", row: set("kelas", constant("#N/A"))},
	{name: "spaces that nobody sees", harmless: true, row: func(_ *rand.Rand, _ known, r damagedRow) {
		r["no_kk"], r["nama_desa"] = "\u200b"+fmt.Sprint(r["no_kk"])+"\u00a0", " "+fmt.Sprint(r["nama_desa"])+"\u00a0"
	}},
	{name: "utf-16", all: true, harmless: true, text: func(s string) string {
		out, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
		return out
	}},
	{name: "windows-1252", all: true, harmless: true, text: func(s string) string {
		out, _ := charmap.Windows1252.NewEncoder().String(s)
		return out
	}},
	{name: "a comma in the name and no quotes", line: func(_ damagedRow, line string) string { return strings.Replace(line, " Contoh,", " Contoh, S.Pd,", 1) }},
	{name: "rows cut off", line: func(_ damagedRow, line string) string { return line[:len(line)*3/4] }},
	{name: "rows cut off in the last columns", line: func(_ damagedRow, line string) string { return line[:len(line)-7] }},
	{name: "two rows in one line", line: func(_ damagedRow, line string) string { return line + "," + line }},
	{name: "semicolons", all: true, harmless: true, text: func(s string) string { return strings.ReplaceAll(s, ",", ";") }},
	{name: "a title above the heading", all: true, harmless: true, text: func(s string) string { return "Data tunggakan\nper November 2026\n\n" + s }},
	{name: "the heading again and totals", all: true, harmless: true, text: func(s string) string {
		head, rest, _ := strings.Cut(s, "\n")
		return head + "\n" + rest + head + "\nTotal" + strings.Repeat(",", strings.Count(head, ",")) + "\n"
	}},
	{name: "other people's headings", all: true, harmless: true, head: func(head []string) []string {
		copy(head, []string{"No. KK", "NIK", "Nama Peserta", "Noka", "VA", "Jml Jiwa", "Kls", "Tunggakan (Bln)", "Tunggakan (Rp)", "Tgl Bayar Terakhir", "Kode Desa", "Desa/Kel", "Kec.", "No HP", "Latitude", "Longitude", "Akurasi"})
		return head
	}},
}

// dayOffset is a day's place in its year.
func dayOffset(year, month, day int) (offset planner.Day) {
	return dayOf(year, month, day) - dayOf(year, 1, 1)
}

// shifted moves the cells of a column down by one row.
func shifted(text, column string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	at := slices.Index(strings.Split(lines[0], ","), column)
	last := strings.Split(lines[len(lines)-1], ",")[at]
	for i := 1; i < len(lines); i++ {
		cells := strings.Split(lines[i], ",")
		cells[at], last = last, cells[at]
		lines[i] = strings.Join(cells, ",")
	}
	return strings.Join(lines, "\n") + "\n"
}
