package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb/maptile"
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
