package api

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"binaan/geo"
)

// Outlines are told to a metre: nowhere further off than that, and where two desa share
// a point they share it still; what is stored is left as it is.
func TestOutlinesAreRoundedAlikeForNeighbours(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	shared := make(orb.Ring, 40)
	for i := range shared {
		shared[i] = orb.Point{110 + rng.Float64(), -7 + rng.Float64()}
	}
	stored := []geo.Area{
		{Code: "99.01.01.2001", Shape: orb.MultiPolygon{{shared.Clone()}}},
		{Code: "99.01.01.2002", Shape: orb.MultiPolygon{{append(orb.Ring{{111.5, -6.123456789}}, shared...)}}},
		{Code: "99.01.01.2003"},
	}
	told := written(t, stored).Features
	if len(told) != 2 {
		t.Fatalf("%d outlines, want 2: one desa has none", len(told))
	}
	one, other := told[0].Geometry.(orb.MultiPolygon)[0][0], told[1].Geometry.(orb.MultiPolygon)[0][0]
	for i, at := range one {
		if other[i+1] != at {
			t.Fatalf("a shared point is %v here and %v there", at, other[i+1])
		}
		if math.Abs(at[0]-shared[i][0]) > 5.1e-6 || math.Abs(at[1]-shared[i][1]) > 5.1e-6 || at == shared[i] {
			t.Fatalf("%v told as %v", shared[i], at)
		}
		if stored[0].Shape[0][0][i] != shared[i] {
			t.Fatal("what is stored was changed")
		}
	}
}

// written are the outlines of areas as a reader of GeoJSON reads them.
func written(t *testing.T, areas []geo.Area) *geojson.FeatureCollection {
	t.Helper()
	var text bytes.Buffer
	if err := outlines(areas).send(&text); err != nil {
		t.Fatal(err)
	}
	read, err := geojson.UnmarshalFeatureCollection(text.Bytes())
	if err != nil {
		t.Fatalf("%v: %s", err, text.Bytes())
	}
	return read
}

// What is told of areas is what a library would write of them.
func TestOutlinesAreWholeFeatures(t *testing.T) {
	ring := orb.Ring{{110, -7}, {110.5, -7}, {110.5, -7.25}, {110, -7}}
	areas := []geo.Area{
		{Code: "99.01.01.2001", Name: `Desa "Contoh" & <b>`, Inner: geo.Position{Lon: 110.25, Lat: -7.125}, Shape: orb.MultiPolygon{{ring, ring}, {ring}}},
		{Code: "99.01.01.2002", Shape: orb.MultiPolygon{}},
	}
	got := written(t, areas)
	for i, a := range areas {
		f := got.Features[i]
		if !orb.Equal(f.Geometry, a.Shape) {
			t.Errorf("%s: outline %v, want %v", a.Code, f.Geometry, a.Shape)
		}
		p := f.Properties
		if p["code"] != string(a.Code) || p["name"] != a.Name || p["parent"] != "99.01.01" || p["lon"] != a.Inner.Lon || p["lat"] != a.Inner.Lat {
			t.Errorf("%s is told as %v", a.Code, p)
		}
	}
	if none := written(t, nil); len(none.Features) != 0 {
		t.Errorf("no area is told as %v", none.Features)
	}
}

func TestDegreesAreWrittenToTheNearestMetre(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		x := (rng.Float64() - 0.5) * math.Pow10(rng.IntN(9)-5)
		want := math.Round(x*grid) / grid
		if got, err := strconv.ParseFloat(string(appendDegrees(nil, x)), 64); err != nil || got != want {
			t.Fatalf("%v is written as %s, want %v", x, appendDegrees(nil, x), want)
		}
	}
	for x, want := range map[float64]string{0: "0", -0.000001: "0", -0.5: "-0.5", 7.00001: "7.00001", -7.1: "-7.1", 110: "110", 99.999999: "100"} {
		if got := string(appendDegrees(nil, x)); got != want {
			t.Errorf("%v is written as %s, want %s", x, got, want)
		}
	}
}

func BenchmarkOutlines(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	areas := make([]geo.Area, 900)
	for i := range areas {
		ring := make(orb.Ring, 70)
		for j := range ring {
			ring[j] = orb.Point{110 + rng.Float64(), -7 - rng.Float64()}
		}
		areas[i] = geo.Area{Code: "99.01.01.2001", Shape: orb.MultiPolygon{{ring}}}
	}
	for b.Loop() {
		if err := outlines(areas).send(&bytes.Buffer{}); err != nil {
			b.Fatal(err)
		}
	}
}
