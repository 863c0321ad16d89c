package geo

import (
	"fmt"

	"github.com/uber/h3-go/v4"
)

// Cell is a hexagon of H3. In JSON it is a hexadecimal string, in PostgreSQL a bigint.
type Cell = h3.Cell

// BlockResolution is the H3 resolution of blocks: cells of about 0.1 km².
const BlockResolution = 9

// CellAt is the block cell that holds p, which must lie in Indonesia.
func CellAt(p Position) (Cell, error) {
	if _, err := NewPosition(p.Lon, p.Lat); err != nil {
		return 0, err
	}
	c, err := h3.LatLngToCell(p.LatLng(), BlockResolution)
	if err != nil {
		return 0, fmt.Errorf("cell at %v: %w", p, err)
	}
	return c, nil
}

// Centre is the middle of c.
func Centre(c Cell) (Position, error) {
	at, err := c.LatLng()
	if err != nil {
		return Position{}, fmt.Errorf("centre of cell %v: %w", c, err)
	}
	return positionAt(at), nil
}

// Disk is c and all cells within k steps of it, in a fixed order.
func Disk(c Cell, k int) ([]Cell, error) {
	cells, err := c.GridDisk(k)
	if err != nil {
		return nil, fmt.Errorf("disk of %d steps about cell %v: %w", k, c, err)
	}
	return cells, nil
}
