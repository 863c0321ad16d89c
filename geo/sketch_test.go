package geo

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// What is drawn of a border lies nowhere farther from it than was allowed, and takes a
// fraction of its corners.
func TestASketchStaysBesideItsBorder(t *testing.T) {
	const seed, allowed = 53, 20.0
	random := rand.New(rand.NewPCG(seed, seed))
	ring := orb.Ring{}
	for i := range 2000 {
		angle, far := 2*math.Pi*float64(i)/2000, 0.02+0.0001*random.Float64()
		ring = append(ring, orb.Point{110.8 + far*math.Cos(angle), -7.5 + far*math.Sin(angle)})
	}
	ring = append(ring, ring[0])
	islet := orb.Ring{{111, -7}, {111.0001, -7}, {111.0001, -7.0001}, {111, -7}}
	got := Sketch(orb.MultiPolygon{{ring}, {islet}}, allowed)
	if len(got) != 1 || len(got[0]) > 400 {
		t.Fatalf("seed %d: %d rings, the first of %d numbers", seed, len(got), len(got[0]))
	}
	var drawn orb.Ring
	lon, lat := 0, 0
	for step := range slices.Chunk(got[0], 2) {
		lon, lat = lon+step[0], lat+step[1]
		drawn = append(drawn, orb.Point{float64(lon) / grain, float64(lat) / grain})
	}
	if drawn[0] != drawn[len(drawn)-1] {
		t.Errorf("seed %d: the ring ends at %v, not at %v", seed, drawn[len(drawn)-1], drawn[0])
	}
	line := newBorder(orb.MultiPolygon{{drawn}})
	for _, p := range ring {
		near := line.near(orb.Bound{Min: p, Max: p}.Pad(degrees(2*allowed)), PlaneAt(PositionOf(p)))
		least := math.Inf(1)
		for _, s := range near {
			least = min(least, toSegment(0, 0, s.ax, s.ay, s.bx, s.by))
		}
		if least > allowed+2 {
			t.Fatalf("seed %d: %v is %.0f m from what is drawn", seed, p, least)
		}
	}
}

func TestNothingIsSketchedOfNothing(t *testing.T) {
	if got := Sketch(nil, 20); got == nil || len(got) != 0 {
		t.Errorf("%v", got)
	}
}
