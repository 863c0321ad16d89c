package geo

import (
	"errors"
	"fmt"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
)

// Tile is a square of the web map.
type Tile = maptile.Tile

// ErrTile marks a tile that the web map does not have.
var ErrTile = errors.New("no such tile")

// deepestZoom is the last zoom for which tiles are made; clients enlarge it.
const deepestZoom = 14

// NewTile checks that zoom z has a tile x, y.
func NewTile(z, x, y uint32) (Tile, error) {
	if z > deepestZoom || x >= 1<<z || y >= 1<<z {
		return Tile{}, fmt.Errorf("tile %d/%d/%d: %w", z, x, y, ErrTile)
	}
	return maptile.New(x, y, maptile.Zoom(z)), nil
}

// ResolutionAt is the H3 resolution of cells shown at a zoom: about 2,000 to
// 10,000 cells fill a screen.
func ResolutionAt(zoom maptile.Zoom) int {
	if zoom >= 11 {
		return BlockResolution
	}
	return max(4, min(8, int(zoom)-2))
}

// Parent is the cell of a coarser resolution around c.
func Parent(c Cell, resolution int) (Cell, error) {
	p, err := c.Parent(resolution)
	if err != nil {
		return 0, fmt.Errorf("parent of cell %v: %w", c, err)
	}
	return p, nil
}

// FeatureID numbers a cell within its resolution, small enough to be exact in
// JavaScript: base cell and digits, without the bits of mode and resolution.
func FeatureID(c Cell) uint64 { return uint64(c) & (1<<52 - 1) }

// CellFeature is a cell with what a map shows of it.
type CellFeature struct {
	Cell       Cell
	Properties geojson.Properties
}

// tileBuffer is how far beyond its edge a tile draws, as a share of its size,
// so that outlines do not show the seam.
const tileBuffer = 1.0 / 64

// CellTile draws those cells, all of one resolution, that touch a tile, as a
// vector tile of one layer.
func CellTile(layer string, at Tile, cells []CellFeature) ([]byte, error) {
	bound := at.Bound(tileBuffer)
	found := geojson.NewFeatureCollection()
	for _, c := range cells {
		border, err := Boundary(c.Cell)
		if err != nil {
			return nil, err
		}
		if !border.Bound().Intersects(bound) {
			continue
		}
		f := geojson.NewFeature(orb.Polygon{border.Clone()}) // projecting overwrites it
		f.ID, f.Properties = FeatureID(c.Cell), c.Properties
		found.Append(f)
	}
	return encode(layer, at, found)
}

// AreaTile draws the areas that touch a tile, with their code and name.
func AreaTile(layer string, at Tile, areas []Area) ([]byte, error) {
	bound := at.Bound(tileBuffer)
	found := geojson.NewFeatureCollection()
	for i, a := range areas {
		if !a.Shape.Bound().Intersects(bound) {
			continue
		}
		f := geojson.NewFeature(a.Shape.Clone())
		f.ID = uint64(i + 1)
		f.Properties = geojson.Properties{"code": string(a.Code), "name": a.Name}
		found.Append(f)
	}
	return encode(layer, at, found)
}

func encode(layer string, at Tile, found *geojson.FeatureCollection) ([]byte, error) {
	l := mvt.NewLayer(layer, found)
	l.Version = 2
	l.ProjectToTile(at)
	l.Clip(mvt.MapboxGLDefaultExtentBound)
	l.Simplify(simplify.DouglasPeucker(1))
	l.RemoveEmpty(1, 1)
	tile, err := mvt.Marshal(mvt.Layers{l})
	if err != nil {
		return nil, fmt.Errorf("tile %d/%d/%d of %s: %w", at.Z, at.X, at.Y, layer, err)
	}
	return tile, nil
}

// boundaries remembers the outlines of cells; to make one costs more than the
// rest of drawing it. It forgets all when it is full.
var boundaries = struct {
	sync.Mutex
	rings map[Cell]orb.Ring
}{rings: map[Cell]orb.Ring{}}

const mostBoundaries = 300_000

// Boundary is the outline of a cell as a closed ring, not to be changed.
func Boundary(c Cell) (orb.Ring, error) {
	boundaries.Lock()
	defer boundaries.Unlock()
	if r, ok := boundaries.rings[c]; ok {
		return r, nil
	}
	loop, err := c.Boundary()
	if err != nil {
		return nil, fmt.Errorf("boundary of cell %v: %w", c, err)
	}
	r := make(orb.Ring, 0, len(loop)+1)
	for _, at := range loop {
		r = append(r, orb.Point{at.Lng, at.Lat})
	}
	r = append(r, r[0])
	if len(boundaries.rings) >= mostBoundaries {
		clear(boundaries.rings)
	}
	boundaries.rings[c] = r
	return r, nil
}
