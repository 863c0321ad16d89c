package sample_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb/geojson"

	"binaan/data/sample"
	"binaan/planner"
)

// Nobody in a sample can be taken for somebody: in none of its files stands a number
// that a real family, card, account or telephone could have.
func TestEveryNumberOfASampleIsVisiblyInvented(t *testing.T) {
	long := regexp.MustCompile(`[0-9]{9,}`)
	invented := map[string]*regexp.Regexp{
		"no_kk": regexp.MustCompile(`^99\d{14}$`), "nik_kepala": regexp.MustCompile(`^99\d{14}$`), "no_kartu": regexp.MustCompile(`^\d{13}$`),
		"no_va": regexp.MustCompile(`^88888\d{11}$`), "telepon": regexp.MustCompile(`^(0800\d*)?$`), // some too short, as in real files
	}
	for seed := range uint64(3) {
		dir := t.TempDir()
		if err := sample.Write(dir, sample.Options{Households: 2000, Seed: seed, AsOf: asOf}); err != nil {
			t.Fatal(err)
		}
		once := map[string]bool{}
		for _, file := range []string{sample.KaderFile, sample.HouseholdsFile, sample.VisitsFile, sample.PaymentsFile} {
			for n, row := range read(t, filepath.Join(dir, file)) {
				for field, value := range row {
					if form := invented[field]; form != nil && !form.MatchString(value) || form == nil && field != "no_ref" && long.MatchString(value) && field != "lat" && field != "lon" {
						t.Fatalf("seed %d, %s row %d: %s is %q", seed, file, n+2, field, value)
					}
					if file == sample.HouseholdsFile && (field == "no_kk" || field == "nik_kepala" || field == "no_kartu" || field == "no_va") {
						if once[field+value] {
							t.Fatalf("seed %d: %s %s stands twice", seed, field, value)
						}
						once[field+value] = true
					}
				}
			}
		}
	}
}

// What happened in a sample happened to its families, by its kader, before its
// day; what is paid is money.
func TestWhatHappensInASampleCouldHave(t *testing.T) {
	day := func(s string) planner.Day {
		t.Helper()
		d, err := planner.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for seed := range uint64(3) {
		dir := t.TempDir()
		if err := sample.Write(dir, sample.Options{Households: 2000, Seed: seed, AsOf: asOf}); err != nil {
			t.Fatal(err)
		}
		families, kader := map[string]map[string]string{}, map[string]map[string]string{}
		for _, h := range read(t, filepath.Join(dir, sample.HouseholdsFile)) {
			families[h["no_kk"]] = h
			months, err := strconv.Atoi(h["bulan_tunggakan"])
			owed, sumErr := strconv.ParseInt(h["nilai_tunggakan"], 10, 64)
			if err != nil || sumErr != nil || months < 1 || owed <= 0 || day(h["tgl_bayar_terakhir"]) > asOf {
				t.Fatalf("seed %d: a family in arrears: %v", seed, h)
			}
		}
		for _, k := range read(t, filepath.Join(dir, sample.KaderFile)) {
			kader[k["kode_kader"]] = k
			if day(k["pks_mulai"]) > asOf || day(k["pks_selesai"]) < asOf {
				t.Errorf("seed %d: kader %s is not under contract", seed, k["kode_kader"])
			}
		}
		visits := read(t, filepath.Join(dir, sample.VisitsFile))
		last := map[string]planner.Day{}
		for _, v := range visits {
			k := kader[v["kode_kader"]]
			if families[v["no_kk"]] == nil || k == nil || day(v["tanggal"]) > asOf {
				t.Fatalf("seed %d: a visit %v", seed, v)
			}
			who := v["kode_kader"] + v["no_kk"]
			if seen, before := last[who]; before && day(v["tanggal"])-seen < 14 || day(v["tanggal"]).Weekday() == time.Sunday {
				t.Errorf("seed %d: a visit on a Sunday or too soon: %v", seed, v)
			}
			last[who] = day(v["tanggal"])
			due := v["janji_tanggal"]
			if due == "" {
				continue
			}
			if day(due) < day(v["tanggal"]) || day(due).Weekday() == time.Sunday || day(due) > asOf && v["janji_status"] != string(planner.PromisePending) {
				t.Errorf("seed %d: a promise for a Sunday or a day before it was made, or settled before its day: %v", seed, v)
			}
		}
		payments, refs := read(t, filepath.Join(dir, sample.PaymentsFile)), map[string]bool{}
		for _, p := range payments {
			sum, err := strconv.ParseInt(p["jumlah"], 10, 64)
			if families[p["no_kk"]] == nil || err != nil || sum <= 0 || day(p["tanggal"]) > asOf || refs[p["no_ref"]] {
				t.Fatalf("seed %d: a payment %v", seed, p)
			}
			refs[p["no_ref"]] = true
		}
		if len(visits) == 0 || len(payments) == 0 {
			t.Errorf("seed %d: %d visits, %d payments", seed, len(visits), len(payments))
		}
	}
}

// Who is shown at a place is shown in the desa that the file names, longitude east and
// latitude south, as near as the accuracy says.
func TestFamiliesLieInTheirDesa(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Options{Households: 2000, Seed: 5, AsOf: asOf}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, sample.AreasFile))
	if err != nil {
		t.Fatal(err)
	}
	var all geojson.FeatureCollection
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	codes := map[string]*geojson.Feature{}
	for _, f := range all.Features {
		for _, value := range f.Properties {
			codes[fmt.Sprint(value)] = f
		}
	}
	const metre = 1.0 / 111_000
	shown := 0
	for _, h := range read(t, filepath.Join(dir, sample.HouseholdsFile)) {
		desa := codes[h["kd_desa"]]
		if desa == nil {
			t.Fatalf("desa %s has no outline", h["kd_desa"])
		}
		if h["lat"] == "" || h["akurasi"] == "" || h["akurasi"] > "D" { // some lie nowhere, as in real files
			continue
		}
		lon, err := strconv.ParseFloat(h["lon"], 64)
		lat, latErr := strconv.ParseFloat(h["lat"], 64)
		radius, _ := strconv.ParseFloat(h["radius_m"], 64)
		if err != nil || latErr != nil || !desa.Geometry.Bound().Pad((radius+1)*metre).Contains([2]float64{lon, lat}) {
			t.Fatalf("%s of class %s within %s m is shown at %s east %s north, its desa spans %v", h["no_kk"], h["akurasi"], h["radius_m"], h["lon"], h["lat"], desa.Geometry.Bound())
		}
		shown++
	}
	if shown < 200 {
		t.Errorf("only %d families have a place", shown)
	}
}

// What the files say came in is about what was published of a visit, as in the years
// before them: a board over 24 months shows no cliff where the files begin.
func TestFilesTellThePublishedRupiahOfAVisit(t *testing.T) {
	const seed = 1
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Options{Households: 20_000, Seed: seed, AsOf: asOf}); err != nil {
		t.Fatal(err)
	}
	sum, visits := 0, len(read(t, filepath.Join(dir, sample.VisitsFile)))
	for _, p := range read(t, filepath.Join(dir, sample.PaymentsFile)) {
		paid, err := strconv.Atoi(p["jumlah"])
		if err != nil {
			t.Fatal(err)
		}
		sum += paid
	}
	if per := planner.Rupiah(sum / visits); per < sample.PublishedPerVisit*2/3 || per > sample.PublishedPerVisit*3/2 {
		t.Errorf("seed %d: Rp%d a visit in %d visits, want about %d", seed, per, visits, sample.PublishedPerVisit)
	}
}

func TestAnotherSeedIsAnotherBranch(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	for seed, dir := range []string{one, two} {
		if err := sample.Write(dir, sample.Options{Households: 2000, Seed: uint64(seed), AsOf: asOf}); err != nil {
			t.Fatal(err)
		}
	}
	if digest(t, filepath.Join(one, sample.HouseholdsFile)) == digest(t, filepath.Join(two, sample.HouseholdsFile)) {
		t.Error("two seeds give the same families")
	}
	for _, o := range []sample.Options{{Households: -1, AsOf: asOf}, {Households: 2000, AsOf: asOf, Areas: filepath.Join(one, "tiada.geojson")}, {Households: 2000, AsOf: asOf, Areas: filepath.Join(one, sample.KaderFile)}} {
		if err := sample.Write(t.TempDir(), o); err == nil {
			t.Errorf("a sample of %+v", o)
		}
	}
}
