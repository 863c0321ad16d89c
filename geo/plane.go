package geo

import "math"

// Plane is a flat map in metres about an origin: x to the east, y to the north.
// Within 50 km of the origin lengths are true to a thousandth.
type Plane struct {
	origin         Position
	perLon, perLat float64
}

// PlaneAt is the plane about an origin.
func PlaneAt(origin Position) Plane {
	degree := earthRadius * math.Pi / 180
	return Plane{origin: origin, perLon: degree * math.Cos(origin.Lat*math.Pi/180), perLat: degree}
}

// XY is where p lies on the plane, in metres.
func (f Plane) XY(p Position) (x, y float64) {
	return (p.Lon - f.origin.Lon) * f.perLon, (p.Lat - f.origin.Lat) * f.perLat
}

// toSegment is the distance from the point x, y to the segment a–b.
func toSegment(x, y, ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	along := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		along = min(1, max(0, ((x-ax)*dx+(y-ay)*dy)/length))
	}
	return math.Hypot(x-ax-along*dx, y-ay-along*dy)
}
