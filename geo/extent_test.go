package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"binaan/geo"
)

// box is a rectangle, its corner in the south-west first.
func box(west, south, wide, high float64) orb.Ring {
	return orb.Ring{{west, south}, {west + wide, south}, {west + wide, south + high}, {west, south + high}, {west, south}}
}

// What lies within borders is what orb measures on the globe; a hole takes away, and the
// box of each polygon counts whole.
func TestExtentIsTheAreaWithinTheBorders(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		west, south := 95+46*rng.Float64(), -11+17*rng.Float64()
		wide, high := 0.01+0.1*rng.Float64(), 0.01+0.1*rng.Float64()
		hole := box(west+wide/4, south+high/4, wide/2, high/2)
		hole.Reverse()
		shape := orb.MultiPolygon{{box(west, south, wide, high), hole}, {box(west+2*wide, south, wide, high)}}
		within, boxes := geo.Extent(shape)
		outer := math.Abs(orbgeo.Area(box(west, south, wide, high))) / 1e6
		if want := outer*2 - outer/4; math.Abs(within-want) > 0.01*want {
			t.Errorf("%v: %f km² within, want %f", shape.Bound(), within, want)
		}
		if want := outer * 2; math.Abs(boxes-want) > 0.01*want {
			t.Errorf("%v: %f km² of boxes, want %f", shape.Bound(), boxes, want)
		}
	}
	if within, boxes := geo.Extent(nil); within != 0 || boxes != 0 {
		t.Errorf("no shape: %f, %f", within, boxes)
	}
}

// A border that goes through a shape crosses it, whether or not a corner of either lies in
// the other; one around it, in it, beside it or along it does not.
func TestABorderCrossesWhatItGoesThrough(t *testing.T) {
	shape := orb.MultiPolygon{{box(110, -7, 1, 1), box(110.4, -6.6, 0.2, 0.2)}}
	for _, c := range []struct {
		what string
		ring orb.Ring
		want bool
	}{
		{"a slit, no corner in the other", box(110.2, -8, 0.1, 3), true},
		{"a corner within", box(110.9, -6.1, 1, 1), true},
		{"the hole's border", box(110.45, -6.65, 0.1, 0.2), true},
		{"around", box(109, -8, 3, 3), false},
		{"within", box(110.1, -6.9, 0.1, 0.1), false},
		{"in the hole", box(110.45, -6.55, 0.1, 0.1), false},
		{"beside", box(111.5, -7, 1, 1), false},
		{"along", box(111, -7, 1, 1), false},
	} {
		if got := geo.Crosses(c.ring, shape); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}

// Of rings with corners at random, SelfCrossing says what comparing every pair of
// stretches says.
func TestSelfCrossingAgainstEveryPairOfStretches(t *testing.T) {
	const seed = 6
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	crossing := 0
	for n := range 2000 {
		ring := make(orb.Ring, 4+n%5)
		for i := range ring[1:] {
			ring[i] = orb.Point{110 + rng.Float64(), -7 + rng.Float64()}
		}
		ring[len(ring)-1] = ring[0]
		want := false
		for i := range len(ring) - 1 {
			for k := range i {
				want = want || apart(ring[i], ring[k], ring[k+1])*apart(ring[i+1], ring[k], ring[k+1]) < 0 &&
					apart(ring[k], ring[i], ring[i+1])*apart(ring[k+1], ring[i], ring[i+1]) < 0
			}
		}
		if got := geo.SelfCrossing(ring); got != want {
			t.Errorf("%v: %t, want %t", ring, got, want)
		}
		if want {
			crossing++
		}
	}
	if crossing < 200 || crossing > 1800 {
		t.Errorf("%d of 2,000 rings cross themselves: the test sees one kind only", crossing)
	}
}

// apart is on which side of the line from a to b the point p lies: above 0, below 0.
func apart(p, a, b orb.Point) float64 {
	return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
}

func TestARingThatOnlyTouchesItselfDoesNotCross(t *testing.T) {
	for name, ring := range map[string]orb.Ring{
		"a square":            box(110, -7, 1, 1),
		"a corner on itself":  {{0, 0}, {2, 0}, {1, 1}, {2, 2}, {0, 2}, {1, 1}, {0, 0}},
		"there and back":      {{0, 0}, {2, 0}, {0, 0}},
		"a point twice":       {{0, 0}, {0, 0}, {2, 0}, {2, 2}, {0, 0}},
		"nothing":             {},
		"a point and no more": {{1, 1}},
	} {
		if geo.SelfCrossing(ring) {
			t.Errorf("%s crosses itself", name)
		}
	}
	if !geo.SelfCrossing(orb.Ring{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}) {
		t.Error("the figure 8 does not cross itself")
	}
}

// A cell covers a shape exactly when its centre lies in it, whatever the shape; one that
// holds no centre has the cell of its inner point.
func TestCoverIsTheCellsWhoseCentreLiesInTheShape(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 40 {
		west, south := 107+rng.Float64(), -7+rng.Float64()
		shape := orb.MultiPolygon{{box(west, south, 0.002+0.03*rng.Float64(), 0.002+0.03*rng.Float64())}}
		covered, err := geo.Cover(shape)
		if err != nil {
			t.Fatal(err)
		}
		is := map[geo.Cell]bool{}
		for _, c := range covered {
			is[c] = true
		}
		bound := shape.Bound()
		centres := 0
		for _, c := range around(t, bound) {
			at, err := geo.Centre(c)
			if err != nil {
				t.Fatal(err)
			}
			in := bound.Contains(at.Point())
			if in {
				centres++
			}
			if in != is[c] && len(covered) > 1 {
				t.Errorf("%v in %v: covered %t, its centre inside %t", c, bound, is[c], in)
			}
		}
		if centres == 0 && len(covered) != 1 || centres > 0 && len(covered) != centres {
			t.Errorf("%v holds %d centres and is covered by %d cells", bound, centres, len(covered))
		}
	}
}

// around are the cells at points that are closer together than cells are wide, in and
// about a box.
func around(t *testing.T, b orb.Bound) (cells []geo.Cell) {
	t.Helper()
	seen := map[geo.Cell]bool{}
	for x := b.Min[0] - 0.003; x < b.Max[0]+0.003; x += 0.0005 {
		for y := b.Min[1] - 0.003; y < b.Max[1]+0.003; y += 0.0005 {
			p, err := geo.NewPosition(x, y)
			if err != nil {
				t.Fatal(err)
			}
			c, err := geo.CellAt(p)
			if err != nil {
				t.Fatal(err)
			}
			if !seen[c] {
				seen[c] = true
				cells = append(cells, c)
			}
		}
	}
	return cells
}
