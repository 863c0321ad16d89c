package importer_test

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/importer"
	"binaan/planner"
)

var (
	damageRows = flag.Int("damage-rows", 1600, "rows that TestDamagedFilesAreNotBelieved spreads over its damages")
	damageSeed = flag.Uint64("damage-seed", 1, "seed of TestDamagedFilesAreNotBelieved")
)

// The bars, in hundredths of what they are shares of.
const (
	mostSilent  = 2.0 // of the rows that are damaged or stand in a damaged file
	mostRefused = 1.0 // of the rows that say what is true
)

// family of which all is known.
type known struct {
	kk, nik, name, card, va, phone string
	members, class, months         int
	arrears                        int
	paid                           planner.Day
	desa                           int
	lat, lon                       float64
}

// knownDesa are the squares that families live in, by place in the map.
var knownDesa = []struct {
	code, name, kecamatan string
	lon                   float64
}{
	{"99.01.01.2001", "Kaliraharja", "Padangpermai", 111.50}, {"99.01.01.2002", "Sidodamai", "Padangpermai", 111.52},
	{"99.01.01.2003", "Wanaelok", "Padangpermai", 111.54}, {"99.01.01.1004", "Mulyaasri", "Padangpermai", 111.56},
	{"99.01.02.2001", "Tegalrejo", "Candiutama", 111.58}, {"99.01.02.2002", "Lembahkencana", "Candiutama", 111.60},
	{"99.01.02.2003", "Medangbaru", "Candiutama", 111.62}, {"99.01.02.1004", "Banjarlestari", "Candiutama", 111.64},
}

var premiumOf = []int{0, 150_000, 100_000, 35_000}

func knownFamilies(rng *rand.Rand, n int) []known {
	families := make([]known, n)
	first := 1 + rng.IntN(8000-n)
	for i := range families {
		day, month, serial := 1+rng.IntN(28), 1+rng.IntN(12), first+i
		if serial%10_000 == 0 {
			serial++
		}
		f := known{
			kk:      fmt.Sprintf("990101%02d%02d%02d%04d", day, month, 6+rng.IntN(18), serial),
			nik:     fmt.Sprintf("990101%02d%02d%02d%04d", 1+rng.IntN(28), 1+rng.IntN(12), 60+rng.IntN(40), 1+(serial*7)%9999),
			name:    []string{"Wagimin", "Sutini", "Partini", "Slamet", "Sukardi"}[rng.IntN(5)] + " Contoh",
			card:    fmt.Sprintf("00099%08d", serial*9+1),
			phone:   fmt.Sprintf("0812%08d", rng.IntN(90_000_000)+1),
			members: 1 + rng.IntN(6), class: 1 + rng.IntN(3), months: 2 + rng.IntN(23),
			desa: rng.IntN(len(knownDesa)),
		}
		f.va = "88888" + f.card[2:]
		f.arrears = f.members * f.months * premiumOf[f.class]
		f.paid = asOf - planner.Day(f.months*30+rng.IntN(28))
		f.lon, f.lat = knownDesa[f.desa].lon+0.001+float64(rng.IntN(18_000))/1e6, -5.399-float64(rng.IntN(9_000))/1e6
		families[i] = f
	}
	return families
}

// damagedRow are the cells of a family by heading: text, or for a workbook numbers
// and days too.
type damagedRow map[string]any

var damagedHead = []string{
	"no_kk", "nik_kepala", "nama_kepala", "no_kartu", "no_va", "jumlah_jiwa", "kelas", "bulan_tunggakan", "nilai_tunggakan", "tgl_bayar_terakhir",
	"kd_desa", "nama_desa", "nama_kecamatan", "telepon", "lat", "lon", "akurasi",
}

func (f known) row() damagedRow {
	at := knownDesa[f.desa]
	return damagedRow{
		"no_kk": f.kk, "nik_kepala": f.nik, "nama_kepala": f.name, "no_kartu": f.card, "no_va": f.va, "jumlah_jiwa": fmt.Sprint(f.members), "kelas": fmt.Sprint(f.class),
		"bulan_tunggakan": fmt.Sprint(f.months), "nilai_tunggakan": fmt.Sprint(f.arrears), "tgl_bayar_terakhir": f.paid.Time().Format("02/01/2006"),
		"kd_desa": at.code, "nama_desa": at.name, "nama_kecamatan": at.kecamatan, "telepon": f.phone,
		"lat": fmt.Sprintf("%.6f", f.lat), "lon": fmt.Sprintf("%.6f", f.lon), "akurasi": "B",
	}
}

// outcome counts what became of rows.
type outcome struct{ right, told, refused, silent, wronged, clean, damaged int }

func (o *outcome) add(p outcome) {
	o.right, o.told, o.refused, o.silent = o.right+p.right, o.told+p.told, o.refused+p.refused, o.silent+p.silent
	o.wronged, o.clean, o.damaged = o.wronged+p.wronged, o.clean+p.clean, o.damaged+p.damaged
}

// TestDamagedFilesAreNotBelieved imports files of which the truth is known, each
// damaged in one way, and counts what became of every row: right; told, where
// something was left out, mended or stored amiss and the report says so; refused;
// silently wrong; wrongly refused, where the row said what is true.
// The whole measurement: -damage-rows 5000 -damage-seed N -v
func TestDamagedFilesAreNotBelieved(t *testing.T) {
	shared := newOffice(t)
	each := max(40, *damageRows/len(damages))
	rng := rand.New(rand.NewPCG(*damageSeed, 0))
	var all outcome
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "damage\tright\ttold\trefused\tsilent\twrongly refused\t")
	for i, d := range damages {
		o := *shared
		o.branch = o.add(fmt.Sprint("rusak-", i))
		got := o.measure(d, knownFamilies(rng, each), rng)
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t\n", d.name, got.right, got.told, got.refused, got.silent, got.wronged)
		all.add(got)
	}
	fmt.Fprintf(w, "all\t%d\t%d\t%d\t%d\t%d\t\n", all.right, all.told, all.refused, all.silent, all.wronged)
	w.Flush()
	silent, wronged := 100*float64(all.silent)/float64(all.damaged), 100*float64(all.wronged)/float64(all.clean)
	t.Logf("seed %d, %d rows, %d damaged in %d ways: silently wrong %.2f %%, wrongly refused %.2f %%\n%s", *damageSeed, each*len(damages), all.damaged, len(damages), silent, wronged, table.String())
	if silent > mostSilent || wronged > mostRefused {
		t.Errorf("silently wrong %.2f %% (at most %v), wrongly refused %.2f %% (at most %v)", silent, mostSilent, wronged, mostRefused)
	}
}

// measure imports a file damaged by d. Of the rows that d may choose it takes a
// quarter.
func (o *office) measure(d damageKind, families []known, rng *rand.Rand) outcome {
	o.Helper()
	var features []map[string]any
	for _, at := range knownDesa {
		f := square(at.code, at.name, at.lon, -5.41)
		f["properties"].(map[string]any)["kecamatan"] = at.kecamatan
		features = append(features, f)
	}
	o.must("areas", o.writeMap("peta.geojson", features...))
	if d.village {
		for i := range families {
			families[i].lon += knownDesa[0].lon - knownDesa[families[i].desa].lon
			families[i].desa = 0
		}
	}
	hit := make([]bool, len(families))
	rows := make([]damagedRow, len(families))
	for i, f := range families {
		rows[i] = f.row()
		if hit[i] = d.all || rng.IntN(4) == 0; hit[i] && d.row != nil {
			d.row(rng, f, rows[i])
		}
	}
	got, err := o.take(data.Import{Kind: "households"}, o.writeDamaged(d, rows, hit))
	if err != nil && !errors.Is(err, importer.ErrFile) {
		o.Fatalf("%s: %v", d.name, err)
	}
	return o.judge(d, families, hit, got, err)
}

func (o *office) writeDamaged(d damageKind, rows []damagedRow, hit []bool) string {
	o.Helper()
	head := slices.Clone(damagedHead)
	if d.head != nil {
		head = d.head(head)
	}
	if d.sheet {
		return o.writeDamagedSheet(d.name, head, rows)
	}
	lines := []string{strings.Join(head, ",")}
	for i, row := range rows {
		cells := make([]string, len(head))
		for c, name := range damagedHead {
			if cells[c] = fmt.Sprint(row[name]); strings.ContainsAny(cells[c], ",\"\n") {
				cells[c] = `"` + strings.ReplaceAll(cells[c], `"`, `""`) + `"`
			}
		}
		line := strings.Join(cells, ",")
		if hit[i] && d.line != nil {
			line = d.line(row, line)
		}
		lines = append(lines, line)
	}
	text := strings.Join(lines, "\n") + "\n"
	if d.text != nil {
		text = d.text(text)
	}
	path := filepath.Join(o.dir, "rusak.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		o.Fatal(err)
	}
	return path
}

func (o *office) writeDamagedSheet(name string, head []string, rows []damagedRow) string {
	o.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err == nil {
		err = f.SetSheetRow("Sheet1", "A1", &head)
	}
	for i, row := range rows {
		cells := make([]any, len(damagedHead))
		for c, name := range damagedHead {
			if cells[c] = row[name]; fmt.Sprintf("%T", row[name]) == "planner.Day" {
				cells[c] = int(row[name].(planner.Day)) + 25_569
				at, _ := excelize.CoordinatesToCellName(c+1, i+2)
				err = errors.Join(err, f.SetCellStyle("Sheet1", at, at, style))
			}
		}
		err = errors.Join(err, f.SetSheetRow("Sheet1", fmt.Sprint("A", i+2), &cells))
	}
	path := filepath.Join(o.dir, "rusak.xlsx")
	if err := errors.Join(err, f.SaveAs(path)); err != nil {
		o.Fatalf("%s: %v", name, err)
	}
	return path
}

// stored is what of a family arrived.
type arrived struct {
	kk, nik, name, card, va, phone string
	members, class, months         int
	arrears                        int
	paid                           *planner.Day
	desa                           string
	lat, lon                       *float64
	accuracy                       string
}

func (o *office) arrived() map[string]arrived {
	o.Helper()
	byKK := map[string]arrived{}
	for _, row := range o.rows(`select concat_ws('|', no_kk, nik, head_name, card_no, va, phone, cardinality(classes), classes[1], months, arrears,
		coalesce(last_paid::text, '-'), desa, coalesce(lat::text, '-'), coalesce(lon::text, '-'), accuracy) from household`) {
		cells := strings.Split(strings.Trim(row, `()"`), "|")
		a := arrived{kk: cells[0], nik: cells[1], name: cells[2], card: cells[3], va: cells[4], phone: cells[5], desa: cells[11], accuracy: cells[14]}
		for i, to := range []*int{&a.members, &a.class, &a.months, &a.arrears} {
			if _, err := fmt.Sscan(cells[6+i], to); err != nil {
				o.Fatal(err)
			}
		}
		if day, err := planner.ParseDay(cells[10]); err == nil {
			a.paid = &day
		}
		var lat, lon float64
		if _, err := fmt.Sscan(cells[12]+" "+cells[13], &lat, &lon); err == nil {
			a.lat, a.lon = &lat, &lon
		}
		byKK[a.kk] = a
	}
	return byKK
}

// verdict compares what arrived with the truth: whether something is missing, and
// whether something is not so.
func (f known) verdict(a arrived) (less, wrong bool) {
	for _, pair := range [][2]string{{f.nik, a.nik}, {f.card, a.card}, {f.va, a.va}, {"+62" + f.phone[1:], a.phone}, {f.name, a.name}, {knownDesa[f.desa].code, a.desa}} {
		less, wrong = less || pair[1] == "", wrong || pair[1] != "" && pair[1] != pair[0]
	}
	wrong = wrong || f.members != a.members || f.class != a.class || f.months != a.months || f.arrears != a.arrears
	less, wrong = less || a.paid == nil, wrong || a.paid != nil && *a.paid != f.paid
	if a.lat == nil {
		return true, wrong
	}
	off := math.Max(math.Abs(*a.lat-f.lat), math.Abs(*a.lon-f.lon))
	return less || a.accuracy != "B", wrong || off > 0.00005 && a.accuracy <= "B" || off > 0.02
}

// wholeColumn are the codes of warnings that speak of a column or the file, not of
// single rows.
var wholeColumn = []string{"kolom_rusak", "kolom_diragukan", "kolom_tidak_dibaca", "urutan_tanggal", "baris_per_anggota", "titik_bersama", "kolom_nilai", "kolom_tanggal_bayar", "jiwa_banyak"}

func (o *office) judge(d damageKind, families []known, hit []bool, got data.Import, err error) (out outcome) {
	o.Helper()
	stored := o.arrived()
	told, everything := int64(0), false
	for _, w := range got.Warnings {
		told += w.Rows
		everything = everything || slices.Contains(wholeColumn, w.Code)
	}
	refusedLines := map[string]bool{}
	for _, r := range o.rejects(got.ID) {
		refusedLines[fmt.Sprint(r.Line)] = true
	}
	strange := len(stored)
	for _, f := range families {
		if _, there := stored[f.kk]; there {
			strange--
		}
	}
	for i, f := range families {
		honest := !hit[i] || d.harmless // the row says what is true
		if hit[i] {
			out.damaged++
		}
		if honest {
			out.clean++
		}
		a, there := stored[f.kk]
		less, wrong := f.verdict(a)
		switch {
		case there && !less && !wrong:
			out.right++
		case there && (everything || told > 0):
			told--
			out.told++
		case there:
			out.silent++
			if testing.Verbose() {
				o.Logf("%s: silently wrong: want %+v, got %+v", d.name, f, a)
			}
		case err == nil && hit[i] && strange > 0: // stored under a number that nobody has
			strange--
			if everything || told > 0 {
				told--
				out.told++
			} else {
				out.silent++
			}
		default:
			out.refused++
			if honest && (err == nil || !d.column) {
				out.wronged++
				if testing.Verbose() {
					o.Logf("%s: wrongly refused: %v %v", d.name, err, o.rejects(got.ID))
				}
			}
		}
	}
	return out
}

func dayOf(year, month, day int) planner.Day {
	return planner.DayOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}
