package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// edge is a stretch of a border, straight from one corner to the next.
type edge struct{ a, b orb.Point }

// bands are how many strips of latitude a border is cut into, so that a point
// is compared with few edges only.
const bands = 32

// border is the outline of an area, made ready to be asked about points.
type border struct {
	bound orb.Bound
	edges []edge
	strip [bands][]int32 // edges that reach into each strip of latitude
}

func newBorder(shape orb.MultiPolygon) *border {
	b := &border{bound: shape.Bound()}
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i := 0; i+1 < len(ring); i++ {
				b.edges = append(b.edges, edge{ring[i], ring[i+1]})
			}
		}
	}
	for i, e := range b.edges {
		low, high := b.stripOf(min(e.a.Lat(), e.b.Lat())), b.stripOf(max(e.a.Lat(), e.b.Lat()))
		for s := low; s <= high; s++ {
			b.strip[s] = append(b.strip[s], int32(i))
		}
	}
	return b
}

func (b *border) stripOf(lat float64) int {
	high := b.bound.Max.Lat() - b.bound.Min.Lat()
	if high <= 0 {
		return 0
	}
	return min(bands-1, max(0, int((lat-b.bound.Min.Lat())/high*bands)))
}

// contains counts the edges east of p: an odd number means inside. Holes count
// like any other ring.
func (b *border) contains(p orb.Point) bool {
	if !b.bound.Contains(p) {
		return false
	}
	inside := false
	for _, i := range b.strip[b.stripOf(p.Lat())] {
		e := b.edges[i]
		if (e.a.Lat() > p.Lat()) != (e.b.Lat() > p.Lat()) &&
			p.Lon() < e.a.Lon()+(p.Lat()-e.a.Lat())/(e.b.Lat()-e.a.Lat())*(e.b.Lon()-e.a.Lon()) {
			inside = !inside
		}
	}
	return inside
}

// Away measures how far outside of a shape positions are, in metres: 0 within.
func Away(shape orb.MultiPolygon) func(Position) float64 {
	b := newBorder(shape)
	return func(p Position) float64 { return b.away(p.Point()) }
}

// away is the distance in metres from p to the nearest edge, or to the area
// itself: 0 inside.
func (b *border) away(p orb.Point) float64 {
	if b.contains(p) {
		return 0
	}
	plane, least := PlaneAt(PositionOf(p)), math.Inf(1)
	for _, e := range b.edges {
		ax, ay := plane.XY(PositionOf(e.a))
		bx, by := plane.XY(PositionOf(e.b))
		least = min(least, toSegment(0, 0, ax, ay, bx, by))
	}
	return least
}

// touches reports whether two borders come within a distance of each other.
func (b *border) touches(other *border, metres float64) bool {
	reach := degrees(metres)
	near := other.bound.Pad(reach)
	if !b.bound.Intersects(near) {
		return false
	}
	plane := PlaneAt(PositionOf(near.Center()))
	mine, theirs := b.near(near, plane), other.near(b.bound.Pad(reach), plane)
	for _, m := range mine {
		for _, t := range theirs {
			if m.apart(t) <= metres {
				return true
			}
		}
	}
	return false
}

// degrees is a distance as degrees of longitude or latitude, a little too many.
func degrees(metres float64) float64 { return metres / 108_000 }

// stretch is an edge on a plane.
type stretch struct{ ax, ay, bx, by float64 }

// near are the edges that reach into a bound.
func (b *border) near(bound orb.Bound, plane Plane) []stretch {
	var out []stretch
	for _, e := range b.edges {
		if !(orb.MultiPoint{e.a, e.b}).Bound().Intersects(bound) {
			continue
		}
		var s stretch
		s.ax, s.ay = plane.XY(PositionOf(e.a))
		s.bx, s.by = plane.XY(PositionOf(e.b))
		out = append(out, s)
	}
	return out
}

// apart is the distance between two stretches: 0 where they cross.
func (s stretch) apart(t stretch) float64 {
	if s.crosses(t) {
		return 0
	}
	return min(
		toSegment(s.ax, s.ay, t.ax, t.ay, t.bx, t.by), toSegment(s.bx, s.by, t.ax, t.ay, t.bx, t.by),
		toSegment(t.ax, t.ay, s.ax, s.ay, s.bx, s.by), toSegment(t.bx, t.by, s.ax, s.ay, s.bx, s.by))
}

func (s stretch) crosses(t stretch) bool {
	return s.side(t.ax, t.ay)*s.side(t.bx, t.by) < 0 && t.side(s.ax, s.ay)*t.side(s.bx, s.by) < 0
}

// side is positive on the left of the stretch and negative on its right.
func (s stretch) side(x, y float64) float64 {
	return (s.bx-s.ax)*(y-s.ay) - (s.by-s.ay)*(x-s.ax)
}
