package sample

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"binaan/geo"
	"binaan/planner"
)

// A land is divided among its kabupaten, kecamatan and desa so that every cell is in one
// part and every part hangs together: a desa in two places would make territories that
// no kader can walk.
func TestPartsOfAnIslandHoldEveryCellAndHangTogether(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 11))
		g, err := newGround(islandCentre, 60+rng.IntN(300))
		if err != nil {
			t.Fatal(err)
		}
		weights := make([]float64, 1+rng.IntN(9))
		for i := range weights {
			weights[i] = 0.3 + rng.Float64()
		}
		parts := g.split(g.all(), weights, rng)
		if len(parts) != len(weights) {
			t.Fatalf("seed %d: %d parts of %d", seed, len(parts), len(weights))
		}
		if all := slices.Sorted(slices.Values(slices.Concat(parts...))); !slices.Equal(all, g.all()) {
			t.Errorf("seed %d: %d cells in parts of %d", seed, len(all), len(g.cells))
		}
		for p, part := range parts {
			if n := g.hangs(part); n != len(part) {
				t.Errorf("seed %d: part %d has %d cells, %d hang together", seed, p, len(part), n)
			}
		}
		if leastFill(parts, weights, len(g.cells)) <= 0 {
			t.Errorf("seed %d: a part has nothing", seed)
		}
	}
}

// hangs counts what hangs together with the first of some cells.
func (g *ground) hangs(members []int32) int {
	if len(members) == 0 {
		return 0
	}
	seen := map[int32]bool{members[0]: true}
	for queue := []int32{members[0]}; len(queue) > 0; queue = queue[1:] {
		for _, n := range g.near[queue[0]] {
			if slices.Contains(members, n) && !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return len(seen)
}

// An island is round, in the sea where there is none, and as large as was asked for.
func TestAnIslandHasTheCellsAskedFor(t *testing.T) {
	for _, n := range []int{1, 7, 100, 5000} {
		g, err := newGround(islandCentre, n)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(g.cells); got < n || got > n+60+n/10 {
			t.Errorf("%d cells, asked for %d", got, n)
		}
		for i, near := range g.near {
			for _, j := range near {
				if !slices.Contains(g.near[j], int32(i)) || int(j) == i {
					t.Fatalf("cell %d touches %d, which does not touch it", i, j)
				}
				if far := g.far(int32(i), j); far < 0.2 || far > 0.6 {
					t.Fatalf("cells that touch are %v km apart", far)
				}
			}
		}
	}
}

// desaFile writes desa as a branch's own map would have them: squares of some kilometres.
func desaFile(t *testing.T, features ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "areas.geojson")
	if err := os.WriteFile(file, []byte(`{"type":"FeatureCollection","features":[`+strings.Join(features, ",")+"]}"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func desaAt(code string, n int, kind string) string {
	west := 110 + 0.02*float64(n)
	ring := fmt.Sprintf("[[%[1]v,-7.5],[%[2]v,-7.5],[%[2]v,-7.48],[%[1]v,-7.48],[%[1]v,-7.5]]", west, west+0.02)
	shape := map[string]string{"Polygon": "[" + ring + "]", "MultiPolygon": "[[" + ring + "]]", "Point": fmt.Sprintf("[%v,-7.5]", west)}[kind]
	return fmt.Sprintf(`{"type":"Feature","geometry":{"type":%q,"coordinates":%s},"properties":{"kode":%q,"nama":"Desa %d","kecamatan":"Kec %s","kabupaten":"Kab"}}`, kind, shape, code, n, code[:min(8, len(code))])
}

// A sample on a map of one's own has the map's desa, each in its kecamatan, and kader in
// every kabupaten by its desa.
func TestASampleOnAMapOfOnesOwn(t *testing.T) {
	var features []string
	for n, code := range []string{"99.01.01.2001", "99.01.01.2002", "99.01.02.2001", "99.02.01.2001", "99.02.01.2002", "99.02.01.2003"} {
		features = append(features, desaAt(code, n, []string{"Polygon", "MultiPolygon"}[n%2]))
	}
	file := desaFile(t, features...)
	l, err := readLand(file, PublishedHouseholds)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.desa) != 6 || len(l.kecamatan) != 3 || l.desa[3].name != "Desa 3" || l.kecamatan[1].name != "Kec 99.01.02" || l.kecamatan[2].kabupaten != "Kab" {
		t.Errorf("%d desa in %+v", len(l.desa), l.kecamatan)
	}
	for k, kec := range l.kecamatan {
		for _, d := range kec.desa {
			if l.desa[d].kecamatan != k || l.desa[d].code.Kecamatan() != kec.code {
				t.Errorf("desa %s is in kecamatan %s", l.desa[d].code, kec.code)
			}
		}
	}
	if l.kader["99.01"] != 21 && l.kader["99.01"] != 20 || l.kader["99.01"]+l.kader["99.02"] != 41 {
		t.Errorf("kader %v, want 41, by desa", l.kader)
	}
	b, err := build(Options{Households: 1000, Seed: 3, AsOf: 20780, Areas: file})
	if err != nil {
		t.Fatal(err)
	}
	here := map[geo.AreaCode]bool{}
	for _, h := range b.households {
		here[b.desa[h.desa].code] = true
		if h.at.Lon < 109.9 || h.at.Lon > 110.2 || h.at.Lat < -7.6 || h.at.Lat > -7.4 {
			t.Fatalf("a family of the map lives at %v", h.at)
		}
	}
	if len(b.households) != 1000 || len(here) != 6 || len(b.kader) < 1 {
		t.Errorf("%d families in %d desa, %d kader", len(b.households), len(here), len(b.kader))
	}
}

func TestAMapThatIsNoneIsRefused(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.geojson")
	if err := os.WriteFile(broken, []byte(`{"type":`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"no file":           filepath.Join(t.TempDir(), "none"),
		"broken":            broken,
		"a point":           desaFile(t, desaAt("99.01.01.2001", 0, "Point")),
		"a kecamatan":       desaFile(t, desaAt("99.01.01", 0, "Polygon")),
		"no code":           desaFile(t, desaAt("", 0, "Polygon")),
		"a code of letters": desaFile(t, desaAt("99.01.01.20x1", 0, "Polygon")),
	} {
		if _, err := readLand(file, 1000); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := readLand(desaFile(t, desaAt("99.01.01", 0, "Polygon")), 1000); !errors.Is(err, ErrOptions) {
		t.Errorf("a kecamatan: %v, want %v", err, ErrOptions)
	}
}

// The past of a sample is one stretch without gap or overlap, but for what the files of
// its last year cannot hold, and it ends before the day.
func TestThePastOfASampleHasNoGap(t *testing.T) {
	for day := planner.Day(20454); day < 20454+800; day += 13 {
		past := Past(day, 41, time.UTC)
		files := planner.Day(365)
		if past[0].Until+1 != day-files || past[1].From != day-files || past[1].Until != day-1 {
			t.Errorf("on %v: %v to %v, then %v to %v", day, past[0].From, past[0].Until, past[1].From, past[1].Until)
		}
		if at := past[0].From.Time(); at.YearDay() != 1 || at.Year() != day.Time().Year()-2 {
			t.Errorf("on %v it begins on %v, want the first of January two years before", day, past[0].From)
		}
		if past[0].Seldom || !past[1].Seldom || past[1].Visits != 41*seldomVisits {
			t.Errorf("on %v: %+v", day, past[1])
		}
	}
}

// Numbers of families and their heads never meet, and carry the place, the sex and a day
// that there is, as the real ones do.
func TestNumbersOfASampleAreFormedLikeRealOnes(t *testing.T) {
	rng, seen := rand.New(rand.NewPCG(1, 12)), map[string]bool{}
	d := desa{code: "99.07.12.2003"}
	for serial := 0; serial < 60_000; serial += 7 {
		woman := serial%2 == 0
		kk := number(d, 0, serial, 20780, rng)
		nik := number(d, sexDay(woman), serial, 20780-headAge, rng)
		for _, n := range []string{kk, nik} {
			if len(n) != 16 || n[:6] != "990712" || seen[n] {
				t.Fatalf("serial %d: %s, once before: %v", serial, n, seen[n])
			}
			seen[n] = true
		}
		if day := nik[6:8]; (day > "40") != woman {
			t.Errorf("serial %d: a woman (%v) has the day %s", serial, woman, day)
		}
		if day, month := kk[6:8], kk[8:10]; day < "01" || day > "31" || month < "01" || month > "12" {
			t.Errorf("serial %d: day %s of month %s", serial, day, month)
		}
	}
}

// What a position shows is what the file says of it: nowhere, at the desa's one point, or
// at home, and only there with a radius.
func TestAFamilyIsShownWhereTheFileSaysAndNotElsewhere(t *testing.T) {
	l, err := inventLand(scaled(1000), 1)
	if err != nil {
		t.Fatal(err)
	}
	b := &branch{desa: l.desa}
	home := household{at: geo.Position{Lon: 111.65, Lat: -5.41}}
	pile, err := geo.Centre(l.desa[0].cells[0])
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		seen   sight
		at     geo.Position
		shown  bool
		radius string
	}{
		{"at the door", sight{class: geo.AtDoor, radius: 15}, home.at, true, "15"},
		{"nowhere", sight{}, geo.Position{}, false, ""},
		{"at zero", sight{wrong: "zero"}, geo.Position{}, true, ""},
		{"at the desa's point", sight{wrong: "pile"}, pile, true, ""},
	}
	for _, test := range tests {
		h := home
		h.seen = test.seen
		at, shown := b.shown(h)
		if at != test.at || shown != test.shown || test.seen.within() != test.radius {
			t.Errorf("%s: shown %v at %v within %q", test.name, shown, at, test.seen.within())
		}
		if lat, lon := b.latitude(h), b.longitude(h); (lat != "") != test.shown || (lon != "") != test.shown || shown && lat != degrees(at.Lat) {
			t.Errorf("%s: latitude %q, longitude %q", test.name, lat, lon)
		}
	}
}
