package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"binaan/geo"
)

// The classes of docs: A to D have a position, each less exact than the one before, E and
// F have none; nothing else is a class.
func TestClassesOfAccuracy(t *testing.T) {
	last := geo.Metres(0)
	for _, a := range []geo.Accuracy{"A", "B", "C", "D"} {
		if !a.Valid() || !a.Located() || a.Radius() <= last {
			t.Errorf("%s: valid %t, located %t, radius %d after %d", a, a.Valid(), a.Located(), a.Radius(), last)
		}
		last = a.Radius()
	}
	for _, a := range []geo.Accuracy{"E", "F"} {
		if !a.Valid() || a.Located() || a.Radius() != 0 {
			t.Errorf("%s: valid %t, located %t, radius %d", a, a.Valid(), a.Located(), a.Radius())
		}
	}
	for _, a := range []geo.Accuracy{"", "G", "a", "AB", "0", "Ä"} {
		if a.Valid() {
			t.Errorf("%q is a class", a)
		}
	}
}

// Of a circle's households two thirds live within the radius, whichever way its border
// turns; a place without an outline has none.
func TestRadiusOfAnAreaIsThatOfACircleOfItsSize(t *testing.T) {
	for _, km := range []float64{0.5, 2, 8} {
		ring := make(orb.Ring, 0, 181)
		for i := range 180 {
			angle := float64(i) * math.Pi / 90
			ring = append(ring, orb.Point{110 + km/111.2*math.Cos(angle), km / 111.2 * math.Sin(angle)})
		}
		ring = append(ring, ring[0])
		for range 2 {
			if got := float64(geo.RadiusOf(orb.MultiPolygon{{ring}})); math.Abs(got-700*km) > 8*km {
				t.Errorf("a circle of %.1f km: %.0f m, want %.0f", km, got, 700*km)
			}
			ring.Reverse()
		}
	}
	if got := geo.RadiusOf(nil); got != 0 {
		t.Errorf("no outline: %d m", got)
	}
}

// A map that is enlarged shows finer cells, never coarser ones, and from zoom 11 the cells
// of blocks. A cell's parent is as coarse as asked and holds it.
func TestCellsOfAZoom(t *testing.T) {
	last := 0
	cell := island(t, 0)[0]
	for zoom := range 15 {
		resolution := geo.ResolutionAt(maptile.Zoom(zoom))
		if resolution < last || zoom >= 11 && resolution != geo.BlockResolution {
			t.Errorf("zoom %d: resolution %d after %d", zoom, resolution, last)
		}
		last = resolution
		parent, err := geo.Parent(cell, resolution)
		if err != nil {
			t.Fatal(err)
		}
		if parent.Resolution() != resolution {
			t.Errorf("zoom %d: the parent's resolution is %d, want %d", zoom, parent.Resolution(), resolution)
		}
		if resolution == geo.BlockResolution && parent != cell {
			t.Errorf("a block's cell is its own parent: %v of %v", parent, cell)
		}
	}
	if _, err := geo.Parent(cell, 12); err == nil {
		t.Error("a parent is finer than its child")
	}
}
