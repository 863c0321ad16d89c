package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Extent is how large a shape is: the square kilometres within its borders, and
// those of the boxes around its polygons, which is what covering it costs. Both are
// good to a few hundredths, which bounds need.
func Extent(shape orb.MultiPolygon) (within, boxes float64) {
	for _, polygon := range shape {
		for i, ring := range polygon {
			plane := PlaneAt(PositionOf(ring.Bound().Center()))
			size := ringSize(plane, ring)
			if i > 0 {
				size = -size // a hole
			}
			within += size
		}
		if len(polygon) > 0 {
			b := polygon.Bound()
			plane := PlaneAt(PositionOf(b.Center()))
			west, south := plane.XY(PositionOf(b.Min))
			east, north := plane.XY(PositionOf(b.Max))
			boxes += (east - west) * (north - south) / 1e6
		}
	}
	return math.Max(0, within), boxes
}

func ringSize(plane Plane, ring orb.Ring) float64 {
	sum := 0.0
	for i := range ring {
		ax, ay := plane.XY(PositionOf(ring[i]))
		bx, by := plane.XY(PositionOf(ring[(i+1)%len(ring)]))
		sum += ax*by - bx*ay
	}
	return math.Abs(sum) / 2e6
}

// mostCrossed bounds the pairs of stretches that SelfCrossing compares.
const mostCrossed = 5_000_000

// SelfCrossing reports whether the border of a ring crosses itself, as in the
// figure 8. Stretches that only touch do not cross; of a ring too tangled to be
// compared it is not known, and the answer is false.
func SelfCrossing(ring orb.Ring) bool {
	all := stretches(ring)
	west := func(s stretch) float64 { return min(s.ax, s.bx) }
	slices.SortFunc(all, func(s, t stretch) int { return cmp.Compare(west(s), west(t)) })
	compared := 0
	for i, s := range all {
		east := max(s.ax, s.bx)
		for _, t := range all[i+1:] {
			if west(t) >= east {
				break
			}
			if compared++; compared > mostCrossed {
				return false
			}
			if s.crosses(t) {
				return true
			}
		}
	}
	return false
}

// Crosses reports whether the border of a ring crosses one of a shape. Borders that only
// touch do not cross.
func Crosses(ring orb.Ring, shape orb.MultiPolygon) bool {
	all, bound := stretches(ring), ring.Bound()
	for _, polygon := range shape {
		for _, border := range polygon {
			if !border.Bound().Intersects(bound) {
				continue
			}
			for _, s := range stretches(border) {
				if slices.ContainsFunc(all, s.crosses) {
					return true
				}
			}
		}
	}
	return false
}

// stretches are those of a ring that have a length.
func stretches(ring orb.Ring) (all []stretch) {
	for i := 0; i+1 < len(ring); i++ {
		a, b := ring[i], ring[i+1]
		if a != b {
			all = append(all, stretch{a[0], a[1], b[0], b[1]})
		}
	}
	return all
}
