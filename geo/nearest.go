package geo

import "math"

// Nearest is the first of the pairs, one of some and one of others, that lie nearest
// to each other by Distance. Neither list may be empty. Only pairs whose chord is no
// longer than that of the best so far are measured: the longer the way along the
// ground, the longer the straight line through it.
func Nearest(some, others []Position) (i, j int) {
	ends := make([]onUnitSphere, len(others))
	for b, p := range others {
		ends[b] = unitSphere(p)
	}
	least, longest := math.Inf(1), math.Inf(1)
	for a, p := range some {
		from := unitSphere(p)
		for b, to := range ends {
			square := from.squareTo(to)
			if square > longest {
				continue
			}
			if at := Distance(p, others[b]); at < least {
				least, i, j = at, a, b
				longest = math.Pow(math.Sqrt(square)+chordSlack, 2)
			}
		}
	}
	return i, j
}

// chordSlack is six micrometres of the earth's radius, far more than what chords and
// distances of doubles are off.
const chordSlack = 1e-12

// onUnitSphere is a place as a point of a sphere of radius 1.
type onUnitSphere [3]float64

func unitSphere(p Position) onUnitSphere {
	sinLat, cosLat := math.Sincos(p.Lat * math.Pi / 180)
	sinLon, cosLon := math.Sincos(p.Lon * math.Pi / 180)
	return onUnitSphere{cosLat * cosLon, cosLat * sinLon, sinLat}
}

// squareTo is the square of the chord to q.
func (p onUnitSphere) squareTo(q onUnitSphere) float64 {
	x, y, z := p[0]-q[0], p[1]-q[1], p[2]-q[2]
	return x*x + y*y + z*z
}
