package vector

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// twice is twice the signed area of a ring: positive against the clock.
func twice(ring orb.Ring) (sum float64) {
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		sum += (a[0]-ring[0][0])*(b[1]-ring[0][1]) - (b[0]-ring[0][0])*(a[1]-ring[0][1])
	}
	return sum
}

// turned is a ring that runs against the clock, or with it.
func turned(ring orb.Ring, against bool) orb.Ring {
	if twice(ring) > 0 == against {
		return ring
	}
	back := slices.Clone(ring)
	slices.Reverse(back)
	return back
}

// closed is a ring that ends where it begins; nil where it encloses nothing.
func closed(ring orb.Ring) orb.Ring {
	for _, p := range ring {
		if math.IsNaN(p[0]) || math.IsInf(p[0], 0) || math.IsNaN(p[1]) || math.IsInf(p[1], 0) {
			return nil
		}
	}
	if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
		ring = append(slices.Clone(ring), ring[0])
	}
	if len(ring) < 4 {
		return nil
	}
	return ring
}

// polygon takes a polygon whose first ring is the outer one.
func (r *reader) polygon(layer string, rings []orb.Ring) (out orb.Polygon) {
	for i, ring := range rings {
		if ring = closed(ring); ring == nil {
			r.lost.add(BrokenRing, layer, "", "")
			if i == 0 {
				return nil
			}
			continue
		}
		out = append(out, turned(ring, i == 0))
	}
	return out
}

// outline is an outer ring with what is asked of it again and again.
type outline struct {
	at    int // among the polygons
	bound orb.Bound
	area  float64
}

// grouped puts the rings of a Shapefile together: outer ones run with the clock, and
// a hole belongs to the smallest outer ring around it.
func (r *reader) grouped(layer string, rings []orb.Ring) (out orb.MultiPolygon, err error) {
	var holes []orb.Ring
	var outlines []outline
	for _, ring := range rings {
		if ring = closed(ring); ring == nil {
			r.lost.add(BrokenRing, layer, "", "")
			continue
		}
		if area := twice(ring); area > 0 {
			holes = append(holes, ring)
		} else {
			outlines = append(outlines, outline{len(out), ring.Bound(), -area})
			out = append(out, orb.Polygon{turned(ring, true)})
		}
	}
	if err := r.spend(len(holes) * len(outlines)); err != nil {
		return nil, err
	}
	for _, hole := range holes {
		at, err := r.around(out, outlines, hole)
		if err != nil {
			return nil, err
		}
		if at < 0 {
			r.lost.add(HoleAlone, layer, "", "")
			out = append(out, orb.Polygon{hole})
			continue
		}
		out[at] = append(out[at], turned(hole, false))
	}
	return out, nil
}

// around is the smallest outer ring that a hole lies in; -1: none.
func (r *reader) around(shapes orb.MultiPolygon, outlines []outline, hole orb.Ring) (int, error) {
	best, area := -1, math.Inf(1)
	bound := hole.Bound()
	for _, o := range outlines {
		if o.area >= area || !o.bound.Contains(bound.Min) || !o.bound.Contains(bound.Max) {
			continue
		}
		ring := shapes[o.at][0]
		if err := r.spend(len(ring) * min(len(hole), mostAsked)); err != nil {
			return -1, err
		}
		if holds(ring, hole) {
			best, area = o.at, o.area
		}
	}
	return best, nil
}

// mostAsked is of how many corners of a hole it is asked where they lie.
const mostAsked = 9

// holds tells whether most corners of a hole, or of mostAsked spread over it, lie in a
// ring: some may lie on its line.
func holds(ring, hole orb.Ring) bool {
	in, asked := 0, min(len(hole), mostAsked)
	for i := range asked {
		if planar.RingContains(ring, hole[i*len(hole)/asked]) {
			in++
		}
	}
	return 2*in > asked
}
