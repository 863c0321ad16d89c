package geo

import (
	"errors"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// square is an area of so many degrees a side about a middle.
func square(code AreaCode, lon, lat, side float64) Area {
	b := orb.Point{lon, lat}.Bound().Pad(side / 2)
	return Area{Code: code, Shape: orb.MultiPolygon{b.ToPolygon()}}
}

func TestSwappedZeroAndForeignPositionsAreRefused(t *testing.T) {
	for _, p := range [][2]float64{{-7.55, 110.8}, {0, 0}, {110.8, 7.55}, {500, 200}} {
		if _, err := NewPosition(p[0], p[1]); !errors.Is(err, ErrOutside) {
			t.Errorf("position %v: got %v, want ErrOutside", p, err)
		}
		if _, err := CellAt(Position{p[0], p[1]}); !errors.Is(err, ErrOutside) {
			t.Errorf("cell at %v: got %v, want ErrOutside", p, err)
		}
	}
}

func TestSliverBelongsToTheNearestAreaAndTheSeaToNone(t *testing.T) {
	west, east := square("99.01.01.2001", 110.80, -7.5, 0.01), square("99.01.01.2002", 110.8108, -7.5, 0.01)
	areas := NewAreas([]Area{east, west, {Code: "99.01.01.2003"}})
	for _, c := range []struct {
		name string
		lon  float64
		want AreaCode
	}{
		{"inside", 110.8, west.Code},
		{"40 m east of west, 49 m west of east", 110.80536, west.Code},
		{"49 m east of west, 40 m west of east", 110.80544, east.Code},
		{"90 m outside", 110.8166, east.Code},
		{"1 km outside, at sea", 110.825, ""},
	} {
		got, found := areas.At(Position{c.lon, -7.5})
		if got != c.want || found != (c.want != "") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	i, _ := areas.Find(west.Code)
	if away, known := areas.Away(i, Position{110.825, -7.5}); !known || away < 2100 || away > 2300 {
		t.Errorf("away from west: %d m, want about 2200", away)
	}
	if i, _ = areas.Find("99.01.01.2003"); true {
		if _, known := areas.Away(i, Position{110.8, -7.5}); known {
			t.Error("an area without a shape told a distance")
		}
	}
}

func TestNeighboursBridgeAGapOf30Metres(t *testing.T) {
	a := square("99.01.01.2001", 110.80, -7.5, 0.01)
	near := square("99.01.01.2002", 110.81022, -7.5, 0.01) // 24 m apart
	far := square("99.01.01.2003", 110.8, -7.4895, 0.01)   // 55 m apart
	got := NewAreas([]Area{a, near, far}).Neighbours(AdjacentWithin)
	if len(got[0]) != 1 || got[0][0] != 1 || len(got[2]) != 0 {
		t.Errorf("neighbours %v, want only the first two to touch", got)
	}
}

// desa are the real desa of one branch, or a skip.
func desa(t testing.TB) []Area {
	t.Helper()
	text, err := os.ReadFile("../../shared/data/surakarta_desa.geojson")
	if err != nil {
		t.Skip("no real desa here")
	}
	features, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		t.Fatal(err)
	}
	var out []Area
	for _, f := range features.Features {
		shape, many := f.Geometry.(orb.MultiPolygon)
		if one, single := f.Geometry.(orb.Polygon); !many && single {
			shape = orb.MultiPolygon{one}
		}
		out = append(out, Area{Code: AreaCode(f.Properties.MustString("kode")), Name: f.Properties.MustString("nama"), Shape: shape})
	}
	return out
}

func TestRealDesaAreFoundCoveredAndJoined(t *testing.T) {
	all := desa(t)
	areas := NewAreas(all)
	if got, found := areas.At(Position{110.8243, -7.5676}); !found || got.Kecamatan().Parent() != "33.72" {
		t.Errorf("the palace of Surakarta lies in %q", got)
	}
	for _, a := range all {
		inner, err := Inner(a.Shape)
		if err != nil {
			t.Fatalf("%s: %v", a.Code, err)
		}
		if i, _ := areas.Find(a.Code); !areas.borders[i].contains(inner.Point()) {
			t.Errorf("%s: inner point outside", a.Code)
		}
		if cells, err := Cover(a.Shape); err != nil || len(cells) == 0 {
			t.Errorf("%s: %d cells, %v", a.Code, len(cells), err)
		}
	}
	pairs, alone := 0, 0
	for _, near := range areas.Neighbours(AdjacentWithin) {
		pairs += len(near)
		if len(near) == 0 {
			alone++
		}
	}
	if mean := float64(pairs) / float64(len(all)); mean < 5.7 || mean > 6.1 || alone > 0 {
		t.Errorf("%.2f neighbours a desa on average, %d without; want 5.87, 0", mean, alone)
	}
}

// The plain even-odd test of orb is the oracle.
func TestPointInDesaAgreesWithThePlainTest(t *testing.T) {
	all := desa(t)
	rng := rand.New(rand.NewPCG(5, 5))
	for range 3000 {
		a := all[rng.IntN(len(all))]
		b := newBorder(a.Shape)
		low, high := b.bound.Min, b.bound.Max
		p := orb.Point{low[0] + (high[0]-low[0])*rng.Float64(), low[1] + (high[1]-low[1])*rng.Float64()}
		if got, want := b.contains(p), planar.MultiPolygonContains(a.Shape, p); got != want {
			t.Fatalf("seed 5: %v in %s: got %v, want %v", p, a.Code, got, want)
		}
	}
}

// BenchmarkIndex is what a household with coordinates costs: its cell, and
// whether it lies in its desa. Its households jump from desa to desa, as no file
// does.
func BenchmarkIndex(b *testing.B) {
	all := desa(b)
	areas := NewAreas(all)
	rng := rand.New(rand.NewPCG(1, 1))
	at, in := make([]Position, 4096), make([]int, 4096)
	for i := range at {
		in[i] = rng.IntN(len(all))
		inner, err := Inner(areas.areas[in[i]].Shape)
		if err != nil {
			b.Fatal(err)
		}
		at[i] = Position{inner.Lon + rng.Float64()*0.001, inner.Lat + rng.Float64()*0.001}
	}
	for _, checked := range []bool{false, true} {
		b.Run(map[bool]string{false: "cell", true: "cell-and-desa"}[checked], func(b *testing.B) {
			i := 0
			for b.Loop() {
				if _, err := CellAt(at[i&4095]); err != nil {
					b.Fatal(err)
				}
				if checked {
					areas.Away(in[i&4095], at[i&4095])
				}
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "households/s")
		})
	}
}
