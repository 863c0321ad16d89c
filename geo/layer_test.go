package geo_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"

	"binaan/geo"
)

// decoded is a tile's only layer, as another program reads it.
func decoded(t *testing.T, tile []byte) *mvt.Layer {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	if len(layers) != 1 || layers[0].Version != 2 || layers[0].Extent != 4096 {
		t.Fatalf("got %d layers, version %d, extent %d; want one of version 2 and extent 4096", len(layers), layers[0].Version, layers[0].Extent)
	}
	return layers[0]
}

func cellLayer(t testing.TB, cells []geo.Cell) *geo.Layer {
	t.Helper()
	l, err := geo.NewCellLayer("heat", cells, []geo.Property{
		{Name: "cell", Of: func(i int) any { return cells[i].String() }},
		{Name: "third", Of: func(i int) any {
			if i%3 > 0 {
				return nil
			}
			return int64(i) << 33
		}},
		{Name: "even", Of: func(i int) any { return i%2 == 0 }},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCellTileShowsEveryCellOnceWhereItIsWithWhatItSays(t *testing.T) {
	cells := island(t, 20)
	l := cellLayer(t, cells)
	for _, zoom := range []maptile.Zoom{8, 7, 8} { // twice, for what the first one left behind
		at := maptile.At(geo.Position{Lon: 111.6, Lat: -5.4}.Point(), zoom)
		layer := decoded(t, l.Tile(at))
		layer.ProjectToWGS84(at)
		if len(layer.Features) != len(cells) {
			t.Fatalf("zoom %d: %d features, want %d", zoom, len(layer.Features), len(cells))
		}
		for i, f := range layer.Features {
			if f.ID != float64(geo.FeatureID(cells[i])) { // as JavaScript has it
				t.Fatalf("feature %d has number %v, want %d", i, f.ID, geo.FeatureID(cells[i]))
			}
			want := geojson.Properties{"cell": cells[i].String(), "even": i%2 == 0}
			if i%3 == 0 {
				want["third"] = float64(int64(i) << 33)
			}
			if diff := cmp.Diff(want, f.Properties); diff != "" {
				t.Fatalf("feature %d (-want +got)\n%s", i, diff)
			}
			checkWhere(t, f.Geometry, cells[i], zoom)
		}
	}
}

// checkWhere compares a decoded shape with the cell's own centre: half a unit of
// the tile's grid and no more may lie between. A swap of longitude and latitude
// would be 160 degrees.
func checkWhere(t *testing.T, shape orb.Geometry, cell geo.Cell, zoom maptile.Zoom) {
	t.Helper()
	want, err := geo.Centre(cell)
	if err != nil {
		t.Fatal(err)
	}
	middle, area := planar.CentroidArea(shape)
	unit := 360 / 4096.0 / float64(uint32(1)<<zoom)
	if math.Abs(middle.Lon()-want.Lon) > unit || math.Abs(middle.Lat()-want.Lat) > unit {
		t.Errorf("cell %v is drawn about %v, but lies about %v", cell, middle, want)
	}
	if area == 0 {
		t.Errorf("cell %v has no area", cell)
	}
}

func TestAdjacentTilesShowAllCellsBetweenThem(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	cells := island(t, 12)
	l := cellLayer(t, cells)
	for range 20 {
		zoom := maptile.Zoom(9 + rng.IntN(6))
		seen := map[string]bool{}
		low, high := maptile.At(orb.Point{111.4, -5.2}, zoom), maptile.At(orb.Point{111.8, -5.6}, zoom)
		for x := low.X; x <= high.X; x++ {
			for y := low.Y; y <= high.Y; y++ {
				for _, f := range decoded(t, l.Tile(maptile.New(x, y, zoom))).Features {
					seen[fmt.Sprint(f.ID)] = true
				}
			}
		}
		if len(seen) != len(cells) {
			t.Errorf("zoom %d: tiles show %d cells, want %d", zoom, len(seen), len(cells))
		}
	}
}

// square is a desa about a place, with a hole in its middle.
func holed(lon, lat, side float64) orb.MultiPolygon {
	outer, inner := orb.Point{lon, lat}.Bound().Pad(side/2).ToRing(), orb.Point{lon, lat}.Bound().Pad(side/8).ToRing()
	return orb.MultiPolygon{{outer, inner}}
}

func TestAreaTileKeepsHolesAndCutsAtItsEdge(t *testing.T) {
	areas := []geo.Area{
		{Code: "99.01.01.2001", Name: "Satu", Shape: holed(110.8, -7.55, 0.05)},
		{Code: "99.01.01.2002", Name: "Dua"}, // by name only
		{Code: "99.01.01.2003", Name: "Tiga", Shape: holed(111.8, -7.55, 0.05)},
	}
	l := geo.NewAreaLayer("desa", areas)
	for _, zoom := range []maptile.Zoom{9, 12, 14} {
		at := maptile.At(orb.Point{110.8 + 0.01, -7.55}, zoom)
		layer := decoded(t, l.Tile(at))
		if len(layer.Features) != 1 {
			t.Fatalf("zoom %d: %d features", zoom, len(layer.Features))
		}
		f := layer.Features[0]
		if fmt.Sprint(f.ID) != "1" || f.Properties["code"] != "99.01.01.2001" || f.Properties["name"] != "Satu" {
			t.Errorf("zoom %d: feature %v says %v", zoom, f.ID, f.Properties)
		}
		if box := f.Geometry.Bound(); box.Min[0] < -64 || box.Min[1] < -64 || box.Max[0] > 4160 || box.Max[1] > 4160 {
			t.Errorf("zoom %d: reaches to %v", zoom, box)
		}
		layer.ProjectToWGS84(at)
		square := at.Bound(1.0 / 64)
		want := planar.Area(clip.Geometry(square, areas[0].Shape.Clone()))
		if got := planar.Area(f.Geometry); math.Abs(got-want) > 0.02*want {
			t.Errorf("zoom %d: area %g, want %g", zoom, got, want)
		}
	}
}

func TestOutlinesLoseOnlyCornersThatAZoomCannotShow(t *testing.T) {
	shape := orb.Ring{}
	for i := range 720 {
		a := float64(i) * math.Pi / 360
		shape = append(shape, orb.Point{110.8 + 0.05*math.Cos(a), -7.55 + 0.05*math.Sin(a)})
	}
	shape = append(shape, shape[0])
	l := geo.NewAreaLayer("desa", []geo.Area{{Code: "99.01.01.2001", Shape: orb.MultiPolygon{{shape}}}})
	corners := 0
	for zoom := maptile.Zoom(5); zoom <= 10; zoom++ {
		at := maptile.At(orb.Point{110.8, -7.55}, zoom)
		layer := decoded(t, l.Tile(at))
		layer.ProjectToWGS84(at)
		ring := layer.Features[0].Geometry.(orb.Polygon)[0]
		if len(ring) < corners {
			t.Errorf("zoom %d shows %d corners, the zoom before %d", zoom, len(ring), corners)
		}
		corners = len(ring)
		unit := 360 / 4096.0 / float64(uint32(1)<<zoom)
		for _, p := range ring {
			if off := math.Abs(math.Hypot(p[0]-110.8, p[1]+7.55) - 0.05); off > 2*unit && planar.DistanceFrom(orb.LineString(shape), p) > 2*unit {
				t.Errorf("zoom %d: %v lies %g off the outline, a unit is %g", zoom, p, off, unit)
			}
		}
	}
	if corners < 50 || corners > 720 {
		t.Errorf("zoom 10 shows %d corners", corners)
	}
}

// BenchmarkCellTile draws a tile of 1,951 cells, and draws it as orb does.
func BenchmarkCellTile(b *testing.B) {
	cells := island(b, 25)
	at := maptile.At(geo.Position{Lon: 111.6, Lat: -5.4}.Point(), 10)
	l := cellLayer(b, cells)
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			l.Tile(at)
		}
	})
	b.Run("orb", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			found := geojson.NewFeatureCollection()
			for i, c := range cells {
				around, err := c.Boundary()
				if err != nil {
					b.Fatal(err)
				}
				ring := orb.Ring{}
				for _, p := range around {
					ring = append(ring, orb.Point{p.Lng, p.Lat})
				}
				f := geojson.NewFeature(orb.Polygon{append(ring, ring[0])})
				f.ID, f.Properties = geo.FeatureID(c), geojson.Properties{"cell": c.String(), "third": i, "even": i%2 == 0}
				found.Append(f)
			}
			layer := mvt.NewLayer("heat", found)
			layer.ProjectToTile(at)
			layer.Clip(mvt.MapboxGLDefaultExtentBound)
			layer.Simplify(simplify.DouglasPeucker(1))
			if _, err := mvt.Marshal(mvt.Layers{layer}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
