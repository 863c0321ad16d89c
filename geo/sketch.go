package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
)

// grain is what a sketch counts in: a hundred-thousandth of a degree, a metre or so.
const grain = 1e5

// Sketch is a shape's border for a small picture: each ring as a chain of steps in
// hundred-thousandths of a degree, lon before lat, of which the first is from 0, 0.
// Corners that stand out by less than so many metres are left out, and islets and
// holes that are not wider than that.
func Sketch(shape orb.MultiPolygon, metres float64) [][]int {
	out := [][]int{}
	by := simplify.DouglasPeucker(degrees(metres))
	for _, polygon := range shape {
		for _, ring := range polygon {
			bound := ring.Bound()
			if max(bound.Right()-bound.Left(), bound.Top()-bound.Bottom()) < degrees(metres) {
				continue
			}
			if kept := by.Ring(ring.Clone()); len(kept) > 3 {
				out = append(out, steps(kept))
			}
		}
	}
	return out
}

func steps(ring orb.Ring) []int {
	out := make([]int, 0, 2*len(ring))
	lon, lat := 0, 0
	for _, p := range ring {
		x, y := int(math.Round(grain*p.Lon())), int(math.Round(grain*p.Lat()))
		out = append(out, x-lon, y-lat)
		lon, lat = x, y
	}
	return out
}
