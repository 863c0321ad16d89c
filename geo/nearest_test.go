package geo_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"binaan/geo"
)

// nearestByAll measures every pair.
func nearestByAll(some, others []geo.Position) (i, j int) {
	least := math.Inf(1)
	for a, p := range some {
		for b, q := range others {
			if at := geo.Distance(p, q); at < least {
				least, i, j = at, a, b
			}
		}
	}
	return i, j
}

// places are some strewn ones, within a village or over the archipelago, and some on
// a lattice, where many pairs lie equally far and some places are one.
func places(r *rapid.T, name string) []geo.Position {
	wide := rapid.SampledFrom([]float64{0.01, 1, 16}).Draw(r, name+" spread")
	lattice := rapid.Bool().Draw(r, name+" on a lattice")
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) geo.Position {
		if lattice {
			return geo.Position{Lon: 110 + 0.003*float64(rapid.IntRange(0, 4).Draw(r, "column")), Lat: -7 + 0.003*float64(rapid.IntRange(0, 4).Draw(r, "row"))}
		}
		at := func(middle float64, of string) float64 {
			return middle + wide*(rapid.Float64Range(-0.5, 0.5).Draw(r, of))
		}
		return geo.Position{Lon: at(118, "lon"), Lat: at(-2.5, "lat")}
	}), 1, 30).Draw(r, name)
}

func TestNearestIsTheFirstOfAllPairsMeasured(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		some, others := places(r, "some"), places(r, "others")
		i, j := geo.Nearest(some, others)
		a, b := nearestByAll(some, others)
		if i != a || j != b {
			t.Fatalf("%v and %v, %v m apart; all pairs tell %v and %v, %v m", some[i], others[j], geo.Distance(some[i], others[j]), some[a], others[b], geo.Distance(some[a], others[b]))
		}
	})
}

// Micrometres apart, as far as doubles tell places apart at all.
func TestNearestTellsMicrometresApart(t *testing.T) {
	here := geo.Position{Lon: 110.8, Lat: -7.55}
	east := func(steps int) geo.Position {
		return geo.Position{Lon: here.Lon + 0.01 + float64(steps)*2e-14, Lat: here.Lat}
	}
	others := []geo.Position{east(900), east(300), east(20), east(0), east(10)}
	i, j := geo.Nearest([]geo.Position{here}, others)
	if a, b := nearestByAll([]geo.Position{here}, others); i != a || j != b {
		t.Errorf("pair %d, %d; all pairs tell %d, %d", i, j, a, b)
	}
}

func BenchmarkNearest(b *testing.B) {
	cell, err := geo.CellAt(geo.Position{Lon: 110.8, Lat: -7.55})
	if err != nil {
		b.Fatal(err)
	}
	disk, err := geo.Disk(cell, 3)
	if err != nil {
		b.Fatal(err)
	}
	var both [2][]geo.Position // two desa that touch, about as large as those of the sample branch
	for _, c := range disk {
		at, err := geo.Centre(c)
		if err != nil {
			b.Fatal(err)
		}
		side := 0
		if at.Lon > 110.8 {
			side = 1
		}
		both[side] = append(both[side], at)
	}
	for _, way := range []struct {
		name string
		find func(some, others []geo.Position) (i, j int)
	}{{"chords", geo.Nearest}, {"all pairs", nearestByAll}} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				way.find(both[0], both[1])
			}
		})
	}
}
