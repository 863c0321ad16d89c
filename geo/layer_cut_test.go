package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"binaan/geo"
)

// Whatever an outline does beyond a tile's edges, the tile shows what lies in it: as much
// as a cut of the whole outline has, but for what its grid cannot show.
func TestATileShowsOfAnOutlineWhatLiesInIt(t *testing.T) {
	const seed = 11
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	middle := orb.Point{110.8, -7.55}
	for range 20 {
		shape := star(rng, middle, 300)
		l := geo.NewAreaLayer("desa", []geo.Area{{Code: "99.01.01.2001", Shape: orb.MultiPolygon{{shape}}}})
		zoom := maptile.Zoom(11 + rng.IntN(4))
		low, high := maptile.At(shape.Bound().LeftTop(), zoom), maptile.At(shape.Bound().RightBottom(), zoom)
		for x := low.X; x <= high.X; x++ {
			for y := low.Y; y <= high.Y; y++ {
				at := maptile.New(x, y, zoom)
				cut := clip.Geometry(at.Bound(1.0/64), orb.Polygon{shape.Clone()})
				got, want := shownArea(t, l, at), 0.0
				if cut != nil {
					want = planar.Area(cut)
				}
				unit := 360 / 4096.0 / float64(uint32(1)<<zoom)
				if off := math.Abs(got - want); off > 2*unit*planar.Length(shape) {
					t.Errorf("tile %v shows %g of an outline, %g of it lies there", at, got, want)
				}
			}
		}
	}
}

// star is an outline that runs in and out about a place.
func star(rng *rand.Rand, middle orb.Point, corners int) (shape orb.Ring) {
	for i := range corners {
		a, r := 2*math.Pi*float64(i)/float64(corners), 0.02+0.06*rng.Float64()
		shape = append(shape, orb.Point{middle[0] + r*math.Cos(a), middle[1] + r*math.Sin(a)})
	}
	return append(shape, shape[0])
}

// shownArea is what a tile's only feature covers, in square degrees; 0: nothing is there.
func shownArea(t *testing.T, l *geo.Layer, at geo.Tile) float64 {
	t.Helper()
	layer := decoded(t, l.Tile(at))
	layer.ProjectToWGS84(at)
	if len(layer.Features) == 0 {
		return 0
	}
	return planar.Area(layer.Features[0].Geometry)
}

// A hole that lies outside of a tile takes no other along.
func TestAHoleBeyondTheEdgeTakesNoOtherAlong(t *testing.T) {
	at := maptile.At(orb.Point{110.8, -7.55}, 13)
	box := at.Bound()
	side := box.Right() - box.Left()
	outer := box.Pad(3 * side).ToRing()
	away, here := box.Center(), box.Center()
	away[0] += 2 * side
	hole := func(at orb.Point) orb.Ring { return at.Bound().Pad(side / 4).ToRing() }
	l := geo.NewAreaLayer("desa", []geo.Area{{Code: "99.01.01.2001", Shape: orb.MultiPolygon{{outer, hole(away), hole(here)}}}})
	rings := decoded(t, l.Tile(at)).Features[0].Geometry.(orb.Polygon)
	if len(rings) != 2 {
		t.Errorf("the tile shows %d holes, one lies in it", len(rings)-1)
	}
}
