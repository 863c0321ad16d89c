package geo

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"
)

// Outline is the border of a set of cells of one resolution, holes included:
// outer rings anticlockwise, as GeoJSON wants them.
func Outline(cells []Cell) (orb.MultiPolygon, error) {
	polygons, err := h3.CellsToMultiPolygon(cells)
	if err != nil {
		return nil, fmt.Errorf("outline of %d cells: %w", len(cells), err)
	}
	shape := make(orb.MultiPolygon, len(polygons))
	for i, p := range polygons {
		shape[i] = append(orb.Polygon{ring(p.GeoLoop)}, rings(p.Holes)...)
	}
	return shape, nil
}

func rings(loops []h3.GeoLoop) []orb.Ring {
	out := make([]orb.Ring, len(loops))
	for i, loop := range loops {
		out[i] = ring(loop)
	}
	return out
}

func ring(loop h3.GeoLoop) orb.Ring {
	out := make(orb.Ring, 0, len(loop)+1)
	for _, at := range loop {
		out = append(out, positionAt(at).Point())
	}
	return append(out, out[0])
}
