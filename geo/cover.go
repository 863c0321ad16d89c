package geo

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/uber/h3-go/v4"
)

// Cover is the block cells whose centre lies in shape, ascending. A shape that
// holds no centre is covered by the cell of its inner point, so no shape that
// has an inner point is without a cell.
func Cover(shape orb.MultiPolygon) ([]Cell, error) {
	var cells []Cell
	for _, polygon := range shape {
		part, err := h3.PolygonToCells(polygonOf(polygon), BlockResolution)
		if err != nil {
			return nil, fmt.Errorf("cover polygon of %d rings: %w", len(polygon), err)
		}
		cells = append(cells, part...)
	}
	if len(cells) == 0 {
		at, err := Inner(shape)
		if err != nil {
			return nil, err
		}
		cell, err := CellAt(at)
		return []Cell{cell}, err
	}
	slices.Sort(cells)
	return slices.Compact(cells), nil
}

// Inner is a point certainly inside shape: the centroid of its largest polygon
// where that lies inside, else the middle of the widest stretch at some height.
func Inner(shape orb.MultiPolygon) (Position, error) {
	var largest orb.Polygon
	area := 0.0
	for _, p := range shape {
		if a := planar.Area(p); a > area {
			largest, area = p, a
		}
	}
	if largest == nil {
		return Position{}, fmt.Errorf("inner point: shape has no area")
	}
	if c, _ := planar.CentroidArea(largest); planar.PolygonContains(largest, c) {
		return PositionOf(c), nil
	}
	return widest(largest), nil
}

// widest looks along 15 lines of latitude for the longest stretch inside p.
func widest(p orb.Polygon) Position {
	b, most, best := p.Bound(), -1.0, orb.Point{}
	for i := 1; i <= 15; i++ {
		lat := b.Min.Lat() + (b.Max.Lat()-b.Min.Lat())*float64(i)/16
		at := crossings(p, lat)
		for j := 0; j+1 < len(at); j += 2 {
			if wide := at[j+1] - at[j]; wide > most {
				most, best = wide, orb.Point{(at[j] + at[j+1]) / 2, lat}
			}
		}
	}
	return PositionOf(best)
}

// crossings are the longitudes where the border of p crosses a latitude, ascending.
func crossings(p orb.Polygon, lat float64) []float64 {
	var at []float64
	for _, r := range p {
		for i := 0; i+1 < len(r); i++ {
			a, b := r[i], r[i+1]
			if (a.Lat() > lat) != (b.Lat() > lat) {
				at = append(at, a.Lon()+(lat-a.Lat())/(b.Lat()-a.Lat())*(b.Lon()-a.Lon()))
			}
		}
	}
	slices.Sort(at)
	return at
}

func polygonOf(p orb.Polygon) h3.GeoPolygon {
	var out h3.GeoPolygon
	for i, r := range p {
		loop := make(h3.GeoLoop, 0, len(r))
		for _, at := range r {
			loop = append(loop, PositionOf(at).LatLng())
		}
		if i == 0 {
			out.GeoLoop = loop
		} else {
			out.Holes = append(out.Holes, loop)
		}
	}
	return out
}
