package data

import (
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"binaan/geo"
)

// field is a quadrangle of some hundred metres to some kilometres.
func field(r *rapid.T) orb.MultiPolygon {
	lon, lat := rapid.Float64Range(110, 111).Draw(r, "lon"), rapid.Float64Range(-8, -7).Draw(r, "lat")
	wide, high := rapid.Float64Range(0.001, 0.04).Draw(r, "wide"), rapid.Float64Range(0.001, 0.04).Draw(r, "high")
	lean := rapid.Float64Range(-0.01, 0.01).Draw(r, "lean")
	return orb.MultiPolygon{{{{lon, lat}, {lon + wide, lat}, {lon + wide + lean, lat + high}, {lon + lean, lat + high}, {lon, lat}}}}
}

// Whatever is kept, forgotten, or asked for by many at once, a cover is geo.Cover.
func TestCoversAreThoseOfTheirShapes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		shapes := rapid.SliceOfN(rapid.Custom(field), 1, 6).Draw(r, "shapes")
		kept := newCovers(rapid.SampledFrom([]int{0, 30, 200, mostCovered}).Draw(r, "most"))
		var all sync.WaitGroup
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(shapes)-1), 1, 20).Draw(r, "asked") {
			all.Go(func() {
				want, err := geo.Cover(shapes[i])
				if err != nil {
					t.Errorf("cover of shape %d: %v", i, err)
				}
				if got, err := kept.of(shapes[i]); err != nil || !slices.Equal(got, want) {
					t.Errorf("shape %d: %d cells kept, %d cover it: %v", i, len(got), len(want), err)
				}
			})
		}
		all.Wait()
		held := 0
		for _, cover := range kept.made {
			held += len(cover)
		}
		if held != kept.cells || len(kept.made) > 1 && held > kept.most {
			t.Fatalf("%d cells in %d covers are kept, counted as %d, at most %d", held, len(kept.made), kept.cells, kept.most)
		}
	})
}

// A shape asked for again is not covered again; another in its place, moved by a metre,
// is another shape.
func TestACoverIsMadeOnceForAShape(t *testing.T) {
	shape := orb.MultiPolygon{{{{110.8, -7.6}, {110.83, -7.6}, {110.83, -7.57}, {110.8, -7.57}, {110.8, -7.6}}}}
	kept := newCovers(mostCovered)
	first, err := kept.of(shape)
	if err != nil {
		t.Fatal(err)
	}
	again, err := kept.of(shape.Clone())
	if err != nil || &first[0] != &again[0] {
		t.Errorf("an equal shape was covered again: %v", err)
	}
	shape[0][0][2][0] += 1e-5
	if _, err := kept.of(shape); err != nil || len(kept.made) != 2 {
		t.Errorf("%d shapes are kept, want 2: %v", len(kept.made), err)
	}
	if _, err := kept.of(orb.MultiPolygon{{}}); err == nil || len(kept.made) != 2 {
		t.Errorf("a shape without an area: %v, and %d are kept", err, len(kept.made))
	}
}
